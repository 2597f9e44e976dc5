"""What the fitted reader sees of each code point besides the recogniser's states."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kg.model import Document, Mention

__all__ = ["CHAR_CLASSES", "KNOWN", "LAYERS", "NAME_TYPES", "PHRASE_TYPES", "char_classes", "known_marks"]

NAME_TYPES = ("Company", "Product", "Person", "Organization", "Technology", "Event", "Metric", "Market")
PHRASE_TYPES = ("Strategy",)  # may hold names
LAYERS = (NAME_TYPES, PHRASE_TYPES)
CHAR_CLASSES = 10
KNOWN = 2 * len(NAME_TYPES) + 3  # begin and inside of each type that a finder knows, Strategy as one, nothing

Ints = npt.NDArray[np.int64]


def char_classes(twin: str) -> Ints:
    """The class of each code point: hanzi, capital, letter, digit, opening, closing, stop, comma, line end, other."""
    return np.fromiter((_char_class(c) for c in twin), dtype=np.int64, count=len(twin))


def _char_class(char: str) -> int:
    if "\u4e00" <= char <= "\u9fff":
        return 0
    if char.isascii() and char.isalnum():
        return 1 if char.isupper() else 3 if char.isdigit() else 2
    for number, marks in enumerate(_MARKS, 4):
        if char in marks:
            return number
    return 9


_MARKS = (
    "\u201c\u2018\u300a\uff08\u3010",
    "\u201d\u2019\u300b\uff09\u3011",
    "\u3002\uff01\uff1f",
    "\uff0c\u3001\uff1b\uff1a",
    "\n\r",
)


def known_marks(doc: Document, mentions: tuple[Mention, ...]) -> Ints:
    """What lexicon and figures say of each code point: 0 nothing, else begin or inside of a type."""
    marks = np.zeros(len(doc.text), dtype=np.int64)
    for mention in mentions:
        number = NAME_TYPES.index(mention.type) if mention.type in NAME_TYPES else len(NAME_TYPES)
        marks[mention.span.start : mention.span.end] = 2 + 2 * number
        marks[mention.span.start] = 1 + 2 * number
    return marks
