"""Where templates fit a question: every reading of every stretch of it, each computed once.

A template fits when each word of the question is accounted for: by the template's own words, by a name or a value in a
slot, by a modifier (a time, a modality, a speaker, a topic) or by a filler that says nothing. What is read with fewer
fillers and fewer free words costs less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.questions.grammar import Grammar, Rule
from kg.questions.names import NameSpan, cuts_word
from kg.questions.templates import Element, Hole, Slot, Template, Word
from kg.questions.values import Bindings, Free, Named, Reached, Several, TypeName, Value

__all__ = ["Chart", "Fit"]

# What a reading costs. Only the order matters: a filler less than a name inside a longer one, that less than free
# words, those less than a name of a type that the form does not speak of, and an unknown name most.
_FILLER, _TYPED, _MODIFIER, _NESTED, _INSIDE, _FREE, _MISFIT, _UNKNOWN = 0.1, 0.2, 0.4, 0.6, 2.0, 3.0, 6.0, 9.0
_PER_LETTER, _LONGEST_FREE = 0.15, 30
_STOPS = frozenset("，。；：！？\n")
_QUOTES = frozenset(' “”‘’"《》〈〉')
_MARKS = _QUOTES | frozenset("，。；：！？!?.…、")


@dataclass(frozen=True, slots=True)
class Fit:
    """A stretch of the question that ends at `end`, what it bound, and what the reading cost."""

    end: int
    cost: float = 0.0
    bindings: Bindings = ()

    def then(self, other: Fit) -> Fit:
        """One stretch and the next."""
        return Fit(other.end, self.cost + other.cost, self.bindings + other.bindings)


@dataclass(frozen=True, slots=True)
class _Reading:
    kinds: frozenset[str]  # entity types; or one of measure, type, date, number
    value: Value
    end: int
    cost: float


class Chart:
    """One question in one language, with the names found in it.

    `loose` lets a name slot take words that no name covers, which is how a name that is not known is seen to be one.
    """

    def __init__(self, text: str, grammar: Grammar, names: Iterable[NameSpan], *, loose: bool = False) -> None:
        self.text = text
        self._grammar = grammar
        self._loose = loose
        self._values: dict[int, list[_Reading]] = {}
        self._fits: dict[tuple[int, int, int, bool], list[Fit]] = {}
        self._ends: dict[tuple[str, int], tuple[int, ...]] = {}
        self._skips: dict[int, list[Fit]] = {}
        self._occurring: dict[str, bool] = {}
        for span in names:
            value = Named(text[span.start : span.end], span.entities)
            self._add(_types(value), span.start, span.end, value, _INSIDE if span.inside else 0.0)
        self._add_plain_values()
        self._add_typed_names()
        self._add_lists()

    def _add_plain_values(self) -> None:
        for start, end, date in self._grammar.calendar.dates(self.text):
            self._add(frozenset({"date"}), start, end, date)
        for start, end, number in self._grammar.calendar.small_numbers(self.text):
            self._add(frozenset({"number"}), start, end, number)
        for kind, values in (("measure", self._grammar.measures), ("type", self._grammar.types)):
            for word, value in values.items():
                for start in _places(self.text, word):
                    self._add(frozenset({kind}), start, start + len(word), value)

    def _add_typed_names(self) -> None:
        """A name beside the word for its type is a name of that type alone: 小米公司, the company Xiaomi."""
        for start, readings in list(self._values.items()):
            for name in [r for r in readings if isinstance(r.value, Named)]:
                for word in self._values.get(self._after_space(name.end), ()):
                    self._add_typed(name, word, start, word.end)
            for word in [r for r in readings if isinstance(r.value, TypeName)]:
                for name in self._values.get(self._after_space(word.end), ()):
                    self._add_typed(name, word, start, name.end)

    def _add_typed(self, name: _Reading, word: _Reading, start: int, end: int) -> None:
        if isinstance(name.value, Named) and isinstance(word.value, TypeName) and word.value.type in name.kinds:
            of_type = tuple(e for e in name.value.entities if e.type == word.value.type)
            value = Named(self.text[start:end], of_type)
            self._add(frozenset({word.value.type}), start, end, value, name.cost + _TYPED)

    def _add(self, kinds: frozenset[str], start: int, end: int, value: Value, cost: float = 0.0) -> None:
        """Let slots of these kinds read [start, end) as this value."""
        self._values.setdefault(start, []).append(_Reading(kinds, value, end, cost))

    def whole(self, template: Template) -> Fit | None:
        """The cheapest way in which the template reads the whole question."""
        if not self._may_fit(template):
            return None
        ways = (fit.then(rest) for fit in self.fits(template, 0) for rest in self._skip(fit.end))
        return min((way for way in ways if way.end == len(self.text)), key=lambda way: way.cost, default=None)

    def fits(self, template: Template, place: int, *, skipping: bool = True, since: int = 0) -> list[Fit]:
        """The ways in which the template, from its element `since`, reads what begins at a place; one for each end."""
        key = (id(template), since, place, skipping)
        found = self._fits.get(key)
        if found is None:
            found = _cheapest(self._ways(template, place, skipping, since))
            self._fits[key] = found
        return found

    def _ways(self, template: Template, place: int, skipping: bool, since: int) -> Iterator[Fit]:  # noqa: FBT001
        if since == len(template):
            yield Fit(place)
            return
        if template[since].optional:
            yield from self.fits(template, place, skipping=skipping, since=since + 1)
        for skip in self._skip(place) if skipping else [Fit(self._after_space(place))]:
            for fit in self._element(template[since], skip.end):
                for rest in self.fits(template, fit.end, skipping=skipping, since=since + 1):
                    yield skip.then(fit).then(rest)

    def _element(self, element: Element, place: int) -> list[Fit]:
        if isinstance(element, Word):
            return [Fit(place + len(text)) for text in element.texts if self._stands(text, place)]
        if isinstance(element, Hole):
            return [Fit(end) for name in element.names for end in self._rule_ends(name, place)]
        return list(self._slot(element, place))

    def _stands(self, text: str, place: int) -> bool:
        end = place + len(text)
        return self.text.startswith(text, place) and not cuts_word(self.text, place) and not cuts_word(self.text, end)

    def _rule_ends(self, name: str, place: int) -> tuple[int, ...]:
        key = (name, place)
        if key not in self._ends:
            self._ends[key] = tuple(sorted(set(self._rule(self._grammar.rules[name], place)), reverse=True))
        return self._ends[key]

    def _rule(self, rule: Rule, place: int) -> Iterator[int]:
        if self.text[place : place + 1] in rule.starts:
            for size, words in rule.words.items():
                word = self.text[place : place + size]
                if word in words and self._stands(word, place):
                    yield place + size
        for template in rule.templates:
            yield from (fit.end for fit in self.fits(template, place, skipping=False))

    def _may_fit(self, template: Template) -> bool:
        return all(element.optional or self._occurs(element) for element in template)

    def _occurs(self, element: Element) -> bool:
        """Whether the element can be read anywhere; a quick no for most templates."""
        if isinstance(element, Word):
            return any(text in self.text for text in element.texts)
        return isinstance(element, Slot) or any(self._rule_occurs(name) for name in element.names)

    def _rule_occurs(self, name: str) -> bool:
        if name not in self._occurring:
            self._occurring[name] = any(self._rule_ends(name, place) for place in range(len(self.text)))
        return self._occurring[name]

    def _slot(self, slot: Slot, place: int) -> Iterator[Fit]:
        for reading in self._values.get(place, ()):
            if "several" not in slot.kinds or isinstance(reading.value, Several):
                value, cost = _fitted(reading, slot.kinds)
                if value is not None:
                    yield Fit(reading.end, reading.cost + cost, ((slot.name, value),))
        if "text" in slot.kinds:
            yield from self._free(slot, place, _FREE)
        elif self._loose and "several" not in slot.kinds and _of_names(slot.kinds):
            yield from self._free(slot, place, _UNKNOWN)

    def _free(self, slot: Slot, place: int, cost: float) -> Iterator[Fit]:
        if cuts_word(self.text, place) or self.text[place : place + 1].isspace():
            return
        for end in range(place + 1, min(len(self.text), place + _LONGEST_FREE) + 1):
            if self.text[end - 1] in _STOPS:
                return
            if not cuts_word(self.text, end) and not self.text[end - 1].isspace():
                text = self.text[place:end]
                value = Named(text, ()) if cost == _UNKNOWN else Free(text)
                yield Fit(end, cost + _PER_LETTER * len(text), ((slot.name, value),))

    def _skip(self, place: int) -> list[Fit]:
        """What can be passed over from here, nothing included: spaces, marks, fillers and modifiers."""
        if place not in self._skips:
            self._skips[place] = [Fit(place)]  # a modifier does not skip within itself
            self._skips[place] = _cheapest(self._skipping(place))
        return self._skips[place]

    def _skipping(self, place: int) -> Iterator[Fit]:
        yield Fit(place)
        for fit in self._skippable(place):
            yield from (fit.then(rest) for rest in self._skip(fit.end))

    def _skippable(self, place: int) -> Iterator[Fit]:
        if self.text[place : place + 1] in _MARKS and place < len(self.text):
            yield Fit(place + 1)
        yield from (Fit(end, _FILLER) for end in self._rule_ends("filler", place))
        for modifier in self._grammar.modifiers:
            for template in modifier.templates:
                for fit in self.fits(template, place, skipping=False):
                    bound = tuple((f"~{name}", value) for name, value in fit.bindings)
                    yield Fit(fit.end, fit.cost + _MODIFIER, bound or ((f"~{modifier.id}", Free(modifier.id)),))

    def _after_space(self, place: int) -> int:
        while place < len(self.text) and self.text[place] in _QUOTES:
            place += 1
        return place

    def _add_lists(self) -> None:
        """Names joined by "and" or commas can be read as one value: 騰訊、阿里和字節."""
        for start in sorted(self._values, reverse=True):
            for first in [r for r in self._values[start] if isinstance(r.value, Named)]:
                for rest in self._after_conjunction(first):
                    values = rest.value.values if isinstance(rest.value, Several) else (rest.value,)
                    several = Several(self.text[start : rest.end], (first.value, *values))
                    cost = max(first.cost, rest.cost) + _NESTED
                    self._add(first.kinds & rest.kinds, start, rest.end, several, cost)

    def _after_conjunction(self, first: _Reading) -> list[_Reading]:
        places = {self._after_space(end) for end in self._rule_ends("and", self._after_space(first.end))}
        readings = [r for place in sorted(places) for r in self._values.get(place, ())]
        return [r for r in readings if r.kinds & first.kinds and isinstance(r.value, Named | Several)]

    def add_phrases(self, phrases: Iterable[tuple[str, frozenset[str], Template]]) -> None:
        """Let names be read where a template of (form, types, template) reads a phrase for entities: 騰訊的對手."""
        found = [
            (types, place, fit.end, Reached(self.text[place : fit.end], form, fit.bindings), fit.cost + _NESTED)
            for form, types, template in phrases
            if self._may_fit(template)
            for place in range(len(self.text))
            for fit in self.fits(template, place, skipping=False)
        ]
        for reading in found:
            self._add(*reading)
        self._fits.clear()
        self._skips.clear()


def _types(value: Named) -> frozenset[str]:
    return frozenset(entity.type for entity in value.entities)


def _of_names(kinds: frozenset[str]) -> bool:
    """Whether these are entity types, which begin with a capital."""
    return any(kind[0].isupper() for kind in kinds)


def _fitted(reading: _Reading, kinds: frozenset[str]) -> tuple[Value | None, float]:
    """What a slot of these kinds makes of it: of several entities of one name those of a fitting type."""
    if reading.kinds & kinds:
        return _narrowed(reading.value, kinds), 0.0
    misfit = _of_names(reading.kinds) and _of_names(kinds)
    return (reading.value if misfit else None), _MISFIT


def _narrowed(value: Value, kinds: frozenset[str]) -> Value:
    if isinstance(value, Named):
        return Named(value.text, tuple(e for e in value.entities if e.type in kinds) or value.entities)
    if isinstance(value, Several):
        return Several(value.text, tuple(_narrowed(v, kinds) for v in value.values))
    return value


def _cheapest(ways: Iterable[Fit]) -> list[Fit]:
    """For each end the cheapest way to it, in order of the ends."""
    best: dict[int, Fit] = {}
    for way in ways:
        if way.end not in best or way.cost < best[way.end].cost:
            best[way.end] = way
    return [best[end] for end in sorted(best)]


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        if not cuts_word(text, place) and not cuts_word(text, place + len(word)):
            yield place
        place = text.find(word, place + 1)
