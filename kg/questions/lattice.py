"""What the places of a question can be read as: names, lists of names, dates, numbers, measures, types, free words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.questions.grammar import Grammar
from kg.questions.names import NameSpan, cuts_word
from kg.questions.values import Free, Named, Several, TypeName, Value

__all__ = ["FREE", "NESTED", "QUOTES", "Lattice", "Piece"]

# What a reading costs. Only the order matters: a name beside its type less than a name in a list or phrase, that less
# than a name inside a longer one, that less than free words, those less than a name of a type that the form does not
# speak of, and an unknown name most.
TYPED, NESTED, INSIDE, FREE, MISFIT, UNKNOWN = 0.2, 0.6, 2.0, 3.0, 6.0, 9.0
_PER_LETTER, _LONGEST_FREE, _LONGEST_UNKNOWN = 0.15, 16, 30
_LONGER = range(2, 5)
"""By so many letters may an unknown name be longer than a known one in it: 騰訊音樂, but no whole clause."""
_STOPS = frozenset("，。；：！？\n")
QUOTES = frozenset(' “”‘’"《》〈〉')


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the question up to `end` with one value. `kinds` are the slots that it fits without more cost."""

    kinds: frozenset[str]  # entity types; or one of measure, type, date, number
    value: Value
    end: int
    cost: float


class Lattice:
    """Every value that a place of the question can hold.

    `loose` lets a slot for names take words that no name covers, which is how an unknown name is seen to be one.
    """

    def __init__(self, text: str, grammar: Grammar, names: Iterable[NameSpan], *, loose: bool) -> None:
        self.text = text
        self._loose = loose
        self._conjunctions = grammar.rules["and"].words
        self._not_in_names = [w for words in grammar.rules["never_in_name"].words.values() for w in words]
        self._pieces: dict[int, list[Piece]] = {}
        self._known: list[tuple[int, int]] = []
        self._wordings: dict[tuple[int, bool], list[Piece]] = {}
        for span in names:
            value = Named(text[span.start : span.end], span.entities)
            types = frozenset(entity.type for entity in span.entities)
            self._known.append((span.start, span.end))
            self.add(types, span.start, span.end, value, INSIDE if span.inside else 0.0)
        self._add_plain_values(grammar)
        self._add_typed_names()
        self._add_lists()

    def add(self, kinds: frozenset[str], start: int, end: int, value: Value, cost: float = 0.0) -> None:
        """Let slots of these kinds read [start, end) as this value."""
        self._pieces.setdefault(start, []).append(Piece(kinds, value, end, cost))

    def at(self, place: int, kinds: frozenset[str]) -> Iterator[Piece]:
        """What a slot of these kinds can hold from a place on."""
        for piece in self._pieces.get(place, ()):
            if "several" not in kinds or isinstance(piece.value, Several):
                yield from _fitted(piece, kinds)
        if "text" in kinds:
            yield from self._wording(place, unknown=False)
        elif self._loose and not kinds & {"several", "known"} and _of_names(kinds):
            yield from self._wording(place, unknown=True)

    def after_quotes(self, place: int) -> int:
        """The next place that is neither a space nor a quotation mark."""
        while place < len(self.text) and self.text[place] in QUOTES:
            place += 1
        return place

    def _add_plain_values(self, grammar: Grammar) -> None:
        for start, end, date in grammar.calendar.dates(self.text):
            self.add(frozenset({"date"}), start, end, date)
        for start, end, number in grammar.calendar.small_numbers(self.text):
            self.add(frozenset({"number"}), start, end, number)
        for kind, values in (("measure", grammar.measures), ("type", grammar.types)):
            for word, value in values.items():
                for start in _places(self.text, word):
                    self.add(frozenset({kind}), start, start + len(word), value)

    def _add_typed_names(self) -> None:
        """A name beside the word for its type is a name of that type alone: 小米公司, the company Xiaomi."""
        for start, pieces in list(self._pieces.items()):
            for first in list(pieces):
                for second in list(self._pieces.get(self.after_quotes(first.end), ())):
                    self._add_typed(first, second, start, second.end)
                    self._add_typed(second, first, start, second.end)

    def _add_typed(self, name: Piece, word: Piece, start: int, end: int) -> None:
        if isinstance(name.value, Named) and isinstance(word.value, TypeName) and word.value.type in name.kinds:
            of_type = tuple(e for e in name.value.entities if e.type == word.value.type)
            self.add(frozenset({word.value.type}), start, end, Named(self.text[start:end], of_type), name.cost + TYPED)

    def _add_lists(self) -> None:
        """Names joined by "and" or commas can be read as one value: 騰訊、阿里和字節."""
        for start in sorted(self._pieces, reverse=True):
            for first in [p for p in self._pieces[start] if isinstance(p.value, Named)]:
                for rest in self._after_conjunction(first):
                    values = rest.value.values if isinstance(rest.value, Several) else (rest.value,)
                    several = Several(self.text[start : rest.end], (first.value, *values))
                    self.add(first.kinds & rest.kinds, start, rest.end, several, max(first.cost, rest.cost) + NESTED)

    def _after_conjunction(self, first: Piece) -> list[Piece]:
        place = self.after_quotes(first.end)
        ends = (place + size for size, words in self._conjunctions.items() if self.text[place : place + size] in words)
        pieces = [p for end in ends for p in self._pieces.get(self.after_quotes(end), ())]
        return [p for p in pieces if p.kinds & first.kinds and isinstance(p.value, Named | Several)]

    def _wording(self, place: int, *, unknown: bool) -> list[Piece]:
        key = (place, unknown)
        if key not in self._wordings:
            self._wordings[key] = list(self._worded(place, unknown=unknown))
        return self._wordings[key]

    def _worded(self, place: int, *, unknown: bool) -> Iterator[Piece]:
        if cuts_word(self.text, place) or self.text[place : place + 1].isspace():
            return
        for end in range(place + 1, min(len(self.text), place + (_LONGEST_UNKNOWN if unknown else _LONGEST_FREE)) + 1):
            if self.text[end - 1] in _STOPS:
                return
            if (
                cuts_word(self.text, end)
                or self.text[end - 1].isspace()
                or (unknown and not self._may_be_name(place, end))
            ):
                continue
            text = self.text[place:end]
            value = Named(text, ()) if unknown else Free(text)
            yield Piece(frozenset(), value, end, (UNKNOWN if unknown else FREE) + _PER_LETTER * len(text))

    def _may_be_name(self, place: int, end: int) -> bool:
        """Whether the text holds no word that names never hold, and no name that is known with much else around it."""
        text, length = self.text[place:end], end - place
        if any(_places(text, word) for word in self._not_in_names):
            return False
        inside = (stop - start for start, stop in self._known if place <= start and stop <= end)
        return all(length - known in _LONGER for known in inside)


def _of_names(kinds: frozenset[str]) -> bool:
    """Whether these are entity types, which begin with a capital."""
    return any(kind[0].isupper() for kind in kinds)


def _fitted(piece: Piece, kinds: frozenset[str]) -> Iterator[Piece]:
    """The piece as a slot of these kinds has it: of several entities of one name those of a fitting type."""
    if piece.kinds & kinds:
        yield Piece(piece.kinds, _narrowed(piece.value, kinds), piece.end, piece.cost)
    elif _of_names(piece.kinds) and _of_names(kinds):
        yield Piece(piece.kinds, piece.value, piece.end, piece.cost + MISFIT)


def _narrowed(value: Value, kinds: frozenset[str]) -> Value:
    if isinstance(value, Named):
        return Named(value.text, tuple(e for e in value.entities if e.type in kinds) or value.entities)
    if isinstance(value, Several):
        return Several(value.text, tuple(_narrowed(v, kinds) for v in value.values))
    return value


def _places(text: str, word: str) -> list[int]:
    """Where the word stands as a word."""
    if word not in text:  # as most words
        return []
    places = (place for place in range(len(text)) if text.startswith(word, place))
    return [p for p in places if not cuts_word(text, p) and not cuts_word(text, p + len(word))]
