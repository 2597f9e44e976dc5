"""A view laid out and put into a frame of pixels: what every still picture of it starts from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from viz.geometry import Curve, Disc, curves
from viz.layout import Layout, arrange
from viz.sizes import radii
from viz.theme import Theme
from viz.view import GraphView

__all__ = ["Margins", "Placed", "placed"]

LARGEST_SCALE = 1.6
"""A picture of a few nodes is not blown up further."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Pixels around the nodes that names, title, legend and sources need."""

    left: float = 70
    top: float = 30
    right: float = 70
    bottom: float = 40


@dataclass(frozen=True, slots=True)
class Placed:
    """Nodes by id and edges in the view's order, in pixels of the frame; `scale` is pixels a unit of the layout."""

    discs: dict[str, Disc]
    lines: list[Curve]
    scale: float


def placed(
    view: GraphView,
    theme: Theme,
    *,
    width: float,
    height: float,
    margins: Margins,
    layout: Layout | None = None,
) -> Placed:
    """The view's nodes, all inside the margins, in the middle, as large as they fit."""
    places = (layout or arrange(view)).places
    sizes = radii(view)
    shapes = theme.shapes_of(node.type for node in view.nodes)
    left, right = _span((places[n.id][0], sizes[n.id]) for n in view.nodes)
    top, bottom = _span((places[n.id][1], sizes[n.id]) for n in view.nodes)
    room = (width - margins.left - margins.right, height - margins.top - margins.bottom)
    scale = min(LARGEST_SCALE, max(room[0], 40) / (right - left), max(room[1], 40) / (bottom - top))
    dx = margins.left + room[0] / 2 - scale * (left + right) / 2
    dy = margins.top + room[1] / 2 - scale * (top + bottom) / 2
    discs = {
        n.id: Disc(
            places[n.id][0] * scale + dx,
            places[n.id][1] * scale + dy,
            sizes[n.id] * scale,
            theme.shapes[shapes[n.type]].outline,
        )
        for n in view.nodes
    }
    return Placed(discs, curves(view, discs), scale)


def _span(extents: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The least and the greatest of middles and radii; (0, 1) where there are none."""
    ends = [(middle - radius, middle + radius) for middle, radius in extents]
    if not ends:
        return 0.0, 1.0
    return min(low for low, _ in ends), max(high for _, high in ends)
