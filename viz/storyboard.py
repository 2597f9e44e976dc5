"""Where nodes lie from slide to slide of a story: what was shown before stays where it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from viz.diagram import FRAME, MOST_NODES, centres
from viz.exhibit import SLIDE, Exhibit, Options, style_of
from viz.fewer import fewer
from viz.layout import label_width
from viz.stress import Array
from viz.theme import Point
from viz.tidy import cross_mask, hit_mask
from viz.view import GraphView, Node

__all__ = ["storyboard"]

GRID = (36, 22)
HIGH, LARGEST = 44.0, 210.0  # pixels of a name's box
OVER, THROUGH, CROSSING, MOVED, CLOSE = 4000.0, 900.0, 150.0, 0.4, 260.0
REACH, SHORT, LONG = 270.0, 2.5, 0.2
"""Pixels that a line likes to be long, for its name, and what each pixel less and more costs."""


def storyboard(exhibits: Sequence[Exhibit], options: Sequence[Options]) -> list[dict[str, Point] | None]:
    """The middles of the nodes of each exhibit; None for a chart, whose things have their own places.

    The first picture of a node decides its place; where two that came apart now meet, the later moves.
    """
    views = [None if e.chart else fewer(e.view, MOST_NODES) for e in exhibits]
    known: dict[str, Point] = {}
    found: list[dict[str, Point] | None] = []
    for exhibit, view, how in zip(exhibits, views, options, strict=True):
        if view is None:
            found.append(None)
            continue
        own = centres(view, style_of(how), SLIDE, exhibit.layout if view is exhibit.view else None)
        places = _kept(view, own, known) if known.keys() & own.keys() else own
        known |= {key: place for key, place in places.items() if key not in known}
        found.append(places)
    return found


def _kept(view: GraphView, own: Mapping[str, Point], known: Mapping[str, Point]) -> dict[str, Point]:
    """The view's places with those kept that are known, and the others where they disturb least."""
    degrees = view.degrees
    boxes = {n.id: _size(n) for n in view.nodes}
    places: dict[str, Point] = {}
    for node in view.nodes:
        if node.id in known and not _meets(known[node.id], boxes[node.id], places, boxes):
            places[node.id] = known[node.id]
    rest = sorted((n for n in view.nodes if n.id not in places), key=lambda n: (-degrees[n.id], n.id))
    for node in rest:
        places[node.id] = _best(node.id, view, own[node.id], places, boxes)
    return places


def _size(node: Node) -> Point:
    return min(label_width(node) * 1.25 + 34, LARGEST), HIGH


def _meets(place: Point, box: Point, places: Mapping[str, Point], boxes: Mapping[str, Point]) -> bool:
    return any(
        abs(place[0] - x) < (box[0] + boxes[key][0]) / 2 and abs(place[1] - y) < (box[1] + boxes[key][1]) / 2
        for key, (x, y) in places.items()
    )


def _best(key: str, view: GraphView, wanted: Point, places: Mapping[str, Point], boxes: Mapping[str, Point]) -> Point:
    """The cheapest of a grid of places, and of the place that the view alone would give."""
    spots = np.vstack([_grid(boxes[key]), wanted])
    cost = MOVED * np.hypot(*(spots - np.array(wanted)).T)
    ids = sorted(places)
    if not ids:
        return float(wanted[0]), float(wanted[1])
    others, sizes = np.array([places[i] for i in ids]), np.array([boxes[i] for i in ids])
    room = (np.array(boxes[key]) + sizes) / 2 + 8
    apart = (spots[:, None] - others[None]) / (1.6, 1.0)
    cost += CLOSE * np.exp(-np.hypot(apart[..., 0], apart[..., 1]) / 70).sum(1)
    cost += OVER * (np.abs(spots[:, None] - others[None]) < room[None]).all(2).sum(1)
    drawn = [(e.head, e.tail) for e in view.edges if e.head in places and e.tail in places and e.head != e.tail]
    for other in [e.tail if e.head == key else e.head for e in view.edges if key in (e.head, e.tail)]:
        if other in places:
            cost += _edge_cost(spots, np.array(places[other]), others, sizes, drawn, places, ids.index(other))
    for a, b in drawn:
        hit = hit_mask(np.array(places[a]), np.array(places[b]), spots, np.array(boxes[key]))
        cost += THROUGH * hit
    best = spots[int(cost.argmin())]
    return float(best[0]), float(best[1])


def _edge_cost(
    spots: Array,
    end: Array,
    others: Array,
    sizes: Array,
    drawn: list[tuple[str, str]],
    places: Mapping[str, Point],
    own: int,
) -> Array:
    hits = hit_mask(spots[:, None], end, others[None], sizes[None])
    hits[:, own] = False
    more = np.hypot(*(spots - end).T) - REACH
    cost = np.where(more < 0, -SHORT * more, LONG * more) + THROUGH * hits.sum(1)
    if drawn:
        a, b = (np.array([places[pair[i]] for pair in drawn]) for i in (0, 1))
        cost = cost + CROSSING * cross_mask(spots[:, None], end, a[None], b[None]).sum(1)
    return np.asarray(cost)


def _grid(box: Point) -> Array:
    xs = np.linspace(24 + box[0] / 2, SLIDE[0] - 24 - box[0] / 2, GRID[0])
    ys = np.linspace(FRAME.top + 20, SLIDE[1] - FRAME.bottom - 10, GRID[1])
    return np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2)
