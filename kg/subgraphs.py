"""Parts of a graph to look at: around an entity."""

from __future__ import annotations

from collections.abc import Callable

from kg.adjacency import Adjacency
from kg.graph import RelationFilter

__all__ = ["within"]

TypeOf = Callable[[str], str]


def within(
    adjacency: Adjacency, start: str, *, depth: int, where: RelationFilter, type_of: TypeOf, limit: int
) -> tuple[dict[str, None], bool]:
    """Entities within `depth` steps, nearest first, then best supported; and whether `limit` kept some out.

    Costs a sort of the relations at all but the last of them, and what it returns.
    """
    taken: dict[str, None] = {start: None}
    frontier, truncated = [start], False
    for _ in range(depth):
        layer: dict[str, None] = {}
        for there in adjacency.around(frontier, where):
            if there in taken or there in layer or (where.types and type_of(there) not in where.types):
                continue
            if len(taken) + len(layer) == limit:
                truncated = True
                break
            layer[there] = None
        taken |= layer
        frontier = list(layer)
    return taken, truncated
