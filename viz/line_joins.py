"""Which relations of a view are one line of a diagram, and how that line is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from viz.drawing import Box, Join
from viz.routes import Route, routes
from viz.signs import edge_label, edge_words
from viz.sizes import width
from viz.style import Style
from viz.view import Edge, GraphView
from viz.words import words

__all__ = ["Line", "joined"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line and what it says: relations of one mood together, the mood that it is drawn in first."""

    way: Route
    moods: tuple[tuple[Edge, ...], ...]

    @property
    def first(self) -> Edge:
        """The relation whose ends and key are the line's."""
        return self.moods[0][0]

    def label(self, style: Style) -> str:
        """What stands on it: another mood than the one that it is drawn in is said."""
        return words("interface", style.lang)["comma"].join(self._said(style))

    def _said(self, style: Style) -> Iterator[str]:
        moods = words("modalities", style.lang)
        for edges in self.moods:
            mood, said = edges[0].modality.value, edge_label(edges, style)
            alike = edges[0].modality is self.first.modality or style.theme.modalities[mood].crossed
            yield said if alike else f"{said} ({moods[mood]})"

    def drawn(self, names: Mapping[str, str], style: Style) -> Join:
        """The line of a drawing."""
        edges = [edge for together in self.moods for edge in together]
        heads = {edge.head for edge in edges if not _symmetric(edge, style)}
        look = style.theme.modalities[self.first.modality.value]
        return Join(
            key=self.first.id,
            start=self.first.head,
            end=self.first.tail,
            sides=self.way.sides,
            thick=max(width(edge) for edge in edges),
            dash=look.dash,
            faint=look.opacity < 0.7,  # noqa: PLR2004 - what is only reported
            arrow=self.first.head in heads,
            back=self.first.tail in heads,
            about="; ".join(edge_words(edge, names, style) for edge in edges),
        )


def joined(view: GraphView, boxes: Mapping[str, Box], style: Style) -> list[Line]:
    """The lines of a view, between its nodes as boxes.

    Relations of the same two nodes are one line where they are said the same way in one mood, and where their lines
    would lie on one another; then it is drawn in the firmest of their moods.
    """
    groups = list(_alike(view, style))
    ways = routes([(edges[0].head, edges[0].tail) for edges in groups], boxes)
    lines: dict[frozenset[tuple[float, float]], Line] = {}
    for way, edges in zip(ways, groups, strict=True):
        place = frozenset((way.start, way.end))
        if place in lines:
            lines[place] = replace(lines[place], moods=(*lines[place].moods, edges))
        else:
            lines[place] = Line(way, (edges,))
    return list(lines.values())


def _alike(view: GraphView, style: Style) -> Iterator[tuple[Edge, ...]]:
    """Relations of the same two nodes, the same way, in one mood; the firmest moods first."""
    together: dict[tuple[str, str, str, bool], list[Edge]] = {}
    for edge in view.edges:
        if edge.head == edge.tail:
            continue
        ends, both = (edge.head, edge.tail), _symmetric(edge, style)
        if both:
            ends = min(ends), max(ends)
        together.setdefault((*ends, edge.modality.value, both), []).append(edge)
    firm = list(style.theme.modalities)
    for key in sorted(together, key=lambda key: firm.index(key[2])):  # else as in the view: sorting is stable
        yield tuple(together[key])


def _symmetric(edge: Edge, style: Style) -> bool:
    return edge.relation in style.ontology.relations and style.ontology.relations[edge.relation].symmetric
