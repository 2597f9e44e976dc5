"""Noticing that somebody has written to the store, for less than a question costs."""

from __future__ import annotations

import sqlite3

from sqlalchemy import Engine, PoolProxiedConnection
from sqlalchemy.engine.interfaces import DBAPICursor

__all__ = ["Watch"]


class Watch:
    """The store's revision, read past SQLAlchemy where the database is SQLite: 5 µs instead of 100.

    Not for several threads at once.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: PoolProxiedConnection | None = None
        self._cursor: DBAPICursor | None = None

    def revision(self) -> int | None:
        """The revision now; None where that cannot be known this way."""
        if self._engine.dialect.name != "sqlite":
            return None
        try:
            if self._connection is None or self._cursor is None:
                self._connection = self._engine.raw_connection()
                self._cursor = self._connection.cursor()
            self._cursor.execute("SELECT revision FROM corpus")
            [(revision,)] = self._cursor.fetchall()
            return int(revision)
        except sqlite3.Error:
            self.close()
            return None

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = self._cursor = None
