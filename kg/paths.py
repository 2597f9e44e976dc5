"""The k shortest ways from one entity to another."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from kg.adjacency import Adjacency
from kg.graph import Direction, Path, RelationFilter

__all__ = ["Steps", "k_shortest", "paths"]

Ways = Callable[[str], Sequence[str]]
"""The entities one step away, in a stable order."""

Seen = dict[str, str | None]
"""Entities reached, and from which."""


@dataclass(frozen=True, slots=True)
class Steps:
    """How a search moves from both ends, and about how much there is to look at one step from an entity."""

    forward: Ways
    backward: Ways
    degree: Callable[[str], int] = lambda _: 1


def paths(
    adjacency: Adjacency,
    ends: tuple[str, str],
    *,
    k: int,
    directed: bool,
    where: RelationFilter,
    type_of: Callable[[str], str],
) -> list[Path]:
    """The k shortest simple paths, shortest first. From an entity to itself there is the path of no step.

    The two ends may be of any type; `where.types` restricts what lies between them.
    """

    def ways(direction: Direction) -> Ways:
        @cache
        def step(here: str) -> Sequence[str]:
            found = adjacency.neighbours(here, direction, where)
            return [e for e in found if e in ends or type_of(e) in where.types] if where.types else found

        return step

    forward: Direction = "out" if directed else "both"
    steps = Steps(ways(forward), ways("in" if directed else "both"), adjacency.degree)
    return [
        Path(tuple(way), tuple(adjacency.between(a, b, forward, where)[0] for a, b in pairwise(way)))
        for way in islice(k_shortest(steps, *ends), k)
    ]


def k_shortest(steps: Steps, start: str, end: str) -> Iterator[list[str]]:
    """Yield simple paths, shortest first (Yen's algorithm, as Lawler improved it, over searches from both ends).

    Among paths of one length the order is stable, not meaningful. O(length * k) searches for k paths.

    >>> ways = {"a": "bc", "b": "d", "c": "d", "d": ""}
    >>> back = {"a": "", "b": "a", "c": "a", "d": "bc"}
    >>> list(k_shortest(Steps(ways.__getitem__, back.__getitem__), "a", "d"))
    [['a', 'b', 'd'], ['a', 'c', 'd']]
    """
    first = _shortest(steps, start, end)
    waiting = [(len(first), first, 0)] if first else []
    yielded: list[list[str]] = []
    while waiting:
        _, path, left_at = heapq.heappop(waiting)
        yield path
        yielded.append(path)
        for at in range(left_at, len(path) - 1):
            other = _leaving(steps, path, at, yielded)
            if other:
                heapq.heappush(waiting, (len(other), other, at))


def _leaving(steps: Steps, path: list[str], at: int, yielded: list[list[str]]) -> list[str] | None:
    """The shortest path that is this one up to there, and then none of those yielded."""
    root = path[: at + 1]
    taken = frozenset((p[at], p[at + 1]) for p in yielded if p[: at + 1] == root)
    rest = _shortest(steps, root[-1], path[-1], avoid=frozenset(root[:-1]), taken=taken)
    return root[:-1] + rest if rest else None


def _shortest(
    steps: Steps,
    start: str,
    end: str,
    *,
    avoid: frozenset[str] = frozenset(),
    taken: frozenset[tuple[str, str]] = frozenset(),
) -> list[str] | None:
    """A shortest path without these entities and steps: the side with less before it grows until the two meet."""
    before: Seen = {start: None, **dict.fromkeys(avoid)}
    after: Seen = {end: None, **dict.fromkeys(avoid)}
    backwards = frozenset((b, a) for a, b in taken)
    heads, tails = [start], [end]
    meeting = start if start == end else None
    while meeting is None and heads and tails:
        if _ahead(steps, heads) <= _ahead(steps, tails):
            heads, meeting = _grow(heads, steps.forward, before, after, taken)
        else:
            tails, meeting = _grow(tails, steps.backward, after, before, backwards)
    return None if meeting is None else [*reversed(_chain(meeting, before)), *_chain(meeting, after)[1:]]


def _ahead(steps: Steps, frontier: list[str]) -> float:
    """About how many steps lead on from the frontier."""
    some = frontier[:100]
    return sum(map(steps.degree, some)) * len(frontier) / len(some)


def _grow(
    frontier: list[str], ways: Ways, seen: Seen, other: Seen, taken: frozenset[tuple[str, str]]
) -> tuple[list[str], str | None]:
    """One layer more; and the entity where it meets the other side, if it does."""
    layer: list[str] = []
    for here in frontier:
        for there in ways(here):
            if there in seen or (taken and (here, there) in taken):
                continue
            seen[there] = here
            if there in other:
                return layer, there
            layer.append(there)
    return layer, None


def _chain(entity: str, came_from: Seen) -> list[str]:
    """From an entity back to where the search began."""
    chain: list[str] = []
    at: str | None = entity
    while at is not None:
        chain.append(at)
        at = came_from[at]
    return chain
