"""The legend of a diagram, as boxes: what its forms, colours and lines mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from viz.drawing import Box, Item, Join
from viz.layout import text_width
from viz.signs import denied
from viz.slides.look import builtin_look
from viz.style import Style
from viz.theme import Point
from viz.view import GraphView
from viz.words import type_label, words

__all__ = ["footing"]

LETTER, HIGH, SIGN, GAP, LEFT, ABOVE = 15.0, 24.0, 30.0, 20.0, 48.0, 62.0  # pixels


def footing(view: GraphView, style: Style, size: tuple[float, float]) -> Iterator[Item]:
    """Types in the view, then its modalities if there are several, in one row as far as it goes."""
    x, y = LEFT, size[1] - ABOVE
    forms = builtin_look().forms_of(name for name, _ in view.legend.types)
    for name, label in _entries(view, style):
        wide = text_width(label, LETTER) + 10
        if x + SIGN + wide > size[0] - LEFT:
            return
        yield from _sign(name, label, style, forms, (x, y))
        yield Box(
            f"legend text {name}",
            x + SIGN + 4,
            y - HIGH / 2,
            wide,
            HIGH,
            (label,),
            LETTER,
            ink="text",
            align="start",
            about=label,
        )
        x += SIGN + wide + GAP


def _entries(view: GraphView, style: Style) -> Iterator[tuple[str, str]]:
    for name, _ in view.legend.types:
        yield f"type:{name}", type_label(style.ontology, name, style.lang)
    found = {name for name, _ in view.legend.modalities}
    if found - {"asserted"}:
        labels = words("modalities", style.lang)
        yield from ((name, denied(labels[name], style, name)) for name in style.theme.modalities if name in found)


def _sign(name: str, label: str, style: Style, forms: Mapping[str, str], place: Point) -> Iterator[Item]:
    kind, (x, y) = name.removeprefix("type:"), place
    if name != kind:
        yield Box(f"legend {name}", x, y - 8, SIGN, 16, form=forms[kind], fill=name, about=label)
        return
    line = style.theme.modalities[name]
    for end in (0, int(SIGN) - 1):
        yield Box(f"legend {name} {end}", x + end, y - 0.5, 1, 1, about=label)
    yield Join(
        f"legend {name}",
        f"legend {name} 0",
        f"legend {name} {int(SIGN) - 1}",
        ("right", "left"),
        thick=2.0,
        dash=line.dash,
        faint=line.opacity < 0.7,  # noqa: PLR2004 - what is only reported
        arrow=False,
        about=label,
    )
