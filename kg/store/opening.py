"""From an address to a database that holds our tables, of the newest form."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from kg.assemble import summed
from kg.errors import StoreError
from kg.once import once
from kg.store.failures import failing_as_store_error, shown
from kg.store.schema import corpus

__all__ = ["WRITES", "engine_of", "upgraded", "url_of"]

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
WRITES = {"qipan_writes": True}
"""Execution options of a connection whose transaction will write."""
_BUSY_MS = 10_000
_POOL: dict[str, Any] = {"pool_size": 10, "max_overflow": 30}  # as many threads as a web server runs
_MIGRATING = 0x51495041  # PostgreSQL's lock for one migration at a time


def url_of(address: str | Path) -> URL:
    """A database URL from a URL or a SQLite file's path."""
    text_ = str(address)
    if "://" not in text_:
        url = URL.create("sqlite", database=text_)
    else:
        try:
            url = make_url(text_)
            url.get_dialect()
        except (ArgumentError, NoSuchModuleError) as error:
            hint = "Give a SQLite file's path, or an address as SQLAlchemy writes it: postgresql+psycopg://host/name."
            raise StoreError(f"{text_.rpartition('@')[2]}: not a database address: {error}.", hint=hint) from error
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        hint = "Give a file's path; for a graph in memory there is kg.build."
        raise StoreError("A store is not kept in memory.", hint=hint)
    return url


def engine_of(url: URL) -> Engine:
    """An engine whose SQLite connections wait for one another, check references and begin transactions when told."""
    try:
        engine = create_engine(url, **_POOL)
    except ImportError as error:
        hint = f"Install its driver: pip install {error.name}"
        raise StoreError(f"{shown(url)}: cannot be reached: {error}.", hint=hint) from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # else the driver begins and commits where it likes
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    """Writers begin as such: one that began as a reader could not wait for another."""
    writes = connection.get_execution_options().get("qipan_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def upgraded(engine: Engine) -> None:
    """Make the tables where there are none, or bring them to the newest form. StoreError if they are not ours."""
    with failing_as_store_error(engine.url):
        if _schema(engine) == _revisions()[0]:
            return
        _write_ahead(engine)
        with engine.connect().execution_options(**WRITES) as connection, connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATING})
            _migrate(connection, shown(engine.url))


def _schema(engine: Engine) -> str | None:
    """The revision of the store's schema: None where it has no tables. StoreError where the tables are not ours."""
    with engine.connect() as connection:
        return _schema_on(connection, shown(engine.url))


def _schema_on(connection: Connection, name: str) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if not {"alembic_version", "corpus", "document"} <= tables:
        raise StoreError(
            f"{name}: is a database of something else (it holds {', '.join(sorted(tables)[:5])}).",
            hint="Give another --store; Qipan will not write into it.",
        )
    version: str = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    return version


@once
def _revisions() -> tuple[str, ...]:
    """All forms that the schema has had, the newest first: each is a module of its own, so they are read once."""
    return tuple(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def _migrate(connection: Connection, name: str) -> None:
    before = _schema_on(connection, name)
    if before is not None and before not in _revisions():
        raise StoreError(f"{name}: was written by a newer Qipan.", hint="Upgrade Qipan, or give another --store.")
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")
    if before is None:
        connection.execute(insert(corpus).values(pk=1, revision=0, sum=summed([]), rules="", forgotten=0))


def _write_ahead(engine: Engine) -> None:
    """Let readers read while a writer writes. The file remembers it."""
    if engine.dialect.name == "sqlite":
        with suppress(sqlite3.OperationalError), closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA journal_mode = WAL")  # not possible within a transaction
