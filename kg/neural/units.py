"""A document as units for the pair scorer: its words, cut further where a mention begins or ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.model import Document, Mention, Span
from kg.neural.features import NAME_TYPES, PHRASE_TYPES, tag_ids
from kg.neural.hashing import Ints, text_hash
from kg.neural.layers import Bytes, Floats, from_bytes
from kg.neural.windows import windows_of
from kg.pipes.coreference import ACTORS

__all__ = ["KINDS", "MARKS", "STANDINGS", "TOPICS", "Units", "most_named", "units_of"]

KINDS = (*NAME_TYPES, *PHRASE_TYPES, "Factor")
MARKS = 2 * len(KINDS) + 1  # of a name: nothing, begin and inside of each kind
TOPICS = 3  # of a text: what may act and is named most
STANDINGS = 5 + TOPICS  # of a unit: see Units.standing
_PRONOUN, _DROPPED, _FIRST, _AGAIN, _MOST = 1, 2, 3, 4, 5
_WINDOW = 640  # code points read together, unless one sentence is longer


@dataclass(frozen=True, slots=True)
class Units:
    """Arrays with a value a unit; `at` has a unit a code point (and one for the end of the text)."""

    starts: Ints
    ends: Ints
    at: Ints
    word: Ints  # hash of its words, 0 in a name, so that what is learnt is not who it is said of
    tag: Ints
    mark: Ints
    phrase: Ints  # 1 begin and 2 inside of a strategy
    standing: Ints  # 1 pronoun, 2 a dropped subject stands before it; of a name: 3 said first, 4 again, 5 … 7 a topic
    windows: tuple[tuple[int, int], ...]  # runs of units that are read together: whole sentences

    def __len__(self) -> int:
        return len(self.starts)

    def range_of(self, span: Span) -> tuple[int, int]:
        """The units [first, last) of a place; of an empty one the unit behind it."""
        first = int(self.at[span.start])
        last = int(self.at[span.end - 1]) + 1 if span.end > span.start else first + 1
        return first, max(last, first + 1)

    def pooled(self, states: Bytes, at: Ints, most: float = 1.0) -> Floats:
        """Of a row a code point, the mean of each unit's first and last: what a reader from either side knows there."""
        both = np.add(states[self.starts[at]], states[self.ends[at] - 1], dtype=np.int16)
        return from_bytes(both, most / 2)


def units_of(doc: Document, mentions: Sequence[Mention]) -> Units:
    """Cut a document; O(code points + mentions)."""
    size = len(doc.twin)
    cut, inside = np.zeros(size + 1, dtype=bool), np.zeros(size, dtype=bool)
    tags = np.zeros(size, dtype=np.int64)
    for word, tag in zip(doc.words, tag_ids(doc.words).tolist(), strict=True):
        start, end = word.span.start, word.span.end
        cut[start] = cut[end] = True
        inside[start:end] = True
        tags[start:end] = tag
    marks = _marks(size, mentions, cut)
    inside |= marks[0] > 0
    begins = inside.copy()
    begins[1:] &= cut[1:-1] | ~inside[:-1]
    starts = np.flatnonzero(begins)
    closes = inside.copy()
    closes[:-1] &= cut[1:-1] | ~inside[1:]
    ends = np.flatnonzero(closes) + 1
    at = np.searchsorted(ends, np.arange(size + 1), side="right")
    at = np.minimum(at, max(0, len(starts) - 1))
    named = marks[0][starts] > 0
    pairs = zip(starts.tolist(), ends.tolist(), named.tolist(), strict=True)
    words = [0 if name else text_hash(doc.twin[s:e]) for s, e, name in pairs]
    name, phrase, standing = (m[starts] for m in marks)
    windows = windows_of(doc.sentences, _WINDOW) if len(starts) else []
    read = tuple((int(at[low]), int(at[high - 1]) + 1) for low, high in windows)
    return Units(starts, ends, at, np.array(words, np.int64), tags[starts], name, phrase, standing, read)


def most_named(mentions: Sequence[Mention]) -> Mapping[str | None, int]:
    """The topics of a text, what may act and is named most: 0, 1 and 2."""
    counted = Counter(m.entity for m in mentions if m.type in ACTORS and m.source != "carried")
    return {entity: rank for rank, (entity, _) in enumerate(counted.most_common(TOPICS))}


def _marks(size: int, mentions: Sequence[Mention], cut: npt.NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
    name, phrase, standing = (np.zeros(size, dtype=np.int64) for _ in range(3))
    topics, said = most_named(mentions), set[str | None]()
    for mention in mentions:
        start, end = mention.span.start, mention.span.end
        cut[start] = cut[end] = True
        if start == end:
            standing[start : start + 1] = _DROPPED
            continue
        if mention.source == "pronoun":
            standing[start:end] = _PRONOUN
        if mention.type in PHRASE_TYPES:
            phrase[start:end], phrase[start] = 2, 1
            continue
        kind = 2 * KINDS.index(mention.type)
        name[start:end], name[start] = 2 + kind, 1 + kind
        if mention.source != "pronoun" and mention.type != "Metric":
            topic = topics.get(mention.entity)
            again = _AGAIN if mention.entity in said else _FIRST
            standing[start:end] = again if topic is None else _MOST + topic
            said.add(mention.entity)
    return name, phrase, standing
