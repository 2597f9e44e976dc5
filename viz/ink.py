"""The few SVG elements that pictures are made of, as text; everything that comes from outside is escaped here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from viz.geometry import Curve, Disc
from viz.theme import Point

__all__ = ["Attributes", "arrow", "clean", "cross", "element", "mixed", "outline", "path", "polygon", "text"]

Attributes = dict[str, str | float | None]

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not allow: control characters, halves of characters, U+FFFE and U+FFFF."""


def clean(words: str) -> str:
    """The words without what no XML file may hold, in one line."""
    return " ".join(FORBIDDEN.sub("\ufffd", words).split())


def element(tag: str, *children: str, **attributes: str | float | None) -> str:
    """An element; None leaves an attribute out, an underscore is a hyphen. Children are markup already.

    >>> element("circle", r=2.5, stroke_width=1.0, fill="<&>")
    '<circle r="2.5" stroke-width="1" fill="&lt;&amp;&gt;"/>'
    """
    given = [f" {_named(name)}={_quoted(value)}" for name, value in attributes.items() if value is not None]
    opened = f"<{tag}{''.join(given)}"
    return f"{opened}>{''.join(children)}</{tag}>" if children else f"{opened}/>"


@lru_cache(maxsize=256)
def _named(attribute: str) -> str:
    return attribute.strip("_").replace("_", "-")


def _quoted(value: str | float) -> str:
    return _quoted_text(value) if isinstance(value, str) else f'"{_number(value)}"'


@lru_cache(maxsize=1024)
def _quoted_text(value: str) -> str:
    return quoteattr(value)


def text(words: str, x: float, y: float, size: float, **attributes: str | float | None) -> str:
    """A line of text whose middle is at the height y."""
    return element("text", escape(clean(words)), x=x, y=y + size * 0.36, font_size=size, **attributes)


def outline(disc: Disc, **attributes: str | float | None) -> str:
    """A node's shape."""
    if not disc.outline:
        return element("circle", cx=disc.x, cy=disc.y, r=disc.radius, **attributes)
    points = [(disc.x + x * disc.radius, disc.y + y * disc.radius) for x, y in disc.outline]
    return element("polygon", points=_points(points), **attributes)


def path(curve: Curve, **attributes: str | float | None) -> str:
    """A line."""
    (ax, ay), (bx, by) = curve.start, curve.end
    bend = f"Q{_number(curve.control[0])} {_number(curve.control[1])} " if curve.bent else "L"
    drawn = f"M{_number(ax)} {_number(ay)}{bend}{_number(bx)} {_number(by)}"
    return element("path", d=drawn, fill="none", **attributes)


def arrow(curve: Curve, size: float) -> list[Point]:
    """The corners of an arrowhead whose tip is the line's end."""
    (x, y), (tip_x, tip_y) = curve.direction(), curve.end
    back_x, back_y, side = tip_x - x * size, tip_y - y * size, size * 0.45
    return [(tip_x, tip_y), (back_x - y * side, back_y + x * side), (back_x + y * side, back_y - x * side)]


def cross(curve: Curve, size: float, **attributes: str | float | None) -> str:
    """A small cross over what is denied, off the middle, where the relation's name stands."""
    x, y = curve.at(0.7)
    strokes = f"M{_number(x - size)} {_number(y - size)}l{_number(2 * size)} {_number(2 * size)}"
    strokes += f"m{_number(-2 * size)} 0l{_number(2 * size)} {_number(-2 * size)}"
    return element("path", d=strokes, fill="none", **attributes)


def polygon(points: Iterable[Point], **attributes: str | float | None) -> str:
    """A filled shape."""
    return element("polygon", points=_points(points), **attributes)


def mixed(first: str, second: str, share: float) -> str:
    """A colour between two, both #RRGGBB; share 0 is the first.

    >>> mixed("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    parts = [(int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * (1 - share) + b * share + 1e-9):02x}" for a, b in parts)


def _points(points: Iterable[Sequence[float]]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
