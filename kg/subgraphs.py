"""Parts of a graph to look at: around an entity, or the most connected part of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import merge, nsmallest

from kg.adjacency import Adjacency, by_support, other_end
from kg.graph import RelationFilter

__all__ = ["most_connected", "within"]

TypeOf = Callable[[str], str]


def within(
    adjacency: Adjacency, start: str, *, depth: int, where: RelationFilter, type_of: TypeOf, limit: int
) -> tuple[dict[str, None], bool]:
    """Entities within `depth` steps, nearest first, then best supported; and whether `limit` kept some out.

    Costs about what it returns, however many relations there are at an entity.
    """
    taken: dict[str, None] = {start: None}
    frontier, truncated = [start], False
    for _ in range(depth):
        layer: dict[str, None] = {}
        for there in _best_first(adjacency, frontier, where):
            if there in taken or there in layer or (where.types and type_of(there) not in where.types):
                continue
            if len(taken) + len(layer) == limit:
                truncated = True
                break
            layer[there] = None
        taken |= layer
        frontier = list(layer)
    return taken, truncated


def _best_first(adjacency: Adjacency, frontier: Iterable[str], where: RelationFilter) -> Iterator[str]:
    """The other ends of all relations of the frontier, by the best supported first."""

    def steps(here: str) -> Iterator[tuple[tuple[int, int, float, str], str]]:
        return ((by_support(r), other_end(r, here)) for r in adjacency.at(here, "both", where))

    return (there for _, there in merge(*map(steps, frontier)))


def most_connected(degrees: Mapping[str, int], *, limit: int) -> tuple[dict[str, None], bool]:
    """The `limit` entities with the most relations; and whether there are more."""
    ranked = nsmallest(limit, degrees, key=lambda entity: (-degrees[entity], entity))
    return dict.fromkeys(ranked), len(degrees) > limit
