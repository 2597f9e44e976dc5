"""The SWOT board of a company: strengths and weaknesses as said of it, chances and threats as its surroundings have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from kg.graph import Direction, EntityRecord, Graph, Relation, RelationFilter
from kg.model import Modality
from kg.views import Selection
from viz.charts.made import BOTTOM, LEFT, RIGHT, TOP, Made, cell, heading, label, largest, said
from viz.drawing import Item
from viz.style import Style
from viz.words import relation_label

__all__ = ["swot"]

MOST = 7
LARGEST = 28.0
_HIGH = 46.0
_BOARD: tuple[tuple[str, str, tuple[tuple[str, Direction], ...]], ...] = (
    ("strengths", "type:Technology", (("has_strength", "out"), ("outperforms", "out"))),
    ("weaknesses", "type:Strategy", (("has_weakness", "out"),)),
    ("chances", "type:Company", (("forecasts", "out"), ("targets", "out"), ("partners_with", "both"))),
    ("threats", "type:Event", (("competes_with", "both"), ("outperforms", "in"))),
)


def swot(graph: Graph, chosen: Selection, where: RelationFilter, style: Style) -> Made:
    """Four fields; what is forecast, aimed at or shared counts as a chance, who rivals or leads as a threat."""
    entity = graph.entity(chosen.entities[0])
    relations: list[Relation] = []
    texts: list[list[str]] = []
    for _, _, kinds in _BOARD:
        found = list(islice(_found(graph, entity, kinds, where, set(chosen.hidden)), MOST))
        relations += [r for r, _ in found]
        lines = [_line(r, other, style, plain=r.relation == kinds[0][0]) for r, other in found]
        texts.append([f"\u2022 {line}" for line in lines] or ["\u2014"])
    items = tuple(_fields(texts, style))
    return Made(graph, said("swot", style).format(name=label(entity, style)), items, tuple(relations))


def _fields(texts: Sequence[Sequence[str]], style: Style) -> Iterator[Item]:
    wide, high = (RIGHT - LEFT) / 2, (BOTTOM - TOP) / 2
    size = largest(((each, wide - 8, high - _HIGH - 8) for each in texts), LARGEST)
    for place, ((name, fill, _), lines) in enumerate(zip(_BOARD, texts, strict=True)):
        left, top = LEFT + place % 2 * wide, TOP + place // 2 * high
        yield heading(f"head {name}", said(name, style), (left + 4, top + 4, wide - 8, _HIGH), fill, size=24)
        yield cell(f"field {name}", lines, (left + 4, top + _HIGH + 4, wide - 8, high - _HIGH - 8), size=size)


def _found(
    graph: Graph,
    entity: EntityRecord,
    kinds: tuple[tuple[str, Direction], ...],
    where: RelationFilter,
    hidden: set[str],
) -> Iterator[tuple[Relation, EntityRecord]]:
    for relation, direction in kinds:
        narrow = RelationFilter(
            frozenset({relation}), where.modalities, frozenset(), where.since, where.until, where.source
        )
        for r in graph.relations(entity.id, direction=direction, where=narrow):
            other = graph.entity(r.tail if r.head == entity.id else r.head)
            if r.modality is not Modality.NEGATED and other.id not in hidden:
                yield r, other


def _line(relation: Relation, other: EntityRecord, style: Style, *, plain: bool) -> str:
    name = label(other, style)
    return name if plain else f"{name} ({relation_label(style.ontology, relation.relation, style.lang)})"
