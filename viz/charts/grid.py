"""Tables of companies: what rivals have, side by side, and who takes which strategy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from kg.errors import InvalidRequest
from kg.graph import EntityRecord, Graph, Relation, RelationFilter
from kg.model import Modality
from kg.profile import Section, sections
from kg.views import Selection
from viz.charts.made import BOTTOM, LEFT, RIGHT, TOP, Made, cell, heading, label, largest, said
from viz.drawing import Item
from viz.style import Style
from viz.words import words

__all__ = ["companies_of", "rivals", "strategies"]

ROWS = ("products", "strategies", "markets", "strengths", "weaknesses", "figures", "partners")
MOST_COLUMNS, MOST_ROWS, IN_CELL = 5, 10, 4
HEAD, SIDE = 44.0, 190.0  # pixels: height of column heads, width of row heads
LARGEST, SMALLEST = 22.0, 15.0  # pixels of what a cell says
_TOLD = frozenset(Modality) - {Modality.NEGATED}


def companies_of(graph: Graph, chosen: Selection, where: RelationFilter, most: int) -> list[EntityRecord]:
    """The entities that a chart compares: those chosen; of a single one its rivals too; of none the best known."""
    named = [graph.entity(key) for key in chosen.entities]
    if len(named) == 1:
        rival = RelationFilter(
            frozenset({"competes_with", "outperforms"}), where.modalities, frozenset({named[0].type})
        )
        others = (r.tail if r.head == named[0].id else r.head for r in graph.relations(named[0].id, where=rival))
        named += [graph.entity(key) for key in dict.fromkeys(others)]
    if not named:
        named = list(islice(graph.entities(type="Company"), most))
    return list({e.id: e for e in named if e.id not in chosen.hidden}.values())[:most]


def rivals(graph: Graph, chosen: Selection, where: RelationFilter, style: Style) -> Made:
    """The competitor matrix: a column for each company, a row for each kind of thing that is said of them."""
    columns = companies_of(graph, chosen, where, MOST_COLUMNS)
    rows = [s for key in ROWS for s in sections() if s.id == key]
    found = {(s.id, e.id): _lines(graph, e, s, where) for s in rows for e in columns}
    rows = [s for s in rows if any(found[s.id, e.id] for e in columns)]
    texts = [[[label(other, style) for _, other in found[s.id, e.id]] for e in columns] for s in rows]
    heads = [s.labels[style.lang] for s in rows]
    relations = tuple(r for lines in found.values() for r, _ in lines)
    return Made(graph, said("rivals", style), tuple(_table(columns, heads, texts, style)), relations)


def _lines(
    graph: Graph, entity: EntityRecord, section: Section, where: RelationFilter
) -> list[tuple[Relation, EntityRecord]]:
    narrow = RelationFilter(
        frozenset(section.relations), where.modalities or _TOLD, section.types, where.since, where.until, where.source,
        where.min_confidence,
    )  # fmt: skip
    found = graph.relations(entity.id, direction=section.direction, where=narrow)
    return [(r, graph.entity(r.tail if r.head == entity.id else r.head)) for r in islice(found, IN_CELL)]


def strategies(graph: Graph, chosen: Selection, where: RelationFilter, style: Style) -> Made:
    """Who takes which strategy: a row for each strategy, the most taken first, a column for each company."""
    pursued = RelationFilter(
        frozenset({"pursues"}), where.modalities, frozenset(), where.since, where.until, where.source
    )
    relations = list(graph.relations(where=pursued))
    columns = companies_of(graph, chosen, where, MOST_COLUMNS) if chosen.entities else _pursuers(graph, relations)
    ids = {e.id for e in columns}
    mine = [r for r in relations if r.head in ids and r.tail not in chosen.hidden]
    order = [key for key, _ in sorted(Counter(r.tail for r in mine).items(), key=lambda kv: (-kv[1], kv[0]))][
        :MOST_ROWS
    ]
    moods = words("modalities", style.lang)
    by = {(r.tail, r.head): _sign(r, moods) for r in mine}
    texts = [[[by[key, e.id]] if (key, e.id) in by else [] for e in columns] for key in order]
    heads = [label(graph.entity(key), style) for key in order]
    shown = tuple(r for r in mine if r.tail in order)
    return Made(graph, said("strategies", style), tuple(_table(columns, heads, texts, style, marks=True)), shown)


def _pursuers(graph: Graph, relations: Sequence[Relation]) -> list[EntityRecord]:
    counted = Counter(r.head for r in relations)
    ranked = sorted(counted.items(), key=lambda kv: (-kv[1], kv[0]))
    return [graph.entity(key) for key, _ in ranked[:MOST_COLUMNS]]


def _sign(relation: Relation, moods: dict[str, str]) -> str:
    if relation.modality is Modality.NEGATED:
        return f"\u2715 {moods['negated']}"
    return "\u25cf" if relation.modality is Modality.ASSERTED else f"\u25cb {moods[relation.modality.value]}"


def _table(
    columns: Sequence[EntityRecord],
    heads: Sequence[str],
    texts: Sequence[Sequence[Sequence[str]]],
    style: Style,
    *,
    marks: bool = False,
) -> list[Item]:
    if not columns or not heads:
        return []
    if len(columns) > MOST_COLUMNS:
        raise InvalidRequest(f"{len(columns)} columns have no room.", hint=f"Choose at most {MOST_COLUMNS}.")
    wide = (RIGHT - LEFT - SIDE) / len(columns)
    size = _letter(texts, wide)
    heights = _heights(texts, size)
    boxes = [(LEFT + SIDE + i * wide + 2, TOP, wide - 4, HEAD) for i in range(len(columns))]
    items: list[Item] = [
        heading(f"head {e.id}", label(e, style), box, f"type:{e.type}", size=20)
        for e, box in zip(columns, boxes, strict=True)
    ]
    top = TOP + HEAD + 4
    for head, row, height in zip(heads, texts, heights, strict=True):
        items.append(heading(f"row {head}", head, (LEFT, top, SIDE - 4, height - 4), size=18))
        for i, values in enumerate(row):
            box = (LEFT + SIDE + i * wide + 2, top, wide - 4, height - 4)
            items.append(cell(f"cell {head} {columns[i].id}", list(values), box, size=size, middle=marks))
        top += height
    return items


def _letter(texts: Sequence[Sequence[Sequence[str]]], wide: float) -> float:
    """The largest letter in which all cells show all that they say."""
    for size in range(int(LARGEST), int(SMALLEST), -1):
        heights = _heights(texts, size)
        cells = [(values, wide - 4, height - 4) for row, height in zip(texts, heights, strict=True) for values in row]
        if largest(cells, size, size - 1) == size:
            return size
    return SMALLEST


def _heights(texts: Sequence[Sequence[Sequence[str]]], size: float) -> list[float]:
    """Of each row, by how much it says, as high as there is room."""
    wanted = [max(1, *(len(values) for values in row)) * size * 1.28 + 16 for row in texts]
    room = BOTTOM - TOP - HEAD - 4
    scale = min(room / sum(wanted), 1.9)
    return [height * scale for height in wanted]
