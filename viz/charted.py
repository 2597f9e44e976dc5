"""A drawing as an SVG picture: how charts are shown on pages, in print and where slides take pictures."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from viz import ink
from viz.caption_lines import cut_lines
from viz.drawing import Box, Drawing, Item, Join
from viz.geometry import Curve
from viz.style import Style
from viz.svg import FONTS

__all__ = ["render"]

TITLE, LEADING, ROUND, AIR = 26.0, 1.22, 8.0, 16.0


def render(
    drawing: Drawing,
    style: Style,
    *,
    framed: bool = True,
    transparent: bool = False,
    size: tuple[float, float] | None = None,
) -> str:
    """The picture, in a frame of its own size unless another is given. The same drawing gives the same text."""
    width, height = drawing.size
    shown = size or drawing.size
    title = ink.clean(drawing.title)
    boxes = drawing.boxes
    box = (0.0, 0.0, width, height) if framed else _around(drawing.items, drawing.size)
    ground = None if transparent else _ground(box, style)
    parts = [ink.element("title", escape(title[:200])), ground, *_items(drawing.items, boxes, style)]
    if framed:
        parts += [*_title(title, style, width), *_items(drawing.foot, boxes, style), _source(drawing, style)]
    return ink.element(
        "svg",
        "\n",
        *(f"{part}\n" for part in parts if part),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=" ".join(f"{length:g}" for length in box),
        width=shown[0],
        height=shown[1],
        lang=style.script,
        role="img",
        font_family=FONTS[style.script],
    )


def _around(items: tuple[Item, ...], size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Left, top, width and height of what is drawn and some air: a frame of another's needs no room for our title."""
    boxes = [item for item in items if isinstance(item, Box)]
    if not boxes:
        return 0.0, 0.0, *size
    left, top = min(b.left for b in boxes) - AIR, min(b.top for b in boxes) - AIR
    right, bottom = max(b.left + b.width for b in boxes) + AIR, max(b.top + b.height for b in boxes) + AIR
    return left, top, right - left, bottom - top


def _ground(box: tuple[float, float, float, float], style: Style) -> str:
    left, top, width, height = box
    return ink.element("rect", x=left, y=top, width=width, height=height, fill=style.colours.background)


def _items(items: tuple[Item, ...], boxes: dict[str, Box], style: Style) -> Iterator[str]:
    for item in items:
        yield _box(item, style) if isinstance(item, Box) else _join(item, boxes, style)


def paint(role: str | None, style: Style) -> str | None:
    """The colour of a role."""
    if role is None:
        return None
    kind, _, name = role.partition(":")
    if not name:
        return str(getattr(style.colours, role))
    fill = style.theme.fills_of([name], style.palette)[name]
    return ink.mixed(fill, style.colours.background, 0.82) if kind == "tint" else fill


def _box(box: Box, style: Style) -> str:
    fill, stroke = paint(box.fill, style), paint(box.stroke, style)
    shape: str | None = None
    if box.form == "diamond":
        corners = [box.site(side) for side in ("top", "right", "bottom", "left")]
        shape = ink.polygon(corners, fill=fill or "none", stroke=stroke)
    elif fill or stroke:
        corner = ROUND if box.form == "roundRect" else box.height / 2 if box.form == "flowChartTerminator" else None
        shape = ink.element(
            "rect",
            x=box.left,
            y=box.top,
            width=box.width,
            height=box.height,
            rx=corner,
            fill=fill or "none",
            stroke=stroke,
            stroke_width=box.thick if stroke else None,
        )
    letter = paint(box.ink, style) or _readable(fill or style.colours.background, style)
    named = ink.element("title", escape(ink.clean(box.about))) if box.about else ""
    return ink.element("g", *(part for part in (named, shape, *_lines(box, letter)) if part))


def _lines(box: Box, letter: str) -> Iterator[str]:
    step = box.size * LEADING
    first = box.top + box.size * 0.9 if box.upper else box.middle[1] - step * (len(box.lines) - 1) / 2
    x = box.middle[0] if box.align == "middle" else box.left + (8 if box.fill else 0)
    for i, line in enumerate(box.lines):
        anchor = "middle" if box.align == "middle" else None
        weight = "600" if box.bold else None
        yield ink.text(line, x, first + i * step, box.size, fill=letter, text_anchor=anchor, font_weight=weight)


def _readable(fill: str, style: Style) -> str:
    """Dark or light letters, whichever stand out more."""
    light = sum(w * int(fill[i : i + 2], 16) for w, i in zip((0.299, 0.587, 0.114), (1, 3, 5), strict=True))
    pair = sorted((style.colours.text, style.colours.background), key=lambda c: int(c[1:3], 16))
    return pair[0] if light > 140 else pair[1]  # noqa: PLR2004 - of 255


def _join(join: Join, boxes: dict[str, Box], style: Style) -> str:
    start, end = (boxes[key].site(side) for key, side in zip((join.start, join.end), join.sides, strict=True))
    curve = Curve(start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end)
    colour = paint(join.colour, style)
    parts = [ink.path(curve, stroke=colour, stroke_width=join.thick, stroke_dasharray=join.dash or None)]
    if join.arrow:
        parts.append(ink.polygon(ink.arrow(curve, 5 + 2 * join.thick), fill=colour))
    if join.back:
        parts.append(ink.polygon(ink.arrow(Curve(end, curve.control, start), 5 + 2 * join.thick), fill=colour))
    return ink.element("g", *parts, opacity=0.5 if join.faint else None)


def _title(title: str, style: Style, width: float) -> Iterator[str]:
    for i, line in enumerate(cut_lines(title, width=(width - 96) / TITLE, most=2)):
        yield ink.text(line, 48, 44 + i * TITLE * 1.25, TITLE, fill=style.colours.text, font_weight="600")


def _source(drawing: Drawing, style: Style) -> str:
    line = cut_lines(drawing.source, width=(drawing.size[0] - 96) / 12.5, most=1)[0]
    return ink.text(line, 48, drawing.size[1] - 26, 12.5, fill=style.colours.muted)
