"""Stretches of numbers, many at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["ranges"]

Numbers = NDArray[np.integer[Any]]


def ranges(starts: Numbers, counts: Numbers) -> Numbers:
    """So many numbers from each start on, one stretch after the other.

    >>> ranges(np.array([5, 2]), np.array([3, 1])).tolist()
    [5, 6, 7, 2]
    """
    before = np.cumsum(counts) - counts
    found: Numbers = np.arange(counts.sum()) + np.repeat(starts - before, counts)
    return found
