"""The foot of a still picture: what the shapes and lines mean, and which articles it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from viz import ink
from viz.geometry import Curve, Disc
from viz.layout import text_width
from viz.style import Style
from viz.view import GraphView
from viz.words import Language, type_label, words

__all__ = ["legend", "sources_line"]

SIZE, GAP, LEFT, ABOVE = 13.0, 22.0, 48.0, 62.0  # pixels
NAMED = 3
"""Articles named one by one; of more, two are named and all are counted."""


def legend(view: GraphView, style: Style, size: tuple[int, int]) -> Iterator[str]:
    """The types of the view, and the modalities if there are several, in one row as far as it goes."""
    x, y = LEFT, size[1] - ABOVE
    for sign, wide, label in [*_types(view, style), *_modalities(view, style)]:
        step = wide + 6 + text_width(label, SIZE)
        if x + step > size[0] - LEFT:
            return
        yield ink.element("g", sign, transform=f"translate({x:.1f} {y:.1f})")
        yield ink.text(label, x + wide + 6, y, SIZE, fill=style.colours.text)
        x += step + GAP


def _types(view: GraphView, style: Style) -> Iterator[tuple[str, float, str]]:
    types = [name for name, _ in view.legend.types]
    shapes, fills = style.theme.shapes_of(types), style.theme.fills_of(types, style.palette)
    for name in types:
        stroke = ink.mixed(fills[name], style.colours.text, 0.38)
        disc = Disc(7, 0, 6.5, style.theme.shapes[shapes[name]].outline)
        yield ink.outline(disc, fill=fills[name], stroke=stroke), 14, type_label(style.ontology, name, style.lang)


def _modalities(view: GraphView, style: Style) -> Iterator[tuple[str, float, str]]:
    found = {name for name, _ in view.legend.modalities}
    if not found - {"asserted"}:
        return
    labels = words("modalities", style.lang)
    for name, line in style.theme.modalities.items():
        if name not in found:
            continue
        curve = Curve((0, 0), (15, 0), (30, 0))
        look: ink.Attributes = {"stroke": style.colours.line, "stroke_width": 2.0, "opacity": line.opacity}
        sign = ink.path(curve, stroke_dasharray=line.dash or None, **look)
        yield sign + (ink.cross(curve, 4, **look) if line.crossed else ""), 30, labels[name]


def sources_line(view: GraphView, lang: Language) -> str:
    """The articles that a view rests on, in words; nothing where it rests on none.

    >>> from viz.view import Source
    >>> sources_line(GraphView((), sources=(Source("d", "題", "2026-02-02"),)), "en")
    'Sources: 題 (2026-02-02)'
    """
    if not view.sources:
        return ""
    spoken = words("interface", lang)
    named = [f"{s.title} ({s.date})" if s.date else s.title for s in view.sources]
    several = len(named) > NAMED
    names = spoken["comma"].join(named[: NAMED - 1] if several else named)
    if several:
        names = spoken["sources_more"].format(names=names, n=len(named))
    return spoken["sources_line"].format(names=names)
