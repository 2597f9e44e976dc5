"""The k shortest ways from one entity to another."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import islice, pairwise

from kg.graph import EVERYTHING, Direction, Graph, Path, Relation, RelationFilter

__all__ = ["k_shortest", "paths"]

Ways = Callable[[str], Collection[str]]
"""The entities one step away, in a stable order."""


def paths(
    graph: Graph, start: str, end: str, *, k: int = 1, directed: bool = False, where: RelationFilter = EVERYTHING
) -> list[Path]:
    """The k shortest simple paths, shortest first. From an entity to itself there is the path of no step."""
    forward = _Steps(graph, where, "out" if directed else "both", end)
    backward = _Steps(graph, where, "in" if directed else "both", start)
    ways = islice(k_shortest(forward, backward, start, end), k)
    return [Path(tuple(way), tuple(forward.relation(a, b) for a, b in pairwise(way))) for way in ways]


class _Steps:
    """What is one step away from an entity, by its best relation, read once for a search.

    The search's own ends may be of any type; `where.types` restricts what lies between.
    """

    def __init__(self, graph: Graph, where: RelationFilter, direction: Direction, goal: str) -> None:
        self._graph, self._direction, self._goal = graph, direction, goal
        self._types, self._where = where.types, replace(where, types=frozenset())
        self._known: dict[str, dict[str, Relation]] = {}

    def __call__(self, entity_id: str) -> Collection[str]:
        if entity_id not in self._known:
            self._known[entity_id] = self._read(entity_id)
        return self._known[entity_id].keys()

    def relation(self, here: str, there: str) -> Relation:
        """The best supported relation of this step."""
        self(here)
        return self._known[here][there]

    def _read(self, entity_id: str) -> dict[str, Relation]:
        best: dict[str, Relation] = {}
        for relation in self._graph.relations(entity_id, direction=self._direction, where=self._where):
            other = relation.tail if relation.head == entity_id else relation.head
            if other not in best and self._may_pass(other):
                best[other] = relation
        return best

    def _may_pass(self, entity_id: str) -> bool:
        return not self._types or entity_id == self._goal or self._graph.entity(entity_id).type in self._types


def k_shortest(forward: Ways, backward: Ways, start: str, end: str) -> Iterator[list[str]]:
    """Yield simple paths, shortest first (Yen's algorithm over breadth-first search from both ends).

    Among paths of one length the order is stable, not meaningful. O(length * k) searches for k paths.

    >>> ways = {"a": "bc", "b": "d", "c": "d", "d": ""}
    >>> back = {"a": "", "b": "a", "c": "a", "d": "bc"}
    >>> list(k_shortest(ways.__getitem__, back.__getitem__, "a", "d"))
    [['a', 'b', 'd'], ['a', 'c', 'd']]
    """
    first = _shortest(forward, backward, start, end, frozenset(), frozenset())
    waiting = [(len(first), first)] if first else []
    known = {tuple(first)} if first else set()
    yielded: list[list[str]] = []
    while waiting:
        _, path = heapq.heappop(waiting)
        yield path
        yielded.append(path)
        for other in _deviations(forward, backward, path, yielded):
            if tuple(other) not in known:
                known.add(tuple(other))
                heapq.heappush(waiting, (len(other), other))


def _deviations(forward: Ways, backward: Ways, path: list[str], yielded: list[list[str]]) -> Iterator[list[str]]:
    """The shortest path that leaves this one after each of its entities, and is not among those yielded."""
    for at in range(len(path) - 1):
        root = path[: at + 1]
        taken = frozenset((p[at], p[at + 1]) for p in yielded if p[: at + 1] == root)
        rest = _shortest(forward, backward, root[-1], path[-1], frozenset(root[:-1]), taken)
        if rest:
            yield root[:-1] + rest


def _shortest(
    forward: Ways, backward: Ways, start: str, end: str, avoid: frozenset[str], taken: frozenset[tuple[str, str]]
) -> list[str] | None:
    """A shortest path without these entities and steps: the smaller frontier grows until the two meet."""
    before: dict[str, str | None] = {start: None}
    after: dict[str, str | None] = {end: None}
    heads, tails = [start], [end]
    meeting = start if start == end else None
    while meeting is None and heads and tails:
        if len(heads) <= len(tails):
            heads, meeting = _grow(heads, forward, before, after, avoid, taken)
        else:
            tails, meeting = _grow(tails, backward, after, before, avoid, frozenset((b, a) for a, b in taken))
    return None if meeting is None else [*reversed(_chain(meeting, before)), *_chain(meeting, after)[1:]]


def _grow(
    frontier: list[str],
    ways: Ways,
    seen: dict[str, str | None],
    other: dict[str, str | None],
    avoid: frozenset[str],
    taken: frozenset[tuple[str, str]],
) -> tuple[list[str], str | None]:
    """One layer more; and the entity where it meets the other side, if it does."""
    layer: list[str] = []
    for here in frontier:
        for there in ways(here):
            if there in seen or there in avoid or (here, there) in taken:
                continue
            seen[there] = here
            if there in other:
                return layer, there
            layer.append(there)
    return layer, None


def _chain(entity: str, came_from: dict[str, str | None]) -> list[str]:
    chain: list[str] = []
    at: str | None = entity
    while at is not None:
        chain.append(at)
        at = came_from[at]
    return chain
