"""What the fitted tagger sees of each code point besides the recogniser's states: hashed n-grams and words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np

from kg.model import Document, Mention, Token
from kg.neural.hashing import Hashes, Ints, hashed, text_hash
from kg.ranges import ranges

__all__ = [
    "LAYERS",
    "NAME_TYPES",
    "PHRASE_TYPES",
    "TEMPLATES",
    "WORD_TAGS",
    "char_features",
    "features_between",
    "known_marks",
    "tag_ids",
]

NAME_TYPES = ("Company", "Product", "Person", "Organization", "Technology", "Event", "Metric", "Market")
PHRASE_TYPES = ("Strategy",)  # may hold names
LAYERS = (NAME_TYPES, PHRASE_TYPES)
TEMPLATES = 26  # features a code point
# The recogniser's tags, and any other as 0. The order is the fitted weights'.
WORD_TAGS = (
    "LOC", "ORG", "PER", "TIME", "a", "ad", "an", "c", "d", "f", "m", "n", "nr", "ns",
    "nt", "nw", "nz", "p", "q", "r", "s", "t", "u", "v", "vd", "vn", "w", "xc",
)  # fmt: skip
_TAG_IDS = {tag: number for number, tag in enumerate(WORD_TAGS, 1)}
_PAD = 4
_MARGIN = 64  # code points around a stretch that its features may look at: two words and more
_ZERO, _NINE = 48, 57


def tag_ids(words: Sequence[Token]) -> Ints:
    """The number of each word's tag."""
    return np.fromiter((_TAG_IDS.get(w.tag, 0) for w in words), dtype=np.int64, count=len(words))


def known_marks(doc: Document, mentions: tuple[Mention, ...]) -> Ints:
    """What lexicon and figures say of each code point: 0 nothing, else begin or inside of a type."""
    marks = np.zeros(len(doc.text), dtype=np.int64)
    for mention in mentions:
        number = NAME_TYPES.index(mention.type) if mention.type in NAME_TYPES else len(NAME_TYPES)
        marks[mention.span.start : mention.span.end] = 2 + 2 * number
        marks[mention.span.start] = 1 + 2 * number
    return marks


class _Words:
    """Words by code point: any number that a word has, of the word around a code point or of its neighbours."""

    def __init__(self, words: Sequence[Token], first: int, length: int) -> None:
        self.number = np.full(length, -1, dtype=np.int64)
        self.place = np.zeros(length, dtype=np.int64)  # 1 first, 2 inside, 3 last
        starts = np.fromiter((w.span.start for w in words), np.int64, len(words)) - first
        ends = np.fromiter((w.span.end for w in words), np.int64, len(words)) - first
        sizes = ends - starts
        inside = ranges(starts, sizes)
        self.number[inside] = np.repeat(np.arange(len(words)), sizes)
        self.place[inside] = 2
        self.place[ends - 1] = 3
        self.place[starts] = 1
        self.outside = self.number < 0

    def of(self, values: Ints, step: int = 0) -> Ints:
        """`values`, a number a word, of the word `step` words on from each code point's; 0 beyond the ends."""
        padded = np.zeros(len(values) + 2 * _PAD, dtype=np.int64)
        padded[_PAD : _PAD + len(values)] = values
        found = padded[self.number + _PAD + step]
        found[self.outside] = 0
        return found


def features_between(doc: Document, known: Ints, low: int, high: int) -> Hashes:
    """char_features of the code points [low, high) alone, as they are within their document."""
    first, last = max(0, low - _MARGIN), min(len(doc.twin), high + _MARGIN)
    words, tokens = _within(doc.words, first, last), _within(doc.tokens, first, last)
    features = char_features(doc.twin[first:last], words, tokens, known[first:last], first=first)
    return features[low - first : high - first]


def _within(words: Sequence[Token], first: int, last: int) -> Sequence[Token]:
    start = bisect_left(words, first, key=lambda w: w.span.start)
    end = bisect_right(words, last, key=lambda w: w.span.end)
    return words[start:end]


def char_features(twin: str, words: Sequence[Token], tokens: Sequence[Token], known: Ints, *, first: int = 0) -> Hashes:
    """(code points, TEMPLATES) hashes; `words` are the recogniser's, `tokens` the segmenter's, `known` known_marks.

    `first` is where the twin begins in the document that the words are of.
    """
    size = len(twin)
    chars = np.zeros(size + 2 * _PAD, dtype=np.int64)
    codes = np.frombuffer(twin.encode("utf-32-le"), dtype=np.uint32)
    chars[_PAD : _PAD + size] = np.where((codes >= _ZERO) & (codes <= _NINE), _ZERO, codes)
    b, a, m, n, o, p, q = (chars[_PAD + k : _PAD + k + size] for k in range(-3, 4))
    row, pieces = _Words(words, first, size), _Words(tokens, first, size)
    texts = [twin[w.span.start - first : w.span.end - first] for w in words]
    word, end, begin = (
        np.fromiter((text_hash(part) for part in parts), dtype=np.int64, count=len(texts))
        for parts in (texts, [t[-2:] for t in texts], [t[:2] for t in texts])
    )
    piece = np.fromiter(
        (text_hash(twin[t.span.start - first : t.span.end - first]) for t in tokens), dtype=np.int64, count=len(tokens)
    )
    tag, here = tag_ids(words), row.place
    marks = np.zeros(size + 2, dtype=np.int64)
    marks[1:-1] = known
    columns = (
        (n,), (m, n), (n, o), (a, m), (o, p), (a, m, n), (n, o, p), (b, a, m), (o, p, q), (m, n, o),
        (row.of(word), here), (row.of(word, -1), here), (row.of(word, 1), here),
        (row.of(word, -1), row.of(word), here), (row.of(word), row.of(word, 1), here),
        (row.of(end), here), (row.of(begin), here),
        (row.of(tag), here, row.of(tag, -1), row.of(tag, 1)),
        (row.of(tag, -2), row.of(tag, -1), row.of(tag), row.of(tag, 1), here),
        (row.of(word, -2), here), (row.of(word, 2), here),
        (row.of(end, -1), here), (row.of(begin, 1), row.of(tag), here),
        (marks[:-2], marks[1:-1], marks[2:]),
        (pieces.of(piece), pieces.place), (pieces.of(piece, -1), pieces.place, here),
    )  # fmt: skip
    return np.stack([hashed(kind, *column) for kind, column in enumerate(columns, 1)], axis=1)
