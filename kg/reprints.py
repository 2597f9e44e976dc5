"""Which documents are one work: the same article, or one reprinted with small changes, counts once.

Two texts are near when at least seven tenths of their five-character pieces are shared, whatever the script, width
and marks. Works are the connected components of that, so the order in which documents come cannot matter. MinHash says
which pairs are worth comparing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from unicodedata import normalize

import numpy as np
from networkx.utils import UnionFind

from kg.neural.hashing import hashed, text_hash
from kg.text import to_hans

__all__ = ["Copy", "Place", "bands", "near", "near_pairs", "works"]

_PIECE = 5
_LEAST = 100  # pieces: of shorter texts two are one work only where they are equal
_SHARED = 0.7
_BANDS, _ROWS = 32, 4  # of 100 pairs that share 0.7, 99.98 meet in a band


@dataclass(frozen=True, slots=True)
class Copy:
    """A document as far as this goes: `origin` is the same for equal texts."""

    id: str
    origin: str
    date: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands among its copies: the work it is a copy of, and the document it repeats, if any."""

    work: str
    reprint_of: str | None


@lru_cache(maxsize=64)
def _pieces(text: str) -> frozenset[str]:
    plain = "".join(c for c in to_hans(normalize("NFKC", text)).lower() if c.isalnum())
    return frozenset(plain[i : i + _PIECE] for i in range(len(plain) - _PIECE + 1))


@lru_cache(maxsize=64)
def bands(text: str) -> tuple[int, ...]:
    """What texts that may be near share at least one of; nothing for a short text."""
    pieces = _pieces(text)
    if len(pieces) < _LEAST:
        return ()
    codes = np.fromiter(map(text_hash, pieces), dtype=np.int64, count=len(pieces))
    rows = [int(hashed(number, codes).min()) for number in range(_BANDS * _ROWS)]
    return tuple(sorted({_band(n, rows[n * _ROWS : (n + 1) * _ROWS]) for n in range(_BANDS)}))


def _band(number: int, rows: Iterable[int]) -> int:
    return int.from_bytes(blake2b(repr((number, *rows)).encode(), digest_size=7).digest())


def near(one: str, other: str) -> bool:
    """Whether two texts, neither of them short, say nearly the same in the same words.

    >>> text = "".join(f"第{n}，騰訊推出元寶。" for n in range(50))
    >>> near(text, text.replace("騰訊", "腾讯") + "本報訊。"), near("短文", "短文")
    (True, False)
    """
    first, second = _pieces(one), _pieces(other)
    if min(len(first), len(second)) < max(_LEAST, _SHARED * max(len(first), len(second))):
        return False
    return len(first & second) >= _SHARED * len(first | second)


def works(copies: Iterable[Copy], pairs: Iterable[tuple[str, str]]) -> dict[str, Place]:
    """Each document's place, from all pairs (of ids) that are near. The earliest copy is the original."""
    held = {copy.id: copy for copy in copies}
    joined: UnionFind[str] = UnionFind(held)
    by_origin: dict[str, str] = {}
    for copy in held.values():
        joined.union(by_origin.setdefault(copy.origin, copy.id), copy.id)
    for pair in pairs:
        joined.union(*pair)
    return {i: place for group in joined.to_sets() for i, place in _places([held[i] for i in group]).items()}


def _places(group: list[Copy]) -> dict[str, Place]:
    work = min(copy.origin for copy in group)
    original = min(group, key=lambda c: (c.date is None, c.date or "", c.id)).id
    return {copy.id: Place(work, None if copy.id == original else original) for copy in group}


def near_pairs(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """All pairs among these texts, by id, that are near."""
    meeting: defaultdict[int, list[str]] = defaultdict(list)
    for id_, text in texts.items():
        for band in bands(text):
            meeting[band].append(id_)
    candidates = {pair for ids in meeting.values() for pair in combinations(sorted(ids), 2)}
    return sorted(pair for pair in candidates if near(texts[pair[0]], texts[pair[1]]))
