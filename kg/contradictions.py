"""Statements that cannot both hold, side by side with their sources and dates: which is right, people decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

from kg.graph import Graph, Relation, RelationFilter, StatementRecord
from kg.model import Modality, Quantity
from kg.resources import data_dir, read_yaml

__all__ = ["Contradiction", "Side", "contradictions"]

_FACTS = frozenset({Modality.ASSERTED, Modality.REPORTED})
_SAID = RelationFilter(modalities=_FACTS | {Modality.NEGATED})


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things that are said: the relation, and the statements that say it."""

    relation: Relation
    statements: tuple[StatementRecord, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sides about one entity.

    `kind` is `denied` (the same is told and denied), `one_head` (two of what there is one of), `opposed` (a strength
    and a weakness) or `figures` (two values of one measure at one time).
    """

    kind: str
    about: str
    sides: tuple[Side, Side]


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = read_yaml(data_dir() / "contradictions.yaml")
    return rules


def contradictions(graph: Graph, entity_id: str | None = None) -> Iterator[Contradiction]:
    """What contradicts what, about one entity or all, in a stable order. NotFound where there is no such entity.

    Looks at every relation once, and at the statements of those that may contradict another.
    """
    relations = sorted(graph.relations(entity_id, where=_SAID), key=lambda r: r.id)
    yield from _denied(graph, relations)
    yield from _told_otherwise(graph, relations)
    yield from _two_values(graph, relations)


def _denied(graph: Graph, relations: Iterable[Relation]) -> Iterator[Contradiction]:
    for relation in relations:
        if Modality.NEGATED in relation.modalities and _FACTS & relation.modalities.keys():
            yes, no = _facts(graph, relation), _statements(graph, relation, {Modality.NEGATED})
            yield Contradiction("denied", relation.head, (Side(relation, yes), Side(relation, no)))


def _told_otherwise(graph: Graph, relations: Iterable[Relation]) -> Iterator[Contradiction]:
    """Two heads of what has one, and what is a strength here and a weakness there."""
    groups: defaultdict[tuple[str, Hashable], list[Relation]] = defaultdict(list)
    for relation in relations:
        if not _FACTS & relation.modalities.keys():
            continue
        if relation.relation in _rules()["one_head"]:
            groups["one_head", (relation.relation, relation.tail)].append(relation)
        for pair in _rules()["opposed"]:
            if relation.relation in pair:
                groups["opposed", (*pair, relation.head, relation.tail)].append(relation)
    for (kind, _), group in groups.items():
        for one, other in combinations(group, 2):
            about = one.tail if kind == "one_head" else one.head
            yield Contradiction(kind, about, (Side(one, _facts(graph, one)), Side(other, _facts(graph, other))))


def _two_values(graph: Graph, relations: Iterable[Relation]) -> Iterator[Contradiction]:
    """Two values of one measure, in one unit, for one time that the statements themselves name."""
    figures = [r for r in relations if r.relation in _rules()["figures"] and _FACTS & r.modalities.keys()]
    said = graph.statements_of([r.id for r in figures], where=RelationFilter(modalities=_FACTS))
    groups: defaultdict[Hashable, list[tuple[Relation, Quantity, StatementRecord]]] = defaultdict(list)
    for relation in figures:
        quantity = graph.entity(relation.tail).quantity
        for statement in said[relation.id]:
            interval = statement.time.interval if statement.time else None
            if quantity and quantity.measures and interval:
                key = (relation.head, quantity.measures, quantity.unit, quantity.currency, statement.aspect, interval)
                groups[key].append((relation, quantity, statement))
    for group in groups.values():
        for (one, value, s), (other, second, t) in combinations(group, 2):
            if one.id != other.id and _differ(value, second):
                yield Contradiction("figures", one.head, (Side(one, (s,)), Side(other, (t,))))


def _differ(one: Quantity, other: Quantity) -> bool:
    """Whether no value is both, rounding aside."""
    near = float(_rules()["near"]) * max(abs(one.value), abs(other.value))
    if one.approximate or other.approximate:
        near *= 10
    low, high = sorted((one, other), key=lambda q: q.value)
    return high.value - max(low.value, low.high or low.value) > near


def _facts(graph: Graph, relation: Relation) -> tuple[StatementRecord, ...]:
    return _statements(graph, relation, _FACTS)


def _statements(graph: Graph, relation: Relation, modalities: Iterable[Modality]) -> tuple[StatementRecord, ...]:
    return tuple(graph.statements(relation.id, where=RelationFilter(modalities=frozenset(modalities))))
