"""Stores for laws, and what must not be left in one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from kg.store import Store, open_store
from kg.store.verifying import verified

__all__ = ["empty_at", "leftovers", "new_store"]


@contextmanager
def new_store(database: str = "sqlite") -> Iterator[tuple[Store, str | Path]]:
    """An empty store, copied from one that was made before: making the tables takes longer than a law's example."""
    if database == "postgresql":
        from postgres import new_database  # noqa: PLC0415 - starts a server

        address = new_database()
        with open_store(address) as store:
            yield store, address
        return
    with tempfile.TemporaryDirectory() as folder:
        path = empty_at(Path(folder) / "s.db")
        with open_store(path) as store:
            yield store, path


def empty_at(path: Path) -> Path:
    """An empty SQLite store there."""
    shutil.copy(_empty(), path)
    return path


@cache
def _empty() -> Path:
    path = Path(tempfile.mkdtemp()) / "empty.db"
    open_store(path).close()
    return path


def leftovers(store: Store) -> list[str]:
    """What is wrong in a store: rows that nothing points to, counts that do not add up."""
    return list(verified(store))
