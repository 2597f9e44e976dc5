"""A drawing on a slide: boxes and lines as PowerPoint's own shapes, lines glued to the boxes they join."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pptx.oxml import parse_xml

from viz.drawing import Box, Item, Join
from viz.slides.look import builtin_look
from viz.slides.theme import DeckTheme
from viz.slides.xml import SPACES, properties, run, solid

__all__ = ["Canvas"]

_ROLES = {
    "text": "tx1",
    "background": "bg1",
    "surface": "bg1",
    "line": "tx1 +50",
    "muted": "tx1 +35",
    "rule": "bg1 -20",
    "raised": "bg1 -5",
    "accent": "accent1",
    "mark": "accent2 +80",
    "warning": "accent6",
}
_LANGUAGES = {"zh-Hant": "zh-TW", "zh-Hans": "zh-CN", "en": "zh-TW"}
_DASHES = {"": "solid", "9 5": "dash", "2 4": "sysDot"}
_ALIGN = {"middle": "ctr", "start": "l"}
_RIGID = frozenset({"legend", "label"})
"""First words of keys that are not things: they do not move from slide to slide."""


@dataclass(slots=True)
class Canvas:
    """A slide that is drawn on. `scale` is EMU for a pixel, `corner` where the frame's begins, in EMU.

    `live` is the address of the live view, `fills` the theme's colour for each entity type that is drawn.
    """

    slide: Any
    theme: DeckTheme
    scale: float
    lang: str
    fills: Mapping[str, str]
    live: str | None = None
    corner: tuple[float, float] = (0.0, 0.0)
    numbers: dict[str, int] = field(default_factory=dict)

    def draw(self, items: Iterable[Item], boxes: Mapping[str, Box]) -> None:
        """Draw items in their order; `boxes` are all that lines may join."""
        every = list(items)
        for item in every:
            if isinstance(item, Box):
                self.numbers[item.key] = self._next()
        for item in every:
            self._put(self.slide.shapes._spTree, item, boxes)  # noqa: SLF001 - the way to add what it has no call for

    def group(self, items: Iterable[Item], boxes: Mapping[str, Box], name: str) -> None:
        """Draw items as one group, which is moved as one."""
        every = list(items)
        if not every:
            return
        extent = self._extent([item for item in every if isinstance(item, Box)])
        number = self._next()
        for item in every:
            if isinstance(item, Box):
                self.numbers[item.key] = self._next()
        left, top, wide, high = extent
        place = f'<a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/>'
        inner = place.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
        group = parse_xml(
            f"<p:grpSp {SPACES}><p:nvGrpSpPr>{properties('cNvPr', number, name, name, None)}<p:cNvGrpSpPr/><p:nvPr/>"
            f"</p:nvGrpSpPr><p:grpSpPr><a:xfrm>{place}{inner}</a:xfrm></p:grpSpPr></p:grpSp>"
        )
        self.slide.shapes._spTree.append(group)  # noqa: SLF001 - as above
        for item in every:
            self._put(group, item, boxes)

    def _put(self, parent: Any, item: Item, boxes: Mapping[str, Box]) -> None:
        parent.append(parse_xml(self._box(item) if isinstance(item, Box) else self._join(item, boxes)))

    def _next(self) -> int:
        self.numbers.setdefault("", 100)
        self.numbers[""] += 1
        return self.numbers[""]

    def _extent(self, boxes: list[Box]) -> tuple[int, int, int, int]:
        left, top = min(b.left for b in boxes), min(b.top for b in boxes)
        right, bottom = max(b.left + b.width for b in boxes), max(b.top + b.height for b in boxes)
        return self._x(left), self._y(top), self._emu(right - left), self._emu(bottom - top)

    def _emu(self, pixels: float) -> int:
        return round(pixels * self.scale)

    def _x(self, pixels: float) -> int:
        return round(self.corner[0] + pixels * self.scale)

    def _y(self, pixels: float) -> int:
        return round(self.corner[1] + pixels * self.scale)

    def _colour(self, role: str | None) -> str | None:
        """The theme's colour for a role."""
        if role is None:
            return None
        kind, _, name = role.partition(":")
        if not name:
            return _ROLES[role]
        fill = self.fills[name]
        return f"{fill.partition(' ')[0]} +80" if kind == "tint" else fill

    def _box(self, box: Box) -> str:
        fill = self._colour(box.fill)
        large = box.bold and box.size * self.scale >= 14 * 12700  # points
        ink = self._colour(box.ink) or self.theme.on(fill or "bg1", large=large)
        address = f"{self.live}#{box.link}" if self.live and box.link else None
        link = self.slide.part.relate_to(address, _HYPERLINK, is_external=True) if address else None
        name = box.key if box.key.split(" ")[0] in _RIGID else f"!!{box.key}"
        stroke = f'<a:ln w="{self._emu(box.thick)}">{solid(self._colour(box.stroke))}</a:ln>' if box.stroke else ""
        place = f'<a:off x="{self._x(box.left)}" y="{self._y(box.top)}"/>'
        extent = f'<a:ext cx="{max(self._emu(box.width), 1)}" cy="{max(self._emu(box.height), 1)}"/>'
        return (
            f"<p:sp {SPACES}><p:nvSpPr>{properties('cNvPr', self.numbers[box.key], name, box.about, link)}"
            f"<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{place}{extent}</a:xfrm>"
            f'<a:prstGeom prst="{box.form}"><a:avLst/></a:prstGeom>{solid(fill)}{stroke or "<a:ln><a:noFill/></a:ln>"}'
            f"</p:spPr>{self._words(box, ink)}</p:sp>"
        )

    def _words(self, box: Box, ink: str) -> str:
        faces = ("+mn-lt", "+mn-ea" if self.theme.east_asian else builtin_look().fonts[self._script], "+mn-cs")
        size = round(box.size * self.scale / 127)
        runs = [run(line, ink, size=size, bold=box.bold, lang=_LANGUAGES[self.lang], faces=faces) for line in box.lines]
        inset = self._emu(8 if box.align == "start" and box.fill else 1)
        across, down = builtin_look().insets.get(box.form, (0.0, 0.0))
        left = inset + self._emu(across * box.width)
        top, anchor = (inset, "t") if box.upper else (self._emu(down * box.height), "ctr")
        return (
            f'<p:txBody><a:bodyPr wrap="none" lIns="{left}" tIns="{top}" rIns="{inset}" bIns="0" '
            f'rtlCol="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/><a:p>'
            f'<a:pPr algn="{_ALIGN[box.align]}"/>{"<a:br/>".join(runs)}</a:p></p:txBody>'
        )

    @property
    def _script(self) -> str:
        return "zh-Hans" if self.lang == "zh-Hans" else "zh-Hant"

    def _join(self, join: Join, boxes: Mapping[str, Box]) -> str:
        ends = boxes[join.start], boxes[join.end]
        (ax, ay), (bx, by) = (box.site(side) for box, side in zip(ends, join.sides, strict=True))
        flips = "".join(f' {name}="1"' for name, turned in (("flipH", bx < ax), ("flipV", by < ay)) if turned)
        place = f'<a:off x="{self._x(min(ax, bx))}" y="{self._y(min(ay, by))}"/>'
        extent = f'<a:ext cx="{self._emu(abs(bx - ax))}" cy="{self._emu(abs(by - ay))}"/>'
        glue = "".join(
            f'<a:{tag} id="{self.numbers[box.key]}" idx="{builtin_look().sites.index(side)}"/>'
            for tag, box, side in zip(("stCxn", "endCxn"), ends, join.sides, strict=True)
        )
        return (
            f"<p:cxnSp {SPACES}><p:nvCxnSpPr>{properties('cNvPr', self._next(), join.key, join.about, None)}"
            f"<p:cNvCxnSpPr>{glue}</p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr><p:spPr><a:xfrm{flips}>{place}{extent}</a:xfrm>"
            f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{self._line(join)}</p:spPr></p:cxnSp>'
        )

    def _line(self, join: Join) -> str:
        stroke = "tx1 +75" if join.faint else (self._colour(join.colour) or "tx1")
        head = '<a:headEnd type="triangle" w="med" len="med"/>' if join.back else ""
        head += '<a:tailEnd type="triangle" w="med" len="med"/>' if join.arrow else ""
        return (
            f'<a:ln w="{self._emu(join.thick)}">{solid(stroke)}<a:prstDash val="{_DASHES.get(join.dash, "dash")}"/>'
            f"<a:round/>{head}</a:ln>"
        )


_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
