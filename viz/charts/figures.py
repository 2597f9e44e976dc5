"""Figures compared: bars for what has the same unit and measures the same, or at least the same unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.graph import EntityRecord, Graph, Relation, RelationFilter
from kg.model import Modality
from kg.views import Selection
from viz.charts.made import BOTTOM, LEFT, RIGHT, TOP, Made, fitted, label, said
from viz.drawing import Box, Item
from viz.layout import text_width
from viz.style import Style

__all__ = ["figures"]

MOST = 12
NAMES, HIGHEST = 380.0, 54.0  # pixels: width of names, height of a bar with its gap


@dataclass(frozen=True, slots=True)
class _Figure:
    relation: Relation
    owner: EntityRecord
    metric: EntityRecord
    value: float
    aspect: str


def figures(graph: Graph, chosen: Selection, where: RelationFilter, style: Style) -> Made:
    """The figures of the chosen entities, or of all, that can be compared: the unit that most of them have.

    A question names what is measured or the unit, where several could be shown. The longest bar is the greatest value.
    """
    found = list(_found(graph, chosen, where))
    unit, shown = _comparable(found, chosen.question)
    shown = sorted(shown, key=lambda f: (-f.value, f.owner.id, f.metric.id))[:MOST]
    title = said("figures", style).format(unit=unit)
    return Made(graph, title, tuple(_bars(shown, style)), tuple(f.relation for f in shown))


def _found(graph: Graph, chosen: Selection, where: RelationFilter) -> Iterator[_Figure]:
    wanted = {graph.entity(key).id for key in chosen.entities}
    narrow = RelationFilter(
        frozenset({"has_metric"}), where.modalities, frozenset(), where.since, where.until, where.source
    )
    for relation in graph.relations(where=narrow):
        if (wanted and relation.head not in wanted) or relation.modality is Modality.NEGATED:
            continue
        metric, owner = graph.entity(relation.tail), graph.entity(relation.head)
        if metric.quantity and metric.quantity.value > 0 and not {metric.id, owner.id} & set(chosen.hidden):
            aspects = [s.aspect for s in graph.statements(relation.id) if s.aspect]
            aspect = metric.quantity.measures or next(iter(aspects), "")
            yield _Figure(relation, owner, metric, metric.quantity.value, aspect)


def _comparable(found: Sequence[_Figure], wanted: str) -> tuple[str, list[_Figure]]:
    by: dict[str, list[_Figure]] = defaultdict(list)
    for figure in found:
        quantity = figure.metric.quantity
        by[(quantity.currency or quantity.unit) if quantity else ""].append(figure)
    if wanted:
        named = [f for f in found if wanted in f.aspect or wanted in f.metric.name]
        units = {unit for unit, figures_ in by.items() if set(named) & set(figures_)}
        by = {unit: [f for f in by[unit] if f in named] for unit in units or set()} or by
    if not by:
        return "", []
    return max(by.items(), key=lambda item: (len(item[1]), item[0]))


def _bars(shown: Sequence[_Figure], style: Style) -> list[Item]:
    items: list[Item] = []
    if not shown:
        return items
    high = min(HIGHEST, (BOTTOM - TOP) / len(shown))
    longest, room = max(f.value for f in shown), RIGHT - LEFT - NAMES - 190
    for i, figure in enumerate(shown):
        top = TOP + 8 + i * high
        name = label(figure.owner, style) + (f" \u00b7 {figure.aspect}" if figure.aspect else "")
        lines = fitted(name, NAMES - 24, 17, 1)
        items.append(
            Box(f"name {figure.relation.id}", LEFT, top, NAMES - 12, high - 10, lines, 17, align="start", about=name)
        )
        wide = max(room * figure.value / longest, 2)
        value = label(figure.metric, style)
        fill = f"type:{figure.owner.type}"
        items.append(
            Box(f"bar {figure.relation.id}", LEFT + NAMES, top, wide, high - 10, fill=fill, about=f"{name}: {value}")
        )
        place = (LEFT + NAMES + wide + 10, top, text_width(value, 17) + 12, high - 10)
        items.append(Box(f"value {figure.relation.id}", *place, (value,), 17, bold=True, align="start", about=value))
    return items
