"""The colours and fonts of a deck's theme: read to see what can be read on what, written where the deck is our own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from viz.slides.look import builtin_look
from viz.theme import Palette, builtin_theme

__all__ = ["DeckTheme", "of_deck", "own_colours"]

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MAPPED = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}
_THEME = "/theme"
LARGE = 3.0
"""The contrast that bold letters of 14 points need."""


@dataclass(frozen=True, slots=True)
class DeckTheme:
    """Colours by name as RRGGBB, and whether the theme says an East Asian font."""

    colours: Mapping[str, str]
    east_asian: bool

    def on(self, fill: str, *, large: bool = False) -> str:
        """Which of the theme's two text colours is better read on a fill; the light one where large it can be read."""
        ground = _light(self._mixed(fill))
        light, dark = (_light(self.colours.get(_MAPPED[name], "FFFFFF")) for name in ("bg1", "tx1"))
        if large and _contrast(ground, light) >= LARGE:
            return "bg1"
        return "bg1" if _contrast(ground, light) > _contrast(ground, dark) else "tx1"

    def _mixed(self, fill: str) -> str:
        base, _, change = fill.partition(" ")
        value = self.colours.get(_MAPPED.get(base, base), "808080")
        share = int(change or 0) / 100
        parts = [int(value[i : i + 2], 16) for i in (0, 2, 4)]
        return "".join(f"{round(p + (255 - p) * share if share > 0 else p * (1 + share)):02x}" for p in parts)


def _light(value: str) -> float:
    parts = [int(value[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)  # noqa: PLR2004 - sRGB
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _part(master: Any) -> Any:
    return next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith(_THEME))


def of_deck(deck: Any) -> DeckTheme:
    """The theme of the deck's first master."""
    root = etree.fromstring(_part(deck.slide_master).blob, _parser())
    scheme = root.find(f".//{_A}clrScheme")
    colours = {} if scheme is None else {e.tag.removeprefix(_A): _value(e) for e in scheme}
    faces = [e.get("typeface", "") for e in root.iter(f"{_A}ea")]
    return DeckTheme(colours, bool(faces and all(faces)))


def _value(element: Any) -> str:
    found = element[0].get("lastClr") or element[0].get("val") or ""
    return found if re.fullmatch("[0-9A-Fa-f]{6}", found) else "808080"


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def own_colours(deck: Any, lang: str) -> None:
    """Give a deck of our own the light palette's colours, and fonts that have Chinese."""
    look, palette = builtin_look(), builtin_theme().palettes["light"]
    part = _part(deck.slide_master)
    root = etree.fromstring(part.blob, _parser())
    for name, value in _named(palette).items():
        holder = root.find(f".//{_A}clrScheme/{_A}{name}")
        for child in list(holder):
            holder.remove(child)
        etree.SubElement(holder, f"{_A}srgbClr", val=value.removeprefix("#"))
    for kind, face in (("latin", look.fonts["latin"]), ("ea", look.fonts[lang])):
        for element in root.iter(f"{_A}{kind}"):
            if element.getparent().tag in {f"{_A}majorFont", f"{_A}minorFont"}:
                element.set("typeface", face)
    root.set("name", "Qipan")
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001 - it has no other way


def _named(palette: Palette) -> dict[str, str]:
    look = builtin_look()
    fills = palette.fills
    accents = {f"accent{n}": fills[name] for n, name in enumerate(look.accents, 1)}
    return accents | {
        "dk1": palette.text,
        "lt1": palette.background,
        "dk2": fills[look.dark],
        "lt2": fills[look.light],
        "hlink": palette.accent,
        "folHlink": palette.muted,
    }
