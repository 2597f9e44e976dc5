"""From which side of one box to which side of another a straight line runs, so that it meets no third."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from viz.drawing import Box, Side
from viz.stress import Array
from viz.theme import Point
from viz.tidy import cross_mask, hit_mask

__all__ = ["Route", "routes"]

SIDES: tuple[Side, ...] = ("top", "left", "bottom", "right")
OUTWARD: dict[Side, Point] = {"top": (0, -1), "left": (-1, 0), "bottom": (0, 1), "right": (1, 0)}
THROUGH, CROSSING, SHARED, BACKWARD = 3000.0, 120.0, 900.0, 2000.0
"""What it costs, in pixels of length, to run through a box, cross a line, cover one, and leave a box through itself."""


@dataclass(frozen=True, slots=True)
class Route:
    """A straight line between two sides."""

    sides: tuple[Side, Side]
    start: Point
    end: Point

    @property
    def length(self) -> float:
        """In pixels, at least one."""
        return max(math.dist(self.start, self.end), 1.0)

    def at(self, t: float) -> Point:
        """The point at t in [0, 1]."""
        return tuple(a * (1 - t) + b * t for a, b in zip(self.start, self.end, strict=True))  # type: ignore[return-value] # two of them


def routes(pairs: Sequence[tuple[str, str]], boxes: Mapping[str, Box]) -> list[Route]:
    """The cheapest line for each pair of boxes, chosen one after another, the shortest first."""
    found: dict[int, Route] = {}
    for i in sorted(range(len(pairs)), key=lambda i: (_distance(boxes, pairs[i]), i)):
        found[i] = _best(pairs[i], boxes, list(found.values()))
    return [found[i] for i in range(len(pairs))]


def _distance(boxes: Mapping[str, Box], pair: tuple[str, str]) -> float:
    return math.dist(boxes[pair[0]].middle, boxes[pair[1]].middle)


def _best(pair: tuple[str, str], boxes: Mapping[str, Box], drawn: Sequence[Route]) -> Route:
    head, tail = (boxes[key] for key in pair)
    choices = [Route((a, b), head.site(a), tail.site(b)) for a, b in product(SIDES, SIDES)]
    starts, ends = (np.array([getattr(c, end) for c in choices]) for end in ("start", "end"))
    cost = np.hypot(*(ends - starts).T) + _backward(choices)
    others = [box for key, box in boxes.items() if key not in pair]
    if others:
        middles = np.array([box.middle for box in others])
        sizes = np.array([(box.width + 6, box.height + 6) for box in others])
        cost += THROUGH * hit_mask(starts[:, None], ends[:, None], middles[None], sizes[None]).sum(1)
    if drawn:
        a, b = (np.array([getattr(d, end) for d in drawn]) for end in ("start", "end"))
        cost += CROSSING * cross_mask(starts[:, None], ends[:, None], a[None], b[None]).sum(1)
        cost += SHARED * _same(starts, ends, a, b)
    return choices[int(cost.argmin())]


def _same(starts: Array, ends: Array, a: Array, b: Array) -> Array:
    """How many drawn lines have both ends where this one has them."""
    there = (starts[:, None] == a[None]).all(2) & (ends[:, None] == b[None]).all(2)
    back = (starts[:, None] == b[None]).all(2) & (ends[:, None] == a[None]).all(2)
    return np.asarray((there | back).sum(1))


def _backward(choices: Sequence[Route]) -> Array:
    """What it costs to leave against the side's own direction, so that the line runs over its own box."""
    found = []
    for choice in choices:
        dx, dy = choice.end[0] - choice.start[0], choice.end[1] - choice.start[1]
        length = math.hypot(dx, dy) or 1
        out, into = OUTWARD[choice.sides[0]], OUTWARD[choice.sides[1]]
        leaves = (dx * out[0] + dy * out[1]) / length
        arrives = -(dx * into[0] + dy * into[1]) / length
        found.append(sum(BACKWARD if turn <= 0.02 else 40 * (1 - turn) for turn in (leaves, arrives)))  # noqa: PLR2004 - nearly along the side
    return np.array(found)
