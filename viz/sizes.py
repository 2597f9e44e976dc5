"""How large nodes and how wide edges are drawn: the same in page, SVG and slides."""

from __future__ import annotations

import math

from viz.view import Edge, GraphView

__all__ = ["radii", "width"]

SMALLEST, LARGEST = 8.0, 20.0
CROWD = 300
"""From so many nodes on, all are drawn smaller."""


def radii(view: GraphView) -> dict[str, float]:
    """A node's radius in pixels of the layout, by id: the root of how much it is joined and mentioned."""
    degrees = view.degrees
    weight = {n.id: degrees[n.id] + math.log1p(max(n.mentions, 0)) for n in view.nodes}
    heaviest = max(weight.values(), default=1) or 1
    shrink = 0.55 if len(view.nodes) > CROWD else 1.0
    return {
        key: round((SMALLEST + (LARGEST - SMALLEST) * math.sqrt(value / heaviest)) * shrink, 1)
        for key, value in weight.items()
    }


def width(edge: Edge) -> float:
    """An edge's width in pixels: one more for every doubling of independent sources, up to four.

    >>> [width(Edge("r", "a", "uses", "b", sources=n)) for n in (1, 2, 8, 500)]
    [1.5, 2.0, 3.0, 4.0]
    """
    return min(1.5 + 0.5 * math.log2(max(edge.sources, 1)), 4.0)
