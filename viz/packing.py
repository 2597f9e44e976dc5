"""Boxes side by side in a wide frame: the parts of a graph that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["pack"]

Box = tuple[float, float]
_Skyline = list[tuple[float, float, float]]  # left, width, height so far


def pack(boxes: Sequence[Box], *, ratio: float = 16 / 9) -> list[Box]:
    """The top left corner of each box (width, height) so that none overlap and all make a frame of about this ratio.

    Tallest first, each where it ends lowest. O(boxes² * widths tried).

    >>> pack([(160, 90), (40, 40)])
    [(0.0, 0.0), (160.0, 0.0)]
    """
    if not boxes:
        return []
    area = sum(w * h for w, h in boxes)
    widest = max(w for w, _ in boxes)
    widths = [max(widest, (area * ratio) ** 0.5 * stretch) for stretch in (1.0, 1.1, 1.25, 1.5)]
    tries = [_shelve(boxes, width) for width in [*widths, *(widest + w for w in sorted({w for w, _ in boxes})[:3])]]
    return min(tries, key=lambda corners: _waste(boxes, corners, ratio))


def _waste(boxes: Sequence[Box], corners: list[Box], ratio: float) -> float:
    """The area of the smallest frame of the wanted ratio."""
    right = max(x + w for (x, _), (w, _) in zip(corners, boxes, strict=True))
    bottom = max(y + h for (_, y), (_, h) in zip(corners, boxes, strict=True))
    return max(right, bottom * ratio)


def _shelve(boxes: Sequence[Box], width: float) -> list[Box]:
    corners: list[Box] = [(0.0, 0.0)] * len(boxes)
    skyline: _Skyline = [(0.0, width, 0.0)]
    for number in sorted(range(len(boxes)), key=lambda n: (-boxes[n][1], -boxes[n][0], n)):
        wide, high = boxes[number]
        left, top = min((_spots(skyline, wide, width)), key=lambda spot: (spot[1] + high, spot[0]))
        corners[number] = (left, top)
        skyline = _raised(skyline, left, wide, top + high)
    return corners


def _spots(skyline: _Skyline, wide: float, width: float) -> list[Box]:
    lefts = [left for left, _, _ in skyline if left + wide <= width + 1e-6] or [0.0]
    return [(left, max(h for x, w, h in skyline if x < left + wide - 1e-6 and x + w > left + 1e-6)) for left in lefts]


def _raised(skyline: _Skyline, left: float, wide: float, height: float) -> _Skyline:
    right, kept = left + wide, []
    for x, w, h in skyline:
        if x < left:
            kept.append((x, min(w, left - x), h))
        if x + w > right:
            start = max(x, right)
            kept.append((start, x + w - start, h))
    return sorted([*kept, (left, wide, height)])
