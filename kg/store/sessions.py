"""Transactions: many read at once, each one state; one writes at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import Connection, Engine, select

from kg.store import schema
from kg.store.failures import failing_as_store_error
from kg.store.opening import WRITES

__all__ = ["Sessions"]


class Sessions:
    """How a store's tables are reached."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One state of the store."""
        options = {"isolation_level": "REPEATABLE READ"} if self._engine.dialect.name == "postgresql" else {}
        with (
            failing_as_store_error(self._engine.url),
            self._engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that no other writer is in at the same time: all of it happens, or nothing."""
        with (
            self._turn,  # threads take turns here, in order; processes wait for one another in the database
            failing_as_store_error(self._engine.url),
            self._engine.connect().execution_options(**WRITES) as connection,
            connection.begin(),
        ):
            connection.execute(select(schema.corpus.c.revision).with_for_update())
            yield connection
