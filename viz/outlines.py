"""An SVG picture whose letters are shapes: it looks the same where the font is missing. The only use of fontTools.

A font is opened in 0.3 s, once; from then on a picture of 60 nodes takes a few milliseconds.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.sax.saxutils import unescape

from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from viz.fonts import Face, check_fonts, chinese_face
from viz.ink import element

__all__ = ["drawn", "outlined"]

_TEXT = re.compile(r"<text ([^>]*)>([^<]*)</text>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_NOT_KEPT = {"x", "y", "font-size", "font-weight", "text-anchor"}
_BOLD = 600
_MOST_SHAPES = 20_000
"""Letters of one size that a font keeps: about 10 MB."""


def outlined(picture: str) -> str:
    """The picture with every text drawn as one shape; what it says stands beside it for who cannot see.

    InvalidRequest where this machine has no Chinese font. A character that the font lacks becomes its empty box.
    """
    return _replaced(picture, lambda _font, _words: True)


def drawn(picture: str) -> str:
    """The same for what draws the picture at once: texts that need another font, or marks put together, stay texts.

    A text costs resvg 3 ms, as it reads the Chinese font for each anew; a shape costs it 0.2 ms.
    """
    return _replaced(picture, lambda font, words: font.has(words))


def _replaced(picture: str, wanted: Callable[[_Font, str], bool]) -> str:
    check_fonts()
    script = "zh-Hans" if re.search(r'<svg[^>]* lang="zh-Hans"', picture) else "zh-Hant"
    return _TEXT.sub(lambda match: _shape(match, script, wanted), picture)


def _shape(match: re.Match[str], script: str, wanted: Callable[[_Font, str], bool]) -> str:
    given = {name: unescape(value, {"&quot;": '"'}) for name, value in _ATTRIBUTE.findall(match[1])}
    words = unescape(match[2])
    bold = int(given.get("font-weight", "400")) >= _BOLD
    face = chinese_face(script, bold=bold)
    assert face is not None  # noqa: S101 - for mypy; check_fonts saw to it
    font, size = _font(face), float(given["font-size"])
    if not wanted(font, words):
        return match[0]
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
    shapes: dict[tuple[str, float], str] = field(default_factory=dict)

    def has(self, words: str) -> bool:
        """Whether it can draw them letter by letter."""
        return all(ord(c) in self.names and not unicodedata.combining(c) for c in words)

    def width(self, words: str, size: float) -> float:
        return sum(self._advance(c) for c in words) * size / self.units

    def path(self, words: str, x: float, y: float, size: float) -> str:
        parts = []
        for character in words:
            if shape := self._shape(character, size):
                parts.append(f"M{x:.2f} {y:.2f}{shape}")
            x += self._advance(character) * size / self.units
        return "".join(parts)

    def _shape(self, character: str, size: float) -> str:
        """The letter's outline, from where it stands."""
        key = character, size
        if key not in self.shapes:
            if len(self.shapes) >= _MOST_SHAPES:
                self.shapes.clear()
            pen, scale = _Steps(self.glyphs), size / self.units
            self.glyphs[self._name(character)].draw(TransformPen(pen, (scale, 0, 0, -scale, 0, 0)))
            self.shapes[key] = "".join(pen.steps)
        return self.shapes[key]

    def _name(self, character: str) -> str:
        return self.names.get(ord(character), ".notdef")

    def _advance(self, character: str) -> int:
        name = self._name(character)
        if name not in self.widths:
            self.widths[name] = self.glyphs[name].width
        return self.widths[name]


class _Steps(BasePen):  # type: ignore[misc] # fontTools has no types
    """Writes an outline as steps from point to point, so that the same text draws the letter anywhere."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.steps: list[str] = []
        self._here = self._first = (0, 0)

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name, as below
        self._step("m", point)
        self._first = self._here

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._step("l", point)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._step("c", *points)

    def _qCurveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._step("q", *points)

    def _closePath(self) -> None:  # noqa: N802
        self.steps.append("z")
        self._here = self._first

    def _step(self, command: str, *points: tuple[float, float]) -> None:
        """In hundredths of a pixel that are rounded before they are subtracted: no error adds up."""
        rounded = [(round(x * 100), round(y * 100)) for x, y in points]
        ways = (f"{(p - h) / 100:g}" for point in rounded for p, h in zip(point, self._here, strict=True))
        self.steps.append(command + " ".join(ways))
        self._here = rounded[-1]


@cache
def _font(face: Face) -> _Font:
    font = TTFont(io.BytesIO(face.path.read_bytes()), fontNumber=face.number, lazy=True)
    return _Font(font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm)
