"""A picture of boxes, joined by lines: what slides and charts are made of, before it is known in which format.

All lengths are pixels of the frame, y downwards. A colour is a role: a name of the palette (`text`, `muted`, `rule`),
`type:Company` for an entity type, `tint:Company` for its light form, or None for none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from viz.theme import Point

__all__ = ["Box", "Drawing", "Item", "Join", "Side"]

Side = Literal["top", "left", "bottom", "right"]
Align = Literal["start", "middle"]


@dataclass(frozen=True, slots=True)
class Box:
    """A form with text in it. `key` is the same wherever the same thing is drawn; `about` says it to who cannot see.

    `form` is PowerPoint's name of a form. `link` is what its address has behind the picture's own.
    """

    key: str
    left: float
    top: float
    width: float
    height: float
    lines: tuple[str, ...] = ()
    size: float = 16.0
    form: str = "rect"
    fill: str | None = None
    stroke: str | None = None
    thick: float = 1.0
    ink: str | None = "text"
    """None: whatever is best read on the fill."""
    bold: bool = False
    align: Align = "middle"
    upper: bool = False
    """Text begins at the top, not in the middle."""
    about: str = ""
    link: str | None = None

    @property
    def middle(self) -> Point:
        """Its middle."""
        return self.left + self.width / 2, self.top + self.height / 2

    def site(self, side: Side) -> Point:
        """The middle of a side."""
        x, y = self.middle
        return {
            "top": (x, self.top),
            "left": (self.left, y),
            "bottom": (x, self.top + self.height),
            "right": (self.left + self.width, y),
        }[side]


@dataclass(frozen=True, slots=True)
class Join:
    """A line between the sides of two boxes, by their keys."""

    key: str
    start: str
    end: str
    sides: tuple[Side, Side]
    colour: str = "line"
    thick: float = 1.5
    dash: str = ""
    faint: bool = False
    arrow: bool = True
    back: bool = False
    """Another arrowhead at its start."""
    about: str = ""


Item = Box | Join


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture. `items` are drawn in their order; `foot` are those at its foot (legend), `source` its last line.

    `notes` is what a speaker may need: the evidence, line by line.
    """

    title: str
    items: tuple[Item, ...]
    foot: tuple[Item, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()
    size: tuple[float, float] = (1600.0, 900.0)

    @property
    def boxes(self) -> dict[str, Box]:
        """Its boxes by key."""
        return {item.key: item for item in (*self.items, *self.foot) if isinstance(item, Box)}
