"""The words between and around a pair of mentions, as hashes: what a linear reader would go by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.neural.hashing import Hashes, Ints, hashed
from kg.neural.units import Units

__all__ = ["Flags", "Places", "wording"]

Flags = npt.NDArray[np.bool_]
_NEAR = 24  # units between: all of them are looked at, in order
_ENDS = 8  # of more, so many at either end
_BEFORE, _AFTER, _CLAIM = 3, 6, 25
_NAME = 7  # names count by their kind: 7 + mark


@dataclass(frozen=True, slots=True)
class Places:
    """Where pairs stand, in units, one row a pair: the first and the last mention, and what lies between."""

    first: Ints  # (pairs, 2)
    last: Ints
    between: Ints
    order: Ints  # which of head and tail comes first, or both; 3 more where the tail is a clause


def wording(units: Units, places: Places) -> tuple[Hashes, Flags]:
    """Hashes, a row a pair, and which of them count."""
    keys = np.where(units.mark > 0, _NAME + units.mark, units.word)
    size = len(keys)
    order = places.order[:, None]

    def at(index: Ints) -> Ints:
        found: Ints = keys[np.clip(index, 0, size - 1)]
        return found

    start = np.maximum(places.between[:, 0], places.first[:, 1])[:, None]
    start = np.where(places.between[:, :1] < places.last[:, :1], start, places.last[:, :1])
    end = places.last[:, :1]
    gap = np.maximum(end - start, 0)
    near = gap <= _NEAR
    parts: list[tuple[Hashes, Flags]] = []

    def add(kind: int, valid: Flags, *columns: Ints) -> None:
        parts.append((hashed(kind, *np.broadcast_arrays(*columns)), valid))

    steps = np.arange(_NEAR)[None]
    index = start + steps
    inside = near & (index < end)
    here, before = at(index), np.where(steps > 0, at(index - 1), 1)
    add(1, inside, here)
    add(2, inside, here, order)
    add(3, inside, before, here)
    add(3, near, np.where(gap > 0, at(end - 1), 1), np.full_like(gap, 2))
    few = np.arange(_ENDS)[None]
    add(4, ~near & (few >= 0), at(start + few), order)
    add(5, ~near & (few >= 0), at(end - 1 - few), order)
    low, high = places.first[:, :1], places.last[:, 1:]
    back, on = np.arange(1, _BEFORE + 1)[None], np.arange(_AFTER)[None]
    add(6, low - back >= 0, at(low - back), order)
    add(7, low > 0, at(low - 1), order)
    add(8, high + on < size, at(high + on), order)
    add(9, high < size, at(high), order)
    add(10, high + 1 < size, at(high), at(high + 1), order)
    words = np.arange(_CLAIM)[None]
    add(11, (order > 2) & (end + words < high), units.word[np.clip(end + words, 0, size - 1)])  # noqa: PLR2004 - a clause
    return np.concatenate([h for h, _ in parts], axis=1), np.concatenate([v for _, v in parts], axis=1)
