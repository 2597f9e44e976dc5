"""Places for names in a still picture: next to their nodes and on their lines, none on another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from viz.geometry import Curve
from viz.layout import text_width
from viz.stress import Array
from viz.theme import Point
from viz.tidy import Mask, hit_mask

__all__ = ["Caption", "Room", "busy"]

LEADING = 1.25
LINE_COST, OUTSIDE_COST = 60.0, 300.0
"""What a line through a name, and a name over the frame's edge, cost beside pixels of covered nodes."""
SIDES = np.array([(0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)], dtype=float)
ALONG = np.array((0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73))
_WEIGHTS = np.column_stack([(1 - ALONG) ** 2, 2 * (1 - ALONG) * ALONG, ALONG**2])
_REACH = SIDES * np.where((SIDES != 0).all(1), 0.82, 1.0)[:, None]
_TURN = 1e-3 * np.arange(len(SIDES))
BITS = tuple(i / 6 for i in range(7))
"""Where a bent line is cut into straight ones."""
NEAR = np.array((-4.0, -4.0, 4.0, 4.0))
"""Pixels around a name in which a line is under its halo."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A text with its box: left, top, width and height in pixels."""

    lines: tuple[str, ...]
    box: tuple[float, float, float, float]

    @property
    def middle(self) -> Point:
        """The middle of the box."""
        left, top, width, height = self.box
        return left + width / 2, top + height / 2


class Room:
    """What of a frame (left, top, right, bottom) is taken: nodes from the start, then each name as it is placed."""

    def __init__(self, frame: tuple[float, float, float, float], centres: Array, radii: Array) -> None:
        self._frame = frame
        self._nodes = len(centres)
        self._used = self._nodes
        self._taken = np.zeros((4, self._nodes + 256))
        self._taken[:, : self._nodes] = _squares(centres, radii)

    def beside(
        self, number: int, lines: Sequence[str], size: float, rays: Iterable[Curve], *, must: bool
    ) -> Caption | None:
        """The cheapest place around a node that covers no name; none where it would cover a node and need not be."""
        width = max(text_width(line, size) for line in lines) + 4
        height = len(lines) * size * LEADING + 2
        boxes = self._around(number, width, height)
        shared = _overlaps(boxes, self._taken[:, : self._used])
        shared[:, number] = 0
        covered = shared[:, : self._nodes].sum(1)
        cost = covered + self._cost(boxes, rays)
        if not must:
            cost[covered > 0] = np.inf
        cost[shared[:, self._nodes :].any(1)] = np.inf
        best = int(cost.argmin())
        return self._take(boxes[best], lines) if np.isfinite(cost[best]) else None

    def along(self, curve: Curve, text: str, size: float) -> Caption | None:
        """A free place on a line, or none."""
        half = np.array([text_width(text, size) + 8, size * LEADING]) / 2
        middles = _WEIGHTS @ np.array([curve.start, curve.control, curve.end])
        boxes = np.concatenate([middles - half, middles + half], axis=1)
        free = np.logical_not(_meets(boxes, self._taken[:, : self._used]).any(1))
        best = int(free.argmax())
        return self._take(boxes[best], [text]) if free[best] else None

    def _around(self, number: int, width: float, height: float) -> Array:
        left, top, right, bottom = self._taken[:, number]
        middle = np.array([(left + right) / 2, (top + bottom) / 2])
        reach = np.array([(right - left) / 2 + width / 2 + 3, (bottom - top) / 2 + height / 2 + 1])
        middles = middle + _REACH * reach
        half = np.array([width, height]) / 2
        return np.concatenate([middles - half, middles + half], axis=1)

    def _cost(self, boxes: Array, rays: Iterable[Curve]) -> Array:
        low, high = np.array(self._frame[:2]), np.array(self._frame[2:])
        cost = _TURN + OUTSIDE_COST * ((boxes[:, :2] < low) | (boxes[:, 2:] > high)).any(1)
        ends = np.array([(*ray.start, *ray.end) for ray in rays])
        if not len(ends):
            return np.asarray(cost)
        ends = ends.reshape(-1, 1, 4)
        middles, size = (boxes[:, :2] + boxes[:, 2:]) / 2, boxes[0, 2:] - boxes[0, :2]
        return np.asarray(cost + LINE_COST * hit_mask(ends[..., :2], ends[..., 2:], middles[None], size).sum(0))

    def _take(self, box: Array, lines: Sequence[str]) -> Caption:
        if self._used == self._taken.shape[1]:
            self._taken = np.concatenate([self._taken, np.zeros_like(self._taken)], axis=1)
        self._taken[:, self._used] = box
        self._used += 1
        left, top, right, bottom = box.tolist()
        return Caption(tuple(lines), (left, top, right - left, bottom - top))


def busy(captions: Sequence[Caption], curves: Sequence[Curve], centres: Array, radii: Array) -> list[bool]:
    """Whether a line or a node lies under each caption: only there letters need a halo, which a PNG is slow to draw."""
    if not captions:
        return []
    boxes = np.array([c.box for c in captions])
    boxes[:, 2:] += boxes[:, :2]
    found: Mask = np.asarray(_meets(boxes, _squares(centres, radii)).any(1))
    if curves:
        ends = [(c.at(t), c.at(u)) for c in curves for t, u in (pairwise(BITS) if c.bent else ((0.0, 1.0),))]
        lines, wide = np.array(ends)[:, None], boxes + NEAR
        middles, sizes = (wide[:, :2] + wide[:, 2:]) / 2, wide[:, 2:] - wide[:, :2]
        found |= np.asarray(hit_mask(lines[:, :, 0], lines[:, :, 1], middles[None], sizes[None]).any(0))
    return [bool(each) for each in found.tolist()]


def _squares(centres: Array, radii: Array) -> Array:
    """Left, top, right and bottom of nodes, which are columns."""
    return np.concatenate([centres - radii[:, None], centres + radii[:, None]], axis=1).T


def _overlaps(boxes: Array, others: Array) -> Array:
    """The area that each of the boxes shares with each of the others, which are columns."""
    left, top, right, bottom = boxes.T[:, :, None]
    wide = np.minimum(right, others[2]) - np.maximum(left, others[0])
    high = np.minimum(bottom, others[3]) - np.maximum(top, others[1])
    return np.asarray(np.maximum(wide, 0) * np.maximum(high, 0))


def _meets(boxes: Array, others: Array) -> Mask:
    """Whether each of the boxes shares area with each of the others, which are columns."""
    left, top, right, bottom = boxes.T[:, :, None]
    return np.asarray((left < others[2]) & (others[0] < right) & (top < others[3]) & (others[1] < bottom))
