"""A view as boxes that hold their names, joined by lines from side to side: what slides are made of.

The middles of the boxes are where the same nodes lie in the page and in the SVG picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from urllib.parse import quote

import numpy as np

from viz.caption_lines import cut_lines
from viz.drawing import Box, Drawing, Item, Join
from viz.footing import footing
from viz.frame import Margins, placed
from viz.layout import Layout, text_width
from viz.legend import sources_line
from viz.notes import notes
from viz.routes import Route, routes
from viz.signs import edge_label, edge_words, node_words
from viz.sizes import width as line_width
from viz.slides.look import builtin_look
from viz.stress import Array
from viz.style import Style
from viz.theme import Point
from viz.tidy import separate
from viz.view import Edge, GraphView, Node
from viz.words import name_in, title_in

__all__ = ["FRAME", "MOST_NODES", "centres", "diagram"]

FRAME = Margins(top=92, bottom=104)
"""The same as around the SVG picture."""
MOST_NODES = 20
"""More names than so many cannot be read on a slide."""
LARGEST, SMALLEST = 22.0, 13.0  # pixels of a name; a pixel is 0.6 points on a slide of 13.3 inches
LABEL, LINKED = 17.0, 300  # pixels of a relation's name; characters of an id in a link
LINES = ((12, 2), (8, 3))
"""Characters of a line and lines of a name: as in other pictures, or narrower where that lets it be larger."""
SIDE, AIR, STRAY = 16.0, 10.0, 0.0095
"""Pixels kept free at the sides and between boxes; the share of the width that a box may be moved by."""
PAD = (0.75, 0.62)  # around a name, in its sizes
ROOMY = ("trapezoid", "homePlate", "flowChartPreparation", "flowChartManualOperation", "plaque", "flowChartPunchedCard")
"""Forms with slanted sides, in which a name needs more room."""
PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)


def centres(view: GraphView, style: Style, size: tuple[float, float], layout: Layout | None = None) -> dict[str, Point]:
    """Where the middle of each node lies in a frame."""
    spots = placed(view, style.theme, width=size[0], height=size[1], margins=FRAME, layout=layout)
    return {key: (disc.x, disc.y) for key, disc in spots.discs.items()}


def diagram(
    view: GraphView,
    style: Style,
    *,
    size: tuple[float, float] = (1600.0, 900.0),
    places: Mapping[str, Point] | None = None,
    links: bool = False,
) -> Drawing:
    """The drawing of a view. `places` are middles of its nodes, else they are laid out; `links` makes nodes link."""
    middles = places or centres(view, style, size)
    boxes = _fitted(view, style, middles, size)
    joined = _joined(view, style)
    ways = routes([(edges[0].head, edges[0].tail) for edges in joined], {b.key: b for b in boxes})
    labels = list(_labels(joined, ways, boxes, style))
    title = title_in(view.title, view.kind, style.lang)
    items: tuple[Item, ...] = (
        *_joins(view, joined, ways, style),
        *(_linked(b) if links else b for b in boxes),
        *labels,
    )
    foot = tuple(footing(view, style, size))
    return Drawing(title, items, foot, sources_line(view, style.lang), tuple(notes(view, style)), size)


def _linked(box: Box) -> Box:
    return replace(box, link=f"node={quote(box.key[:LINKED], safe='', errors='replace')}")


def _fitted(view: GraphView, style: Style, middles: Mapping[str, Point], size: tuple[float, float]) -> list[Box]:
    """The nodes as boxes with names as large as they can be, without a box that touches another or moves far."""
    for step, (width, most) in product(range(int(LARGEST - SMALLEST) + 1), LINES):
        boxes = _apart(list(_boxes(view, style, middles, LARGEST - step, width, most)), size)
        if boxes is not None:
            return boxes
    return list(_boxes(view, style, middles, SMALLEST, *LINES[-1]))


def _apart(boxes: list[Box], size: tuple[float, float]) -> list[Box] | None:
    """The boxes pushed apart and into the frame, or None where one would have to leave its place."""
    if not boxes:
        return boxes
    middles, extents = np.array([b.middle for b in boxes]), np.array([(b.width, b.height) for b in boxes])
    low = np.array([(SIDE, FRAME.top)]) + extents / 2
    high = np.array([(size[0] - SIDE, size[1] - FRAME.bottom * 0.8)]) - extents / 2
    moved = np.clip(separate(middles, extents + AIR, rounds=40), low, np.maximum(low, high))
    over = np.abs(moved[:, None] - moved[None]) < (extents[:, None] + extents[None]) / 2 + AIR / 2
    meets = over.all(2)
    np.fill_diagonal(meets, val=False)
    if meets.any() or np.abs(moved - middles).max() > STRAY * size[0]:
        return None
    return [
        replace(b, left=float(x - b.width / 2), top=float(y - b.height / 2))
        for b, (x, y) in zip(boxes, moved, strict=True)
    ]


def _boxes(
    view: GraphView, style: Style, middles: Mapping[str, Point], letter: float, width: float, most: int
) -> Iterator[Box]:
    forms = builtin_look().forms_of(node.type for node in view.nodes)
    for node in view.nodes:
        lines = cut_lines(name_in(node.name, node.names, style.lang), width=width, most=most)
        wide = max(text_width(line, letter) for line in lines) + 2 * PAD[0] * letter
        if forms[node.type] in ROOMY:
            wide += 0.9 * letter
        high = (1.22 * len(lines) + PAD[1]) * letter
        x, y = middles[node.id]
        yield _box(node, style, lines, letter, (x - wide / 2, y - high / 2, wide, high), view)


def _box(
    node: Node, style: Style, lines: tuple[str, ...], letter: float, box: tuple[float, ...], view: GraphView
) -> Box:
    left, top, wide, high = box
    about = node.id in view.focus
    return Box(
        key=node.id,
        left=left,
        top=top,
        width=wide,
        height=high,
        lines=lines,
        size=letter,
        form=builtin_look().forms_of([node.type])[node.type],
        fill=f"type:{node.type}",
        stroke="text" if about else None,
        thick=3.0 if about else 1.0,
        ink=None,
        bold=about,
        about=node_words(node, style),
    )


def _joined(view: GraphView, style: Style) -> list[list[Edge]]:
    """Relations that are one line: of the same two nodes, the same way, said in the same mood."""
    together: dict[tuple[str, str, str], list[Edge]] = {}
    for edge in view.edges:
        if edge.head == edge.tail:
            continue
        ends = (edge.head, edge.tail)
        if _symmetric(edge, style):
            ends = min(ends), max(ends)
        together.setdefault((*ends, f"{edge.modality.value}{_symmetric(edge, style)}"), []).append(edge)
    return list(together.values())


def _symmetric(edge: Edge, style: Style) -> bool:
    return edge.relation in style.ontology.relations and style.ontology.relations[edge.relation].symmetric


def _joins(view: GraphView, joined: Sequence[Sequence[Edge]], ways: Sequence[Route], style: Style) -> Iterator[Join]:
    names = {node.id: name_in(node.name, node.names, style.lang) for node in view.nodes}
    for edges, way in zip(joined, ways, strict=True):
        first = edges[0]
        line = style.theme.modalities[first.modality.value]
        yield Join(
            key=first.id,
            start=first.head,
            end=first.tail,
            sides=way.sides,
            thick=max(line_width(edge) for edge in edges),
            dash=line.dash,
            faint=line.opacity < 0.7,  # noqa: PLR2004 - what is only reported
            arrow=not _symmetric(first, style),
            about="; ".join(edge_words(edge, names, style) for edge in edges),
        )


@dataclass(frozen=True, slots=True)
class _Room:
    """What is taken: boxes as left, top, right, bottom, and lines as x, y, x, y."""

    boxes: Array
    lines: Array

    def best(self, way: Route, number: int, wide: float, high: float) -> tuple[float, float]:
        """Where on its own line, else beside it, a label of this size is in nobody's way."""
        (ax, ay), (bx, by) = way.start, way.end
        long = max(float(np.hypot(bx - ax, by - ay)), 1.0)
        away = abs(by - ay) / long * wide / 2 + abs(bx - ax) / long * high / 2 + 2
        dx, dy = away * (ay - by) / long, away * (bx - ax) / long
        low: list[tuple[float, tuple[float, float]]] = []
        for aside, (turn, t) in product((0, 1, -1), enumerate(PLACES)):
            x, y = way.at(t)
            x, y = x + aside * dx, y + aside * dy
            box = np.array([x - wide / 2, y - high / 2, x + wide / 2, y + high / 2])
            cost = 100 * _covers(box, self.boxes) + 8 * _crossed(box, self.lines, number) + turn + 7 * abs(aside)
            low.append((cost, (x, y)))
        return min(low)[1]


def _covers(box: Array, others: Array) -> float:
    size = np.clip(np.minimum(box[2:], others[:, 2:]) - np.maximum(box[:2], others[:, :2]), 0, None)
    return float((size.prod(1) > 0).sum())


def _crossed(box: Array, lines: Array, own: int) -> int:
    t = np.linspace(0, 1, 60)[:, None, None]
    spots = lines[None, :, :2] * (1 - t) + lines[None, :, 2:] * t
    inside = ((spots > box[:2]) & (spots < box[2:])).all(2).any(0)
    return int(np.delete(inside, own).sum())


def _labels(
    joined: Sequence[Sequence[Edge]], ways: Sequence[Route], boxes: Sequence[Box], style: Style
) -> Iterator[Box]:
    taken = [(b.left, b.top, b.left + b.width, b.top + b.height) for b in boxes]
    lines = np.array([(*way.start, *way.end) for way in ways]).reshape(-1, 4)
    for number, (edges, way) in enumerate(zip(joined, ways, strict=True)):
        words = edge_label(edges, style)
        wide, high = text_width(words, LABEL) + 8, LABEL * 1.35
        x, y = _Room(np.array(taken), lines).best(way, number, wide, high)
        taken.append((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))
        yield Box(
            key=f"label {edges[0].id}",
            left=x - wide / 2,
            top=y - high / 2,
            width=wide,
            height=high,
            lines=(words,),
            size=LABEL,
            fill="background",
            ink="muted",
            about=words,
        )
