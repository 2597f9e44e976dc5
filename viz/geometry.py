"""Where an edge runs: from border to border, parallel ones bowed apart. The page's curves.js does the same."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from viz.theme import Point
from viz.view import Edge, GraphView

__all__ = ["Curve", "Disc", "curves", "rim", "slots"]

BOW = 34.0  # pixels between two parallel edges, at their middle
LEAVE, ARRIVE = 2.0, 4.0  # pixels of air between a border and the line
Outline = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Disc:
    """A node as edges see it: its middle, radius and outline (empty: a circle)."""

    x: float
    y: float
    radius: float
    outline: Outline = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """A line from `start` to `end`; a bent one is quadratic, drawn towards `control`."""

    start: Point
    control: Point
    end: Point
    bent: bool = False

    def at(self, t: float) -> Point:
        """The point at t in [0, 1]."""
        u = 1 - t
        a, b, c = u * u, 2 * u * t, t * t
        (ax, ay), (bx, by), (cx, cy) = self.start, self.control, self.end
        return a * ax + b * bx + c * cx, a * ay + b * by + c * cy

    def direction(self) -> Point:
        """Where it points at its end, of length one."""
        x, y = self.end[0] - self.control[0], self.end[1] - self.control[1]
        length = math.hypot(x, y) or 1
        return x / length, y / length


def curves(view: GraphView, discs: Mapping[str, Disc]) -> list[Curve]:
    """The line of each edge, in the view's order."""
    return [_curve(edge, slot, turn, discs) for edge, (slot, turn) in zip(view.edges, slots(view), strict=True)]


def slots(view: GraphView) -> list[tuple[float, int]]:
    """For each edge its place beside those of the same two nodes (…, -1, 0, 1, … seen from its head), and its turn."""
    number = {node.id: i for i, node in enumerate(view.nodes)}
    between: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, edge in enumerate(view.edges):
        a, b = sorted((number[edge.head], number[edge.tail]))
        between[a, b].append(i)
    found: dict[int, tuple[float, int]] = {}
    for together in between.values():
        for turn, i in enumerate(together):
            side = 1 if number[view.edges[i].head] <= number[view.edges[i].tail] else -1
            found[i] = ((turn - (len(together) - 1) / 2) * side, turn)
    return [found[i] for i in range(len(view.edges))]


def _curve(edge: Edge, slot: float, turn: int, discs: Mapping[str, Disc]) -> Curve:
    head, tail = discs[edge.head], discs[edge.tail]
    if edge.head == edge.tail:
        return _loop(head, turn)
    dx, dy = tail.x - head.x, tail.y - head.y
    length = math.hypot(dx, dy) or 1
    bow = slot * min(BOW, length * 0.3) * 2
    control = ((head.x + tail.x) / 2 - dy / length * bow, (head.y + tail.y) / 2 + dx / length * bow)
    start, end = _border(head, control, LEAVE), _border(tail, control, ARRIVE)
    if not slot:
        control = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    return Curve(start, control, end, bent=bool(slot))


def _loop(disc: Disc, turn: int) -> Curve:
    reach, high = disc.radius * 0.75, disc.radius * (4.5 + turn * 1.6)
    top = disc.y - reach
    return Curve((disc.x - reach, top), (disc.x, disc.y - high), (disc.x + reach, top), bent=True)


def _border(disc: Disc, towards: Point, gap: float) -> Point:
    length = math.hypot(towards[0] - disc.x, towards[1] - disc.y) or 1
    dx, dy = (towards[0] - disc.x) / length, (towards[1] - disc.y) / length
    far = min(disc.radius * rim(disc.outline, dx, dy) + gap, length)
    return disc.x + dx * far, disc.y + dy * far


def rim(outline: Outline, dx: float, dy: float) -> float:
    """How far the rim lies from the middle in a direction of length one, for radius 1.

    >>> rim((), 1, 0), rim([(1, 1), (-1, 1), (-1, -1), (1, -1)], 1, 0)
    (1.0, 1.0)
    """
    best = 0.0
    for i, (ax, ay) in enumerate(outline):
        bx, by = outline[(i + 1) % len(outline)]
        turn = dx * (by - ay) - dy * (bx - ax)
        if not turn:
            continue
        along = (ax * (by - ay) - ay * (bx - ax)) / turn
        across = (ax * dy - ay * dx) / turn
        if along > best and -1e-6 <= across <= 1 + 1e-6:  # noqa: PLR2004 - a corner belongs to both sides
            best = along
    return best or 1.0
