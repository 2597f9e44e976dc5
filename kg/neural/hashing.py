"""Features as 32-bit hashes, many at once, and the rows of those that the fitted weights know."""

from __future__ import annotations

import zlib
from functools import lru_cache

import numpy as np
import numpy.typing as npt

__all__ = ["Hashes", "Ints", "Known", "hashed", "text_hash"]

Hashes = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]
_GOLDEN, _WORD = 0x9E3779B97F4A7C15, (1 << 64) - 1
_MIX, _SHIFT, _KEPT = np.uint64(0xFF51AFD7ED558CCD), np.uint64(29), np.uint64(20)


@lru_cache(maxsize=1 << 14)
def text_hash(text: str) -> int:
    """A number of 32 bits that is the same in every run. Words come again: nine in ten are remembered."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def hashed(kind: int, *columns: Ints) -> Hashes:
    """One hash a row of the columns together; `kind` keeps features apart that have the same values.

    The mixing step is MurmurHash3's (Appleby, public domain).
    """
    value = np.full(columns[0].shape, np.uint64((kind * _GOLDEN) & _WORD))
    for column in columns:
        value ^= column.astype(np.uint64)
        value *= _MIX
        value ^= value >> _SHIFT
    return (value >> _KEPT).astype(np.uint32)


class Known:
    """Sorted hashes, each with its row (its place, counted from 1).

    Buckets by the highest bits hold one hash or two, so that a look-up is a third as long as a binary search.
    """

    def __init__(self, hashes: Hashes) -> None:
        self.hashes = hashes
        bits = min(24, max(1, len(hashes).bit_length() + 1))
        self._shift = np.uint32(32 - bits)
        each = np.bincount(hashes >> self._shift, minlength=1 << bits)
        self._first = np.concatenate([[0], np.cumsum(each)]).astype(np.int32)

    def __len__(self) -> int:
        return len(self.hashes)

    def rows(self, hashes: Hashes) -> Ints:
        """The row of each hash; 0 for one that is not known."""
        wanted = hashes.ravel()
        bucket = wanted >> self._shift
        first, last = self._first[bucket], self._first[bucket + np.uint32(1)]
        rows = np.zeros(wanted.shape, dtype=np.int64)
        at = np.flatnonzero(first < last)
        place, end = first[at], last[at]
        while len(at):
            same = self.hashes[place] == wanted[at]
            rows[at[same]] = place[same] + 1
            on = ~same & (place + 1 < end)
            at, place, end = at[on], place[on] + 1, end[on]
        return rows.reshape(hashes.shape)
