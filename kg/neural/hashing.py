"""Features as 32-bit hashes, many at once, and the rows of those that the fitted weights know."""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

__all__ = ["Hashes", "Ints", "hashed", "rows_of", "text_hash"]

Hashes = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]
_GOLDEN, _WORD = 0x9E3779B97F4A7C15, (1 << 64) - 1
_MIX, _SHIFT, _KEPT = np.uint64(0xFF51AFD7ED558CCD), np.uint64(29), np.uint64(20)


def text_hash(text: str) -> int:
    """A number of 32 bits that is the same in every run."""
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


def rows_of(known: Hashes, hashes: Hashes) -> Ints:
    """Where each hash stands among the known ones (which are sorted), counted from 1; 0 for any other."""
    at = np.searchsorted(known, hashes)
    at[at == len(known)] = 0
    return np.where(known[at] == hashes, at + 1, 0)
