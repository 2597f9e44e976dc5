"""Stores for laws, and what must not be left in one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from kg.store import Store, open_store

__all__ = ["leftovers", "new_store"]


@contextmanager
def new_store() -> Iterator[tuple[Store, Path]]:
    """An empty store, copied from one that was made before: making the tables takes longer than a law's example."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.db"
        shutil.copy(_empty(), path)
        with open_store(path) as store:
            yield store, path


@cache
def _empty() -> Path:
    path = Path(tempfile.mkdtemp()) / "empty.db"
    open_store(path).close()
    return path


def leftovers(store: Store) -> dict[str, int]:
    """Rows that nothing points to, by kind."""
    queries = {
        "entity": "SELECT count(*) FROM entity WHERE pk NOT IN (SELECT entity_pk FROM naming)",
        "naming": "SELECT count(*) FROM naming WHERE entity_pk IS NULL OR pk NOT IN (SELECT naming_pk FROM thing)",
        "relation": "SELECT count(*) FROM relation r WHERE"
        " NOT EXISTS (SELECT 1 FROM statement WHERE relation_pk = r.pk)",
        "evidence": "SELECT count(*) FROM evidence WHERE statement_pk NOT IN (SELECT pk FROM statement)",
        "references": "SELECT count(*) FROM pragma_foreign_key_check()",
    }
    with store._reading() as connection:  # noqa: SLF001 - what users cannot see
        counts = {kind: connection.exec_driver_sql(query).scalar() for kind, query in queries.items()}
    return {kind: count for kind, count in counts.items() if count}
