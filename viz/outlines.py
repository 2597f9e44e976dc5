"""An SVG picture whose letters are shapes: it looks the same where the font is missing. The only use of fontTools."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.sax.saxutils import unescape

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from viz.fonts import Face, check_fonts, chinese_face
from viz.ink import element

__all__ = ["outlined"]

_TEXT = re.compile(r"<text ([^>]*)>([^<]*)</text>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_NOT_KEPT = {"x", "y", "font-size", "font-weight", "text-anchor"}
_BOLD = 600


def outlined(picture: str) -> str:
    """The picture with every text drawn as one shape; what it says stands beside it for who cannot see.

    InvalidRequest where this machine has no Chinese font. A character that the font lacks becomes its empty box.
    """
    check_fonts()
    script = "zh-Hans" if re.search(r'<svg[^>]* lang="zh-Hans"', picture) else "zh-Hant"
    return _TEXT.sub(lambda match: _shape(match, script), picture)


def _shape(match: re.Match[str], script: str) -> str:
    given = {name: unescape(value, {"&quot;": '"'}) for name, value in _ATTRIBUTE.findall(match[1])}
    words = unescape(match[2])
    bold = int(given.get("font-weight", "400")) >= _BOLD
    face = chinese_face(script, bold=bold)
    assert face is not None  # noqa: S101 - for mypy; check_fonts saw to it
    font, size = _font(face), float(given["font-size"])
    start = float(given["x"]) - (font.width(words, size) / 2 if given.get("text-anchor") == "middle" else 0)
    kept: dict[str, str | float | None] = {
        name.replace("-", "_"): value for name, value in given.items() if name not in _NOT_KEPT
    }
    return element("path", d=font.path(words, start, float(given["y"]), size), aria_label=words, **kept)


@dataclass(slots=True)
class _Font:
    """A font and the shapes that were asked of it."""

    glyphs: Any
    names: dict[int, str]
    units: int
    widths: dict[str, int] = field(default_factory=dict)

    def width(self, words: str, size: float) -> float:
        return sum(self._advance(c) for c in words) * size / self.units

    def path(self, words: str, x: float, y: float, size: float) -> str:
        pen = SVGPathPen(self.glyphs, ntos=lambda v: f"{v:.1f}".removesuffix(".0"))
        scale = size / self.units
        for character in words:
            self.glyphs[self._name(character)].draw(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
            x += self._advance(character) * scale
        return str(pen.getCommands())

    def _name(self, character: str) -> str:
        return self.names.get(ord(character), ".notdef")

    def _advance(self, character: str) -> int:
        name = self._name(character)
        if name not in self.widths:
            self.widths[name] = self.glyphs[name].width
        return self.widths[name]


@cache
def _font(face: Face) -> _Font:
    font = TTFont(io.BytesIO(face.path.read_bytes()), fontNumber=face.number, lazy=True)
    return _Font(font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm)
