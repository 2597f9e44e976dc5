"""Loops: ways along which something flows from a thing through others back to it, as in a data loop or flywheel."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice

from kg.errors import DataError
from kg.graph import Graph, Path, Relation, RelationFilter
from kg.model import Modality
from kg.resources import data_dir, read_yaml

__all__ = ["flows", "loops"]

_FACTS = frozenset({Modality.ASSERTED, Modality.REPORTED})
_MOST_STEPS = 20_000
"""Where a loop would be found only after more, it is not: a hub of hubs has more ways than anybody reads."""


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
    start = graph.entity(through).id
    where = RelationFilter(frozenset(flows()), modalities)
    found = islice(_loops(graph, start, longest, where), limit * 10)
    return sorted(found, key=lambda p: (len(p.relations), -min(r.sources for r in p.relations), p.entities))[:limit]


def _loops(graph: Graph, start: str, longest: int, where: RelationFilter) -> Iterator[Path]:
    """Depth first; in a stable order, as the relations of an entity are."""
    waiting: list[tuple[tuple[str, ...], tuple[Relation, ...]]] = [((start,), ())]
    for _ in range(_MOST_STEPS):
        if not waiting:
            return
        entities, relations = waiting.pop()
        for relation, there in _steps(graph, entities[-1], where):
            if there == start and relation not in relations:
                yield Path((*entities, start), (*relations, relation))
            elif there not in entities and len(relations) + 2 <= longest:
                waiting.append(((*entities, there), (*relations, relation)))


def _steps(graph: Graph, here: str, where: RelationFilter) -> Iterator[tuple[Relation, str]]:
    for relation in graph.relations(here, where=where):
        source, target = relation.head, relation.tail
        if not flows()[relation.relation]:
            source, target = target, source
        if source == here:
            yield relation, target
