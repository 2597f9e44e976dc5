"""The store that a command works on, and the entities that its arguments name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import AmbiguousName, NotFound, StoreError
from kg.graph import EntityRecord, Graph

if TYPE_CHECKING:
    from kg.store.store import Store

__all__ = ["Name", "StoreAddress", "entity_called", "existing_store", "store_at"]

StoreAddress = Annotated[
    str, typer.Option("--store", envvar="QIPAN_STORE", help="A SQLite file's path or a database URL.", metavar="URL")
]

Name = Annotated[str, typer.Argument(metavar="NAME", help="Any name or id.")]


@contextmanager
def store_at(address: str) -> Iterator[Store]:
    """The store, made where there is none, and closed afterwards."""
    from kg.store.store import open_store  # noqa: PLC0415 - SQLAlchemy takes half a second

    with open_store(address) as store:
        yield store


@contextmanager
def existing_store(address: str) -> Iterator[Store]:
    """The store, where there is one. StoreError otherwise: a question must not leave an empty store behind."""
    if "://" not in address and not Path(address).exists():
        raise StoreError(f"{address}: there is no store.", hint="Make one: qipan add ARTICLE --store " + address)
    with store_at(address) as store:
        yield store


def entity_called(graph: Graph, name: str) -> EntityRecord:
    """The entity with this name or id. AmbiguousName or NotFound list what it could have been."""
    try:
        return graph.entity(name)
    except NotFound:
        matches = graph.find(name, limit=5)
    exact = [match.entity for match in matches if match.score == 1]
    if len(exact) == 1:
        return exact[0]
    candidates = [match.entity.id for match in matches]
    if exact:
        raise AmbiguousName(f"{name!r} fits several.", hint=f"Give one of: {', '.join(e.id for e in exact)}.")
    hint = f"Did you mean {', '.join(candidates)}?" if candidates else "qipan show without a name lists what there is."
    raise NotFound(f"The graph has nothing called {name!r}.", hint=hint, details={"candidates": candidates})
