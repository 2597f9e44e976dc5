"""The timeline of an entity: what is said of when, from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.graph import Graph, RelationFilter
from kg.timeline import Moment, timeline
from kg.views import Selection
from viz.charts.made import LEFT, RIGHT, Made, fitted, label, said
from viz.drawing import Box, Item, Join
from viz.style import Style
from viz.words import relation_label

__all__ = ["times"]

MOST, AXIS, WIDE, HIGH = 10, 466.0, 268.0, 96.0
_LANES = (150.0, 684.0, 286.0, 548.0)  # tops of the rows of cards, in turn above and below the axis


def times(graph: Graph, chosen: Selection, where: RelationFilter, style: Style) -> Made:
    """A card for each moment, the best supported where there are too many; what has no date is left out."""
    entity = graph.entity(chosen.entities[0])
    moments = _distinct(timeline(graph, entity.id, where=where), set(chosen.hidden))
    if len(moments) > MOST:
        best = sorted(moments, key=lambda m: (m.told, -m.relation.sources, -m.statement.confidence, m.start))[:MOST]
        moments = [m for m in moments if m in best]
    title = said("timeline", style).format(name=label(entity, style))
    return Made(graph, title, tuple(_drawn(graph, moments, style)), tuple(m.relation for m in moments))


def _distinct(moments: Sequence[Moment], hidden: set[str]) -> list[Moment]:
    seen: dict[tuple[str, str], Moment] = {}
    for moment in moments:
        if not {moment.relation.head, moment.relation.tail} & hidden:
            seen.setdefault((moment.relation.id, moment.start), moment)
    return list(seen.values())


def _drawn(graph: Graph, moments: Sequence[Moment], style: Style) -> list[Item]:
    if not moments:
        return []
    items: list[Item] = [Box("axis", LEFT, AXIS - 2, RIGHT - LEFT, 4, fill="line", about=said("axis", style))]
    step = (RIGHT - LEFT - WIDE) / max(len(moments) - 1, 1)
    for i, moment in enumerate(moments):
        x = LEFT + WIDE / 2 + i * step if len(moments) > 1 else (LEFT + RIGHT) / 2
        items += _card(graph, moment, x, _LANES[i % len(_LANES)], style)
    return items


def _card(graph: Graph, moment: Moment, x: float, top: float, style: Style) -> list[Item]:
    relation = moment.relation
    ends = [label(graph.entity(key), style) for key in (relation.head, relation.tail)]
    words = f"{ends[0]} {relation_label(style.ontology, relation.relation, style.lang)} {ends[1]}"
    day = _day(moment)
    key = f"{relation.id} {moment.start}"
    lines = (day, *fitted(words, WIDE - 18, 17, 3))
    fill = f"tint:{graph.entity(relation.tail).type}"
    card = Box(
        f"card {key}", x - WIDE / 2, top, WIDE, HIGH, lines, 17, form="roundRect", fill=fill, stroke="rule",
        align="start", about=f"{day}: {words}",
    )  # fmt: skip
    dot = Box(f"dot {key}", x - 7, AXIS - 7, 14, 14, form="diamond", fill="text", about=day)
    sides = ("bottom", "top") if top < AXIS else ("top", "bottom")
    join = Join(f"stem {key}", card.key, dot.key, sides, colour="rule", arrow=False, about=day)  # type: ignore[arg-type] # two sides
    return [join, card, dot]


def _day(moment: Moment) -> str:
    """As exactly as it is known: a whole year is its number."""
    start, end = moment.start, moment.end
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return start
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    if first.day == 1 and (last - first).days in range(27, 31) and first.month == last.month:
        return start[:7]
    return start if start == end else f"{start} \u2013 {end}"
