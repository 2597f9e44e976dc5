"""What is shown, and in which formats: a view of the graph or a chart as SVG, PNG, PDF, PowerPoint.

shown = Exhibit(view=select.ego(graph, "company:騰訊"))
formats.render(shown, "pptx", Options(lang="zh-Hant"))
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kg.ontology import builtin_ontology
from viz import charted, svg
from viz.diagram import MOST_NODES, centres, diagram
from viz.drawing import Drawing
from viz.fewer import fewer
from viz.layout import Layout
from viz.style import PaletteName, Style
from viz.theme import Point, builtin_theme
from viz.view import GraphView
from viz.words import check_language, title_in

__all__ = ["Exhibit", "Options", "style_of"]

Large = Literal["picture", "most"]


@dataclass(frozen=True, slots=True)
class Options:
    """How an exhibit is drawn. `size` is pixels of the picture, `scale` how many of them a PNG has for each.

    `framed` adds title, legend and sources. `outlined` turns the SVG's text into shapes, for who lacks the font.
    `large` is what becomes of a view of more than 20 nodes on a slide: its picture, or its `most` important nodes.
    `live` is the address of the live view, `template` a .pptx or .potx file's content.
    """

    lang: str = "zh-Hant"
    palette: PaletteName = "light"
    size: tuple[int, int] = svg.FULL
    scale: int = 2
    framed: bool = True
    transparent: bool = False
    outlined: bool = False
    large: Large = "picture"
    live: str | None = None
    template: bytes | None = None


def style_of(options: Options) -> Style:
    """Theme, palette, language and ontology. InvalidRequest for a language that we do not speak."""
    return Style(builtin_theme(), options.palette, check_language(options.lang), builtin_ontology())


@dataclass(frozen=True)
class Exhibit:
    """A view in its places, or a chart drawn already (`chart`), of which `view` holds the evidence."""

    view: GraphView
    layout: Layout | None = None
    chart: Drawing | None = None

    @cached_property
    def is_large(self) -> bool:
        """Whether it has more nodes than a slide has room for."""
        return self.chart is None and len(self.view.nodes) > MOST_NODES

    def title(self, lang: str) -> str:
        """What it is called."""
        return self.chart.title if self.chart else title_in(self.view.title, self.view.kind, lang)

    def svg(self, options: Options, *, titled: bool = True) -> str:
        """The picture; without `titled` a view's frame has room for title and sources, but not them."""
        if self.chart:
            return charted.render(
                self.chart, style_of(options), framed=options.framed, transparent=options.transparent, size=options.size
            )
        return svg.render(
            self.view,
            lang=options.lang,
            palette=options.palette,
            size=options.size,
            layout=self.layout,
            framed=options.framed,
            titled=titled,
            transparent=options.transparent,
        )

    def drawing(self, options: Options, places: dict[str, Point] | None = None) -> Drawing:
        """Boxes and lines for a slide; of a large view its most important nodes."""
        if self.chart:
            return self.chart
        view, style = fewer(self.view, MOST_NODES), style_of(options)
        layout = self.layout if view is self.view else None
        middles = places or centres(view, style, SLIDE, layout)
        return diagram(view, style, places=middles, links=options.live is not None)


SLIDE = (1600.0, 900.0)
