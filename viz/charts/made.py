"""A chart on its way to a slide: its boxes, what it is called, and the relations that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.graph import EntityRecord, Graph, Relation
from viz import select
from viz.caption_lines import cut_lines
from viz.drawing import Box, Drawing, Item
from viz.exhibit import Exhibit
from viz.layout import text_width
from viz.legend import sources_line
from viz.notes import notes
from viz.style import Style
from viz.words import name_in, words

__all__ = ["BOTTOM", "LEFT", "RIGHT", "TOP", "Made", "cell", "empty", "fitted", "heading", "label", "largest", "said"]

LEFT, RIGHT, TOP, BOTTOM = 48.0, 1552.0, 104.0, 832.0
"""The part of the frame that is the chart's."""
LETTER = 18.0
"""Pixels of what a cell says, at least."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a chart draws. `title` is what it shows, for when nobody has said what it means."""

    graph: Graph
    title: str
    items: tuple[Item, ...]
    relations: tuple[Relation, ...]

    def exhibit(self, title: str, style: Style) -> Exhibit:
        """The chart with its evidence in the notes and its sources at the foot."""
        unique = {relation.id: relation for relation in self.relations}
        view = select.answer(self.graph, unique, title=title or self.title)
        items = self.items or (empty(style),)
        source = sources_line(view, style.lang)
        drawing = Drawing(title or self.title, items, source=source, notes=tuple(notes(view, style)))
        return Exhibit(replace(view, kind="answer"), chart=drawing)


def said(key: str, style: Style) -> str:
    """A word of charts."""
    return words("charts", style.lang)[key]


def label(entity: EntityRecord, style: Style) -> str:
    """What an entity is called in a chart."""
    return name_in(entity.name, entity.names, style.lang)


def empty(style: Style) -> Box:
    """What stands where there is nothing to show."""
    return Box(
        "nothing", LEFT, 400, RIGHT - LEFT, 60, (said("nothing", style),), 20, ink="muted", about=said("nothing", style)
    )


def heading(
    key: str, text: str, box: tuple[float, float, float, float], fill: str | None = "raised", *, size: float = 17
) -> Box:
    """A head of a row or column."""
    left, top, width, height = box
    lines = fitted(text, width - 16, size, 2)
    return Box(key, left, top, width, height, lines, size, fill=fill, ink=None, bold=True, about=text)


def largest(cells: Iterable[tuple[Sequence[str], float, float]], most: float, least: float = LETTER) -> float:
    """The largest letter in which every cell (texts, width, height) shows all that it says; the least if none is."""
    every = [each for each in cells if each[0]]
    sizes = (most - step for step in range(int(most - least)))
    return next((size for size in sizes if all(_holds(*each, size) for each in every)), least)


def _holds(texts: Sequence[str], width: float, height: float, size: float) -> bool:
    lines = [line for text in texts for line in fitted(text, width - 20, size, 2)]
    return len(lines) <= _room(height, size) and not any(line.endswith("\u2026") for line in lines)


def _room(height: float, size: float) -> int:
    return max(1, int((height - 10) / (size * 1.22)))


def cell(
    key: str,
    texts: Sequence[str],
    box: tuple[float, float, float, float],
    *,
    size: float = LETTER,
    middle: bool = False,
) -> Box:
    """A cell with a line for each text, and how many more there are where it has no room for all."""
    left, top, width, height = box
    room = _room(height, size)
    lines = [line for text in texts for line in fitted(text, width - 20, size, 2)]
    if len(lines) > room:
        lines = [*lines[: room - 1], "\u2026"]
    return Box(
        key, left, top, width, height, tuple(lines), size, fill="surface", stroke="rule",
        align="middle" if middle else "start", upper=not middle, about="; ".join(texts)[:400],
    )  # fmt: skip


def fitted(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """A text in lines of so many pixels."""
    return (
        cut_lines(text, width=max(width / size, 2), most=most)
        if text_width(text, size) > width
        else cut_lines(text, width=10_000)
    )
