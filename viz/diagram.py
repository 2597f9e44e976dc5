"""A view as boxes that hold their names, joined by lines from side to side: what slides are made of.

The middles of the boxes are where the same nodes lie in the page and in the SVG picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from urllib.parse import quote

import numpy as np

from viz.caption_lines import cut_lines
from viz.drawing import Box, Drawing, Item
from viz.footing import footing
from viz.frame import Margins, placed
from viz.layout import Layout, text_width
from viz.legend import sources_line
from viz.line_joins import joined
from viz.line_labels import labels
from viz.notes import notes
from viz.signs import node_words
from viz.slides.look import builtin_look
from viz.style import Style
from viz.theme import Point
from viz.tidy import separate
from viz.view import GraphView, Node
from viz.words import name_in, title_in

__all__ = ["FRAME", "MOST_NODES", "centres", "diagram"]

FRAME = Margins(top=92, bottom=104)
"""The same as around the SVG picture."""
MOST_NODES = 20
"""More names than so many cannot be read on a slide."""
LARGEST, SMALLEST = 22.0, 13.0  # pixels of a name; a pixel is 0.6 points on a slide of 13.3 inches
LINKED = 300  # characters of an id in a link
LINES = ((12, 2), (8, 3))
"""Characters of a line and lines of a name: as in other pictures, or narrower where that lets it be larger."""
SIDE, AIR, STRAY = 16.0, 10.0, 0.0095
"""Pixels kept free at the sides and between boxes; the share of the width that a box may be moved by."""
PAD = (0.75, 0.62)  # around a name, in its sizes
ROOMY = ("flowChartDelay", "flowChartDisplay", "flowChartPreparation", "homePlate", "plaque")
"""Forms with slanted or round sides, in which a name needs more room."""


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
    lines = joined(view, {box.key: box for box in boxes}, style)
    title = title_in(view.title, view.kind, style.lang)
    names = {node.id: name_in(node.name, node.names, style.lang) for node in view.nodes}
    items: tuple[Item, ...] = (
        *(line.drawn(names, style) for line in lines),
        *(_linked(b) if links else b for b in boxes),
        *labels(lines, boxes, style),
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
        yield _box(
            node,
            style,
            lines,
            letter,
            (x - wide / 2, y - high / 2, wide, high),
            forms[node.type],
            about=node.id in view.focus,
        )


def _box(
    node: Node, style: Style, lines: tuple[str, ...], letter: float, box: tuple[float, ...], form: str, *, about: bool
) -> Box:
    left, top, wide, high = box
    return Box(
        key=node.id,
        left=left,
        top=top,
        width=wide,
        height=high,
        lines=lines,
        size=letter,
        form=form,
        fill=f"type:{node.type}",
        stroke="text" if about else None,
        thick=3.0 if about else 1.0,
        ink=None,
        bold=about,
        about=node_words(node, style),
    )
