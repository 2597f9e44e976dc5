"""Loops: ways along which something flows from a thing through others back to it, as in a data loop or flywheel."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain, islice, pairwise, product

from kg.errors import DataError
from kg.graph import Direction, Graph, Path, Relation, RelationFilter
from kg.model import Modality
from kg.resources import data_dir, read_yaml

__all__ = ["flows", "loops"]

_FACTS = frozenset({Modality.ASSERTED, Modality.REPORTED})
_MOST_WORK = 2_000_000
"""What may be looked at, in entities. A loop that would be found only after more is not: hubs have endless ways."""
_TURN = 100
"""What asking for the neighbours of one more entity costs beside looking at them."""


@cache
def flows() -> dict[str, bool]:
    """The relations along which something flows, and whether it flows from head to tail."""
    path = data_dir() / "loops.yaml"
    raw: dict[str, str] = read_yaml(path)
    wrong = [name for name, way in raw.items() if way not in {"forward", "backward"}]
    if wrong:
        raise DataError(f"{path}: {wrong[0]}: flows {raw[wrong[0]]!r}; it may flow forward or backward.")
    return {name: way == "forward" for name, way in raw.items()}


def loops(
    graph: Graph,
    through: str,
    *,
    longest: int = 4,
    modalities: frozenset[Modality] = _FACTS,
    limit: int = 50,
) -> list[Path]:
    """The loops through an entity of at most `longest` steps, shortest first.

    Each begins and ends with the entity and passes no other twice. NotFound where there is no such entity.
    """
    ways = _Ways(graph, graph.entity(through).id, modalities)
    found = islice((loop for way in ways.loops(longest) for loop in ways.along(way)), limit * 10)
    return sorted(found, key=lambda p: (len(p.relations), -min(r.sources for r in p.relations), p.entities))[:limit]


class _Ways:
    """The ways along which something flows from one entity on, and back to it."""

    def __init__(self, graph: Graph, start: str, modalities: frozenset[Modality]) -> None:
        def kept_to(*, forward: bool) -> RelationFilter:
            return RelationFilter(frozenset(name for name, way in flows().items() if way == forward), modalities)

        self._graph = graph
        self._start = start
        self._along, self._against = kept_to(forward=True), kept_to(forward=False)
        self._work = 0
        self._onward: dict[str, tuple[str, ...]] = {}
        self._joining: dict[tuple[str, str], list[Relation]] = {}
        self._back = frozenset(self._neighbours(start, "in", "out"))

    def loops(self, longest: int) -> Iterator[tuple[str, ...]]:
        """The entities of each loop, shortest loops first, in a stable order."""
        for length in range(2, longest + 1):
            yield from self._closed((self._start,), length)

    def along(self, way: tuple[str, ...]) -> Iterator[Path]:
        """The loops through these entities, by each relation that joins two of them; none serves twice."""
        for relations in product(*(self._relations(*step) for step in pairwise(way))):
            if len({relation.id for relation in relations}) == len(relations):
                yield Path(way, relations)

    def _closed(self, way: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
        """The loops of so many steps that begin this way."""
        new = (entity for entity in self._after(way[-1]) if entity not in way)
        if len(way) == length - 1:
            yield from ((*way, entity, self._start) for entity in new if entity in self._back)
            return
        for entity in new:
            yield from self._closed((*way, entity), length)

    def _after(self, here: str) -> tuple[str, ...]:
        """Where something flows from here; nowhere when enough has been looked at."""
        if here not in self._onward and self._work < _MOST_WORK:
            self._onward[here] = self._neighbours(here, "out", "in")
        onward = self._onward.get(here, ())
        self._work += _TURN + len(onward)
        return onward if self._work < _MOST_WORK else ()

    def _neighbours(self, here: str, along: Direction, against: Direction) -> tuple[str, ...]:
        ways = ((along, self._along), (against, self._against))
        found = (self._graph.neighbours(here, direction=way, where=where) for way, where in ways if where.relations)
        return tuple(dict.fromkeys(chain.from_iterable(found)))

    def _relations(self, here: str, there: str) -> list[Relation]:
        if (here, there) not in self._joining:
            ways: tuple[tuple[Direction, RelationFilter], ...] = (("out", self._along), ("in", self._against))
            found = (self._graph.between(here, there, direction=w, where=where) for w, where in ways if where.relations)
            self._joining[here, there] = list(chain.from_iterable(found))
        return self._joining[here, there]
