"""Places for names in a still picture: next to their nodes and on their lines, none on another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from viz.geometry import Curve
from viz.layout import text_width
from viz.stress import Array
from viz.theme import Point
from viz.tidy import hit_mask

__all__ = ["Caption", "Room"]

LEADING = 1.25
LINE_COST, OUTSIDE_COST = 60.0, 300.0
"""What a line through a name, and a name over the frame's edge, cost beside pixels of covered nodes."""
SIDES = np.array([(0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)], dtype=float)
ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73)


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
        self._dots = np.column_stack([centres - radii[:, None], centres + radii[:, None]]).reshape(-1, 4)
        self._names = np.zeros((0, 4))

    def beside(
        self, number: int, lines: Sequence[str], size: float, rays: Iterable[Curve], *, must: bool
    ) -> Caption | None:
        """The cheapest place around a node that covers no name; none where it would cover a node and need not be."""
        width = max(text_width(line, size) for line in lines) + 4
        height = len(lines) * size * LEADING + 2
        boxes = self._around(number, width, height)
        cost = self._cost(boxes, number, rays)
        if not must:
            cost[self._covered(boxes, number) > 0] = np.inf
        cost[_overlaps(boxes, self._names).sum(1) > 0] = np.inf
        best = int(cost.argmin())
        return self._take(boxes[best], lines) if np.isfinite(cost[best]) else None

    def take(self, boxes: Array) -> None:
        """Keep names off these boxes: left, top, right, bottom."""
        self._names = np.vstack([self._names, boxes])

    def along(self, curve: Curve, text: str, size: float) -> Caption | None:
        """A free place on a line, or none."""
        half = np.array([text_width(text, size) + 8, size * LEADING]) / 2
        middles = np.array([curve.at(t) for t in ALONG])
        boxes = np.column_stack([middles - half, middles + half])
        free = (_overlaps(boxes, self._names).sum(1) == 0) & (_overlaps(boxes, self._dots).sum(1) == 0)
        return self._take(boxes[int(free.argmax())], [text]) if free.any() else None

    def _around(self, number: int, width: float, height: float) -> Array:
        left, top, right, bottom = self._dots[number]
        middle = np.array([(left + right) / 2, (top + bottom) / 2])
        slant = np.where((SIDES != 0).all(1), 0.82, 1.0)[:, None]
        reach = np.array([(right - left) / 2 + width / 2 + 3, (bottom - top) / 2 + height / 2 + 1])
        middles = middle + SIDES * slant * reach
        half = np.array([width, height]) / 2
        return np.column_stack([middles - half, middles + half])

    def _cost(self, boxes: Array, number: int, rays: Iterable[Curve]) -> Array:
        cost = self._covered(boxes, number) + 1e-3 * np.arange(len(boxes))
        low, high = np.array(self._frame[:2]), np.array(self._frame[2:])
        cost = cost + OUTSIDE_COST * ((boxes[:, :2] < low) | (boxes[:, 2:] > high)).any(1)
        middles, size = (boxes[:, :2] + boxes[:, 2:]) / 2, boxes[0, 2:] - boxes[0, :2]
        ends = np.array([(*ray.start, *ray.end) for ray in rays]).reshape(-1, 1, 4)
        return np.asarray(cost + LINE_COST * hit_mask(ends[..., :2], ends[..., 2:], middles[None], size).sum(0))

    def _covered(self, boxes: Array, number: int) -> Array:
        over = _overlaps(boxes, self._dots)
        over[:, number] = 0
        return np.asarray(over.sum(1))

    def _take(self, box: Array, lines: Sequence[str]) -> Caption:
        self._names = np.vstack([self._names, box])
        left, top, right, bottom = (float(edge) for edge in box)
        return Caption(tuple(lines), (left, top, right - left, bottom - top))


def _overlaps(boxes: Array, others: Array) -> Array:
    """The area that each of the boxes shares with each of the others."""
    left, top, right, bottom = boxes.T[:, :, None]
    wide = np.minimum(right, others[:, 2]) - np.maximum(left, others[:, 0])
    high = np.minimum(bottom, others[:, 3]) - np.maximum(top, others[:, 1])
    return np.asarray(np.maximum(wide, 0) * np.maximum(high, 0))
