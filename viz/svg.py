"""A view as one SVG picture: the same places, shapes and lines as the page, for slides, print and reports.

No script, no style sheet, no foreign address; text stays text. About 10 ms for 60 nodes once they are laid out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np

from kg.ontology import Ontology, builtin_ontology
from viz import ink
from viz.caption_lines import cut_lines
from viz.captions import LEADING, Caption, Room, busy
from viz.frame import Margins, Placed, placed
from viz.layout import Layout
from viz.legend import legend, sources_line
from viz.sizes import width as line_width
from viz.style import PaletteName, Style
from viz.theme import builtin_theme
from viz.view import Edge, GraphView, Node
from viz.words import check_language, name_in, relation_label, title_in

__all__ = ["FULL", "Picture", "render"]

NAME, RELATION, TITLE, SMALL = 14.0, 12.0, 26.0, 12.5  # pixels
LARGER = 1.4
"""Names of few nodes are so much larger at most: they grow with the picture, as the nodes do."""
FULL = (1600, 900)
"""The usual size of a picture, in pixels, with letters of that size: a larger one is this one, enlarged."""
NAMES, RELATIONS = 220, 160
"""At most so many names of nodes; relations are named where there are no more than so many."""
FONTS = {
    "zh-Hant": "'PingFang TC','Microsoft JhengHei','Noto Sans CJK TC','Noto Sans TC',sans-serif",
    "zh-Hans": "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif",
}


def render(  # noqa: PLR0913 - all but the view can be left out
    view: GraphView,
    *,
    lang: str = "zh-Hant",
    palette: PaletteName = "light",
    size: tuple[int, int] = FULL,
    layout: Layout | None = None,
    ontology: Ontology | None = None,
    framed: bool = True,
    titled: bool = True,
    transparent: bool = False,
) -> str:
    """The picture. `framed` adds title, legend and sources; the same view gives the same text.

    Without `titled` the frame has no title and no sources, but room for them: a slide writes its own.

    text = svg.render(select.ego(graph, "company:騰訊"), palette="print")
    """
    style = Style(builtin_theme(), palette, check_language(lang), ontology or builtin_ontology())
    margins = Margins(top=92, bottom=104) if framed else Margins()
    larger = max(1.0, min(size[0] / FULL[0], size[1] / FULL[1]))  # a wall shows the same picture, not the same letters
    frame = (round(size[0] / larger), round(size[1] / larger))
    spots = placed(view, style.theme, width=frame[0], height=frame[1], margins=margins, layout=layout)
    picture = Picture(view, spots, style, frame, shown=size)
    return picture.text(framed=framed, titled=titled, transparent=transparent)


@dataclass(frozen=True, slots=True)
class Picture:
    """A view in its places, and how it is drawn."""

    view: GraphView
    spots: Placed
    style: Style
    size: tuple[int, int]
    shown: tuple[int, int] | None = None
    """The size that it is shown in, where it is another than it is drawn in."""

    @property
    def letters(self) -> tuple[float, float]:
        """Pixels of names of nodes, and of relations."""
        grown = min(max(self.spots.scale, 1.0), LARGER)
        return NAME * grown, RELATION * grown

    def text(self, *, framed: bool, titled: bool, transparent: bool) -> str:
        """The whole SVG file."""
        width, height = self.size
        title = ink.clean(title_in(self.view.title, self.view.kind, self.style.lang))
        ground = (
            None if transparent else ink.element("rect", width=width, height=height, fill=self.style.colours.background)
        )
        parts = [ink.element("title", escape(title[:200])), ground, *self._edges(), *self._nodes(), *self._names()]
        if framed:
            parts += legend(self.view, self.style, self.size)
        if framed and titled:
            parts += [*self._title(title), *self._sources()]
        return ink.element(
            "svg",
            "\n",
            *(f"{part}\n" for part in parts if part),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {width} {height}",
            width=(self.shown or self.size)[0],
            height=(self.shown or self.size)[1],
            lang=self.style.script,
            role="img",
            font_family=FONTS[self.style.script],
        )

    def _edges(self) -> Iterator[str]:
        for edge, curve in zip(self.view.edges, self.spots.lines, strict=True):
            line = self.style.theme.modalities[edge.modality.value]
            wide, faint = line_width(edge), line.opacity if line.opacity < 1 else None
            # not the group's opacity: it would be drawn apart and laid over the rest, 5 ms each in a PNG
            look: ink.Attributes = {
                "stroke": self.style.colours.line,
                "stroke_width": wide,
                "stroke_opacity": faint,
            }
            parts = [ink.path(curve, stroke_dasharray=line.dash or None, **look)]
            if not self._symmetric(edge):
                tip = ink.arrow(curve, 5 + 2 * wide)
                parts.append(ink.polygon(tip, fill=self.style.colours.line, fill_opacity=faint))
            if line.crossed:
                parts.append(ink.cross(curve, 5, **look))
            yield ink.element("g", *parts)

    def _symmetric(self, edge: Edge) -> bool:
        return edge.relation in self.style.ontology.relations and self.style.ontology.relations[edge.relation].symmetric

    def _nodes(self) -> Iterator[str]:
        fills = self.style.theme.fills_of((node.type for node in self.view.nodes), self.style.palette)
        for node in self.view.nodes:
            fill = fills[node.type]
            about = node.id in self.view.focus
            stroke = self.style.colours.text if about else ink.mixed(fill, self.style.colours.text, 0.38)
            yield ink.outline(self.spots.discs[node.id], fill=fill, stroke=stroke, stroke_width=3.0 if about else 1.3)

    def _names(self) -> Iterator[str]:
        """Names of nodes, the most joined first, then of relations where there is room."""
        discs = [self.spots.discs[node.id] for node in self.view.nodes]
        reach = [d.radius * max((abs(c) for p in d.outline for c in p), default=1) + 1 for d in discs]
        centres = np.array([(d.x, d.y) for d in discs]).reshape(-1, 2)
        room = Room((0, 0, self.size[0], self.size[1]), centres, np.array(reach))
        named = [(node, caption) for node, caption in self._placed_names(room) if caption]
        yield from self._relations(room)
        under = busy([caption for _, caption in named], self.spots.lines, centres, np.array(reach))
        for (node, caption), haloed in zip(named, under, strict=True):
            yield from self._name(node, caption, haloed=haloed)

    def _placed_names(self, room: Room) -> Iterator[tuple[Node, Caption | None]]:
        degrees, number = self.view.degrees, {node.id: i for i, node in enumerate(self.view.nodes)}
        rays: dict[str, list[int]] = {node.id: [] for node in self.view.nodes}
        for i, edge in enumerate(self.view.edges):
            for end in {edge.head, edge.tail}:
                rays[end].append(i)
        few = len(self.view.nodes) <= NAMES // 2
        first = sorted(self.view.nodes, key=lambda n: (n.id not in self.view.focus, -degrees[n.id], -n.mentions, n.id))
        for node in first[:NAMES]:
            lines = cut_lines(name_in(node.name, node.names, self.style.lang))
            curves = [self.spots.lines[i] for i in rays[node.id]] if few else []
            must = few or node.id in self.view.focus
            yield node, room.beside(number[node.id], lines, self.letters[0], curves, must=must)

    def _name(self, node: Node, caption: Caption, *, haloed: bool) -> Iterator[str]:
        look: ink.Attributes = {"font_weight": "600" if node.id in self.view.focus else None}
        if haloed:
            look |= {"paint_order": "stroke", "stroke": self.style.colours.background}
            look |= {"stroke_width": 4.0, "stroke_linejoin": "round"}
        x, top, size = caption.middle[0], caption.box[1] + 1, self.letters[0]
        for i, line in enumerate(caption.lines):
            y = top + (i + 0.5) * size * LEADING
            yield ink.text(line, x, y, size, fill=self.style.colours.text, text_anchor="middle", **look)

    def _relations(self, room: Room) -> Iterator[str]:
        if len(self.view.edges) > RELATIONS:
            return
        size = self.letters[1]
        for edge, curve in zip(self.view.edges, self.spots.lines, strict=True):
            caption = room.along(curve, relation_label(self.style.ontology, edge.relation, self.style.lang), size)
            if caption:
                left, top, wide, high = caption.box
                ground: ink.Attributes = {"fill": self.style.colours.background, "fill_opacity": 0.88}
                yield ink.element("rect", x=left + 1, y=top, width=wide - 2, height=high, **ground)
                look: ink.Attributes = {"fill": self.style.colours.muted, "text_anchor": "middle"}
                x, y = caption.middle
                yield ink.text(caption.lines[0], x, y, size, **look)

    def _title(self, title: str) -> Iterator[str]:
        most = int((self.size[0] - 96) / TITLE)
        for i, line in enumerate(cut_lines(title, width=most, most=2)):
            y = 44 + i * TITLE * LEADING
            yield ink.text(line, 48, y, TITLE, fill=self.style.colours.text, font_weight="600")

    def _sources(self) -> Iterator[str]:
        line = cut_lines(sources_line(self.view, self.style.lang), width=(self.size[0] - 96) / SMALL, most=1)[0]
        yield ink.text(line, 48, self.size[1] - 26, SMALL, fill=self.style.colours.muted)
