"""What makes a small picture readable: boxes that do not overlap, few crossings, no line through a foreign label."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viz.stress import TINY, Array

__all__ = ["Pairs", "cross_mask", "crossings", "hit_mask", "label_hits", "separate", "turn_wide"]

Pairs = NDArray[np.intp]
Mask = NDArray[np.bool_]


def turn_wide(places: Array) -> Array:
    """Centred, with the longest extent lying level."""
    centred = places - places.mean(0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ axes.T
    return np.asarray(turned * np.where(turned[np.abs(turned).argmax(0), [0, 1]] < 0, -1, 1))


def separate(places: Array, boxes: Array, *, rounds: int = 60) -> Array:
    """Push boxes (width, height around each place) apart until none overlap, each pair along its cheaper axis."""
    moved = places.copy()
    wide, high = ((boxes[:, None, axis] + boxes[None, :, axis]) / 2 for axis in (0, 1))
    order = np.sign(np.arange(len(moved))[:, None] - np.arange(len(moved))[None])
    for _ in range(rounds):
        aside, down = (moved[:, None, axis] - moved[None, :, axis] for axis in (0, 1))
        over_x, over_y = wide - np.abs(aside), high - np.abs(down)
        hit = (over_x > 0) & (over_y > 0)
        np.fill_diagonal(hit, 0)
        if not hit.any():
            break
        level = over_x <= over_y
        push = np.where(hit, np.minimum(over_x, over_y), 0) / 2
        side = np.where(level, aside, down)
        step = push * np.where(side == 0, order, np.sign(side)) * 0.7
        moved[:, 0] += np.where(level, step, 0).sum(1)
        moved[:, 1] += np.where(level, 0, step).sum(1)
    return moved


def crossings(places: Array, pairs: Pairs) -> int:
    """How many pairs of lines without a common end cross. O(edges²)."""
    a, b = places[pairs[:, 0]], places[pairs[:, 1]]
    cross = cross_mask(a[:, None], b[:, None], a[None], b[None])
    joined = (pairs[:, None, :, None] == pairs[None, :, None, :]).any((2, 3))
    return int((cross & ~joined).sum() // 2)


def cross_mask(a: Array, b: Array, c: Array, d: Array) -> Mask:
    """Whether the lines a-b and c-d cross, for all that broadcast together."""
    return np.asarray((_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0))


def _side(a: Array, b: Array, c: Array) -> Array:
    ab, ac = b - a, c - a
    return np.asarray(ab[..., 0] * ac[..., 1] - ab[..., 1] * ac[..., 0])


def label_hits(places: Array, boxes: Array, pairs: Pairs) -> int:
    """How many times a line runs through the box of a node that is not its end. O(edges * nodes)."""
    a, b = places[pairs[:, 0]][:, None], places[pairs[:, 1]][:, None]
    number = np.arange(len(places))
    own = (pairs[:, :1] == number) | (pairs[:, 1:] == number)
    return int((hit_mask(a, b, places[None], boxes[None]) & ~own).sum())


def hit_mask(a: Array, b: Array, centre: Array, box: Array) -> Mask:
    """Whether the line a-b runs through the box (width, height) around the centre, for all that broadcast together."""
    along = b - a
    along = np.where(np.abs(along) < TINY, TINY, along)
    near, far = (centre - box / 2 - a) / along, (centre + box / 2 - a) / along
    first, last = np.minimum(near, far), np.maximum(near, far)
    enter = np.maximum(np.maximum(first[..., 0], first[..., 1]), 0)  # numpy is slow to reduce an axis of two
    leave = np.minimum(np.minimum(last[..., 0], last[..., 1]), 1)
    return np.asarray(enter < leave)
