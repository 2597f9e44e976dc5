"""A data loop drawn as a cycle: things on a ring, an arrow from each to the next, what feeds the ring outside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kg.graph import Graph, Path, Relation, RelationFilter
from kg.loops import flows, loops
from kg.views import Selection
from viz.caption_lines import cut_lines
from viz.charts.made import Made, empty, label, said
from viz.drawing import Box, Item, Join
from viz.layout import text_width
from viz.routes import routes
from viz.signs import edge_label
from viz.slides.look import builtin_look
from viz.style import Style
from viz.view import Edge

__all__ = ["cycle"]

CENTRE, RADII, OUTER = (800.0, 470.0), (360.0, 270.0), (640.0, 330.0)
LETTER, SMALL, FEEDERS = 21.0, 16.0, 8


def cycle(graph: Graph, chosen: Selection, where: RelationFilter, style: Style) -> Made:
    """The best supported loop through the entity; where there is none, the entity with what flows into it."""
    entity = graph.entity(chosen.entities[0])
    found = [
        p
        for p in loops(graph, entity.id, longest=max(2, min(chosen.depth + 3, 6)))
        if not set(p.entities) & set(chosen.hidden)
    ]
    best = max(
        found,
        key=lambda p: (_data(p), len(p.relations), min(r.sources for r in p.relations)),
        default=Path((entity.id, entity.id)),
    )
    ring = list(best.entities[:-1])
    into = _feeders(graph, ring, where, set(chosen.hidden))
    places = _ring(ring) | _around(ring, [source for source, _ in into])
    boxes = {key: _node(graph, key, place, style, inner=key in ring) for key, place in places.items()}
    stations, arrows = _stations(best, style)
    arrows += [
        _Arrow(r, source, r.tail if flows()[r.relation] else r.head, edge_label([_edge(r)], style))
        for source, r in into
    ]
    title = said("cycle", style).format(name=label(entity, style))
    items = _drawn(arrows, boxes | stations, style) if arrows else [empty(style)]
    return Made(graph, title, tuple(items), (*best.relations, *(r for _, r in into)))


@dataclass(frozen=True, slots=True)
class _Arrow:
    """A line; `words` stand on it, `main` is of the ring, `tip` has an arrowhead."""

    relation: Relation
    start: str
    end: str
    words: str = ""
    main: bool = False
    tip: bool = True


def _stations(path: Path, style: Style) -> tuple[dict[str, Box], list[_Arrow]]:
    """What each step of the loop is called, on the ring between the things it joins, and the two halves of its line."""
    boxes: dict[str, Box] = {}
    arrows: list[_Arrow] = []
    for i, relation in enumerate(path.relations):
        words, key = edge_label([_edge(relation)], style), f"label {relation.id}"
        x, y = _at(-math.pi / 2 + 2 * math.pi * (i + 0.5) / len(path.relations), RADII)
        wide = text_width(words, 18) + 20
        boxes[key] = Box(
            key, x - wide / 2, y - 17, wide, 34, (words,), 18, form="roundRect", fill="raised", about=words
        )
        arrows.append(_Arrow(relation, path.entities[i], key, main=True, tip=False))
        arrows.append(_Arrow(relation, key, path.entities[i + 1], main=True))
    return boxes, arrows


def _edge(relation: Relation) -> Edge:
    return Edge(relation.id, relation.head, relation.relation, relation.tail, modality=relation.modality)


def _data(path: Path) -> int:
    return sum(r.relation == "feeds_data_to" for r in path.relations)


def _feeders(graph: Graph, ring: Sequence[str], where: RelationFilter, hidden: set[str]) -> list[tuple[str, Relation]]:
    narrow = RelationFilter(
        frozenset({"feeds_data_to"}), where.modalities, frozenset(), where.since, where.until, where.source
    )
    found: dict[str, Relation] = {}
    for key in ring:
        for relation in graph.relations(key, direction="in", where=narrow):
            if relation.head not in ring and relation.head not in hidden:
                found.setdefault(relation.head, relation)
    return list(found.items())[:FEEDERS]


def _ring(ring: Sequence[str]) -> dict[str, tuple[float, float]]:
    if len(ring) == 1:
        return {ring[0]: CENTRE}
    return {key: _at(-math.pi / 2 + 2 * math.pi * i / len(ring), RADII) for i, key in enumerate(ring)}


def _around(ring: Sequence[str], others: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Outside the ring, where its own things are not."""
    radii = OUTER if len(ring) > 1 else RADII
    turn = math.pi / max(len(others), 2)
    return {key: _at(-math.pi / 2 + turn + 2 * math.pi * i / len(others), radii) for i, key in enumerate(others)}


def _at(angle: float, radii: tuple[float, float]) -> tuple[float, float]:
    return CENTRE[0] + radii[0] * math.cos(angle), CENTRE[1] + radii[1] * math.sin(angle)


def _node(graph: Graph, key: str, place: tuple[float, float], style: Style, *, inner: bool) -> Box:
    entity = graph.entity(key)
    size = LETTER if inner else SMALL
    lines = cut_lines(label(entity, style), width=10)
    wide, high = max(text_width(line, size) for line in lines) + 2.4 * size, (1.22 * len(lines) + 0.9) * size
    form = builtin_look().forms_of([entity.type])[entity.type]
    return Box(
        key, place[0] - wide / 2, place[1] - high / 2, wide, high, lines, size, form=form, fill=f"type:{entity.type}",
        ink=None, bold=inner, about=label(entity, style),
    )  # fmt: skip


def _drawn(arrows: Sequence[_Arrow], boxes: dict[str, Box], style: Style) -> list[Item]:
    lines: list[Item] = []
    labels: list[Item] = []
    for arrow, way in zip(arrows, routes([(a.start, a.end) for a in arrows], boxes), strict=True):
        key = f"{arrow.relation.id} {arrow.start}"
        colour, thick = ("accent", 4.0) if arrow.main else ("line", 1.8)
        about = arrow.words or edge_label([_edge(arrow.relation)], style)
        lines.append(
            Join(key, arrow.start, arrow.end, way.sides, colour=colour, thick=thick, arrow=arrow.tip, about=about)
        )
        if arrow.words:
            x, y = way.at(0.5)
            wide = text_width(arrow.words, 16) + 10
            place = (x - wide / 2, y - 12, wide, 24)
            labels.append(Box(f"label {key}", *place, (arrow.words,), 16, fill="background", ink="muted", about=about))
    return [*lines, *boxes.values(), *labels]
