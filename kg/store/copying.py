"""A store copied whole while others read and write it: a backup, its restoration, and the way between databases.

A backup is a SQLite store of its own, whatever database it was made from: it can be served, asked and verified so.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, text

from kg.errors import InvalidRequest, StoreError
from kg.store.schema import decision, document, metadata
from kg.store.store import Store, open_store

__all__ = ["backup", "restore"]

_ROWS = 1_000


def backup(store: Store, file: str | Path) -> None:
    """Write one state of the store to a file that is not there yet; it is there whole, or not at all."""
    target = Path(file)
    if target.exists():
        raise InvalidRequest(f"{target}: is there already.", hint="Give a name that is free; backups are not replaced.")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open_store(part) as made, store.reading() as source, made.writing() as there:
            _copy(source, there)
        _settle(part)
        part.rename(target)
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise InvalidRequest(f"{target}: cannot be written: {error.strerror}.", hint="Give another file.") from error
    finally:
        for left in (part, *(part.with_name(f"{part.name}-{end}") for end in ("wal", "shm"))):
            with suppress(OSError):  # where nothing could be written there is nothing to clear
                left.unlink(missing_ok=True)


def restore(file: str | Path, store: Store) -> None:
    """Put a backup into a store that holds nothing yet."""
    if not Path(file).is_file():
        raise StoreError(f"{file}: there is no backup.", hint="Give a file that qipan backup wrote.")
    with open_store(file) as kept, kept.reading() as source, store.writing() as there:
        if any(there.scalar(select(func.count()).select_from(table)) for table in (document, decision)):
            raise InvalidRequest("The store holds something already.", hint="Restore into a new one.")
        _copy(source, there)


def _copy(source: Connection, there: Connection) -> None:
    """All rows, with their keys; references are checked at the end."""
    tables = metadata.sorted_tables
    for table in reversed(tables):
        there.execute(table.delete())
    for table in tables:
        rows = source.execution_options(yield_per=_ROWS).execute(select(table)).mappings()
        for part in rows.partitions(_ROWS):
            there.execute(insert(table), [dict(row) for row in part])
        if there.dialect.name == "postgresql" and "pk" in table.c and table.name not in {"corpus", "secret"}:
            last = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'pk'), max(pk)) FROM {table.name}"  # noqa: S608
            there.execute(text(last))


def _settle(path: Path) -> None:
    """Leave one file, on the disk, without a log beside it."""
    import sqlite3  # noqa: PLC0415 - SQLAlchemy would open it as one that is written ahead again

    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    with path.open("rb") as written:
        os.fsync(written.fileno())
