"""A thing on one page: what data/profile.yaml says is shown, section by section; and several side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from kg.errors import DataError, InvalidRequest
from kg.graph import Direction, EntityRecord, Graph, Relation, RelationFilter, StatementRecord
from kg.model import Modality
from kg.resources import data_dir, read_yaml

__all__ = ["Comparison", "Filled", "Line", "Profile", "Section", "compare", "profile", "sections"]

_TOLD = frozenset(Modality) - {Modality.NEGATED}
_QUOTED = 3
"""Statements quoted for a line; its relation counts all."""
MOST_COMPARED = 10


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: the relations that fill it, and its label for `zh-Hant`, `zh-Hans` and `en`."""

    id: str
    relations: tuple[str, ...]
    direction: Direction
    types: frozenset[str]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said: the other end, the relation, which counts its sources, and the best statements."""

    entity: EntityRecord
    relation: Relation
    statements: tuple[StatementRecord, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A section with its lines, best supported first. `truncated` says that there are more."""

    section: Section
    lines: tuple[Line, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """A thing on one page; sections without lines are left out."""

    entity: EntityRecord
    sections: tuple[Filled, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several things side by side: for each section what each of them has, in the order in which they were named."""

    entities: tuple[EntityRecord, ...]
    sections: tuple[tuple[Section, tuple[Filled, ...]], ...]


@cache
def sections() -> tuple[Section, ...]:
    """All sections, in order."""
    path = data_dir() / "profile.yaml"
    try:
        return tuple(
            Section(raw["id"], tuple(raw["relations"]), raw["direction"], frozenset(raw["types"]), raw["labels"])
            for raw in read_yaml(path)
        )
    except (KeyError, TypeError) as error:
        raise DataError(f"{path}: a section has id, relations, direction, types and labels: {error!r}.") from error


def profile(graph: Graph, entity_id: str, *, lines: int = 20) -> Profile:
    """Everything that is said of a thing, at most so many lines a section; what is denied is left out.

    NotFound where there is no such entity. Reads the statements of every line.
    """
    entity = graph.entity(entity_id)
    filled = (_filled(graph, entity, section, lines) for section in sections())
    return Profile(entity, tuple(f for f in filled if f.lines))


def compare(graph: Graph, entity_ids: Sequence[str], *, facets: Sequence[str] = (), lines: int = 10) -> Comparison:
    """Things side by side, section by section; sections that none of them fills are left out.

    `facets` are ids of the sections that are wanted, all where none is given. InvalidRequest where the things are fewer
    than two or more than ten or a facet is unknown, NotFound where there is no such entity.
    """
    wanted = _wanted(facets)
    entities = tuple({e.id: e for e in map(graph.entity, entity_ids)}.values())
    if not 1 < len(entities) <= MOST_COMPARED:
        raise InvalidRequest(
            f"{len(entities)} things cannot be compared.", hint=f"Give from two to {MOST_COMPARED} different ones."
        )
    rows = ((section, tuple(_filled(graph, e, section, lines) for e in entities)) for section in wanted)
    return Comparison(entities, tuple((section, row) for section, row in rows if any(f.lines for f in row)))


def _wanted(facets: Sequence[str]) -> list[Section]:
    known = {section.id: section for section in sections()}
    unknown = [facet for facet in facets if facet not in known]
    if unknown:
        raise InvalidRequest(f"There is no facet {unknown[0]!r}.", hint=f"Give some of: {', '.join(known)}.")
    return [section for section in known.values() if not facets or section.id in facets]


def _filled(graph: Graph, entity: EntityRecord, section: Section, most: int) -> Filled:
    where = RelationFilter(frozenset(section.relations), _TOLD, section.types)
    found = list(islice(graph.relations(entity.id, direction=section.direction, where=where), most + 1))
    return Filled(section, tuple(_lines(graph, entity, found[:most])), len(found) > most)


def _lines(graph: Graph, entity: EntityRecord, relations: Sequence[Relation]) -> Iterator[Line]:
    said = graph.statements_of((r.id for r in relations), where=RelationFilter(modalities=_TOLD))
    for relation in relations:
        other = graph.entity(relation.tail if relation.head == entity.id else relation.head)
        best = sorted(said[relation.id], key=lambda s: (-s.confidence, s.id))
        yield Line(other, relation, tuple(best[:_QUOTED]))
