"""Where on its line the name of a relation stands, so that it is in nobody's way and nobody's line runs below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from viz.drawing import Box
from viz.layout import text_width
from viz.line_joins import Line
from viz.routes import Route
from viz.stress import Array
from viz.style import Style
from viz.theme import Point
from viz.tidy import hit_mask

__all__ = ["labels"]

LETTER = 17.0  # pixels
PLACES = tuple(sorted((0.5 + step / 40 for step in range(-14, 15)), key=lambda t: abs(t - 0.5)))
COVERED, CROSSED, ASIDE, HIDDEN, STRAY = 400.0, 60.0, 75.0, 140.0, 60.0
"""What it costs to cover a box, lie on another's line, stand beside the own one, hide it, leave its middle."""
SEEN = 44.0
"""Pixels of a line that are to be seen beside its label."""


def labels(lines: Sequence[Line], boxes: Sequence[Box], style: Style) -> Iterator[Box]:
    """A label for each line, placed one after another: the shortest lines first, as they have the least room."""
    taken = [(b.left, b.top, b.left + b.width, b.top + b.height) for b in boxes]
    ends = np.array([(*line.way.start, *line.way.end) for line in lines]).reshape(-1, 4)
    for number in sorted(range(len(lines)), key=lambda i: (lines[i].way.length, i)):
        said = lines[number].label(style)
        wide, high = text_width(said, LETTER) + 8, LETTER * 1.35
        x, y = _best(lines[number].way, (wide, high), np.array(taken), np.delete(ends, number, axis=0))
        taken.append((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))
        yield Box(
            key=f"label {lines[number].first.id}",
            left=x - wide / 2,
            top=y - high / 2,
            width=wide,
            height=high,
            lines=(said,),
            size=LETTER,
            fill="background",
            ink="muted",
            about=said,
        )


def _best(way: Route, size: Point, taken: Array, others: Array) -> Point:
    """On the line where its label is in nobody's way, else beside it."""
    (wide, high), (ax, ay), (bx, by) = size, way.start, way.end
    along, down = abs(bx - ax) / way.length, abs(by - ay) / way.length
    away = down * wide / 2 + along * high / 2 + 2
    side = np.array([ay - by, bx - ax]) / way.length * away
    within = min(wide / max(along, 1e-6), high / max(down, 1e-6))  # of the line, below a label on it
    spots, cost = [], []
    for aside, t in product((0, 1, -1), PLACES):
        spots.append(np.array(way.at(t)) + aside * side)
        hides = 0.0 if aside else HIDDEN * max(0.0, 1 - max(way.length - within, 0) / SEEN)
        cost.append(STRAY * abs(t - 0.5) + ASIDE * abs(aside) + hides)
    middles, half = np.array(spots), np.array(size) / 2
    low, high_ = (middles - half)[:, None], (middles + half)[:, None]
    total = np.array(cost) + COVERED * ((low < taken[None, :, 2:]) & (taken[None, :, :2] < high_)).all(2).sum(1)
    if len(others):
        hit = hit_mask(others[:, None, :2], others[:, None, 2:], middles[None], np.array(size))
        total = total + CROSSED * hit.sum(0)
    x, y = middles[int(total.argmin())].tolist()
    return x, y
