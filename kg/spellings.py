"""Many keys of names, laid out so that those which hold some letters or share most of them are found at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from kg.columns import Numbers

__all__ = ["Spellings", "close"]

_ENOUGH = 50.0  # of 100: one of two characters right
_AT_ONCE = 20_000  # keys, in 5 ms: other threads wait until each search ends
_END = "\n"  # after each key; `search_key` leaves no white space in one


class _Laid(NamedTuple):
    """The letters of all keys, one key after the other, each with an end; and which keys hold a letter.

    `holding[start[n] : start[n + 1]]` are the keys that hold `letters[n]`, as often as they hold it.
    """

    codes: Numbers
    begins: Numbers  # of each key
    lengths: Numbers
    letters: Numbers
    start: Numbers
    holding: Numbers


class Spellings:
    """Different keys in any order. Never changed; laid out when first asked, which takes a second for a million."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._given = keys

    def holding(self, part: str) -> Iterator[str]:
        """All longer keys that hold this one: those that begin so first, then the shorter, then by the alphabet."""
        codes, begins, lengths, *_ = self._laid
        first, *rest = _codes(part).tolist()
        places = np.flatnonzero(codes == first)
        for ahead, code in enumerate(rest, 1):
            places = places[codes[places + ahead] == code]
        keys, at = np.unique(np.searchsorted(begins, places, side="right") - 1, return_index=True)
        later = places[at] != begins[keys]
        order = np.lexsort((lengths[keys], later))
        order = order[lengths[keys[order]] > len(part)]
        yield from (self._keys[key] for key in keys[order].tolist())

    def near(self, key: str, limit: int) -> dict[str, float]:
        """The keys spelt most like this one, and how much, from 0 to 1; none that has less than half in common."""
        return close(key, [self._keys[n] for n in self._sharing(key).tolist()], limit)

    def _sharing(self, key: str) -> Numbers:
        """The keys that share enough letters with this one, in whatever order, to be spelt like it."""
        laid, wanted = self._laid, np.unique(_codes(key))
        at = np.searchsorted(laid.letters, wanted).tolist()
        parts = [laid.holding[laid.start[n] : laid.start[n + 1]] for n, code in zip(at, wanted, strict=True)
                 if n < len(laid.letters) and laid.letters[n] == code]  # fmt: skip
        shared = np.bincount(np.concatenate([laid.holding[:0], *parts]), minlength=len(laid.lengths))
        return np.flatnonzero(shared * 200 >= _ENOUGH * (laid.lengths + len(key)))

    @cached_property
    def _keys(self) -> list[str]:
        return sorted(self._given)

    @cached_property
    def _laid(self) -> _Laid:
        codes = _codes("".join(f"{key}{_END}" for key in self._keys))
        ends = codes == ord(_END)
        lengths = np.diff(np.flatnonzero(ends), prepend=-1).astype(np.int32) - 1
        begins = (np.cumsum(lengths + 1) - lengths - 1).astype(np.int32)
        order = np.argsort(codes, kind="stable")
        order = order[~ends[order]]
        letters, start = np.unique(codes[order], return_index=True)
        key_of = np.cumsum(ends, dtype=np.int32)
        return _Laid(codes, begins, lengths, letters, np.append(start, len(order)).astype(np.int32), key_of[order])


def close(key: str, among: Iterable[str], limit: int) -> dict[str, float]:
    """Those of the keys that are spelt most like this one, and how much."""
    found: list[tuple[float, str]] = []
    keys = list(among)
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        near = process.extract(key, part, scorer=fuzz.ratio, score_cutoff=_ENOUGH, limit=limit)
        found += [(-ratio, other) for other, ratio, _ in near]
    return {other: -ratio / 100 for ratio, other in sorted(found)[:limit]}


def _codes(text: str) -> Numbers:
    """The letters as numbers."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
