"""Where templates fit a question: every reading of every stretch of it, each computed once.

A template fits when each word of the question is accounted for: by the template's own words, by a name or value in a
slot, by a modifier (a time, a modality, a speaker, a topic) or by a filler that says nothing. What is read with fewer
fillers and fewer free words costs less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.questions.grammar import Grammar, Rule
from kg.questions.lattice import NESTED, QUOTES, Lattice
from kg.questions.names import NameSpan, cuts_word
from kg.questions.templates import Element, Hole, Template, Word
from kg.questions.values import Bindings, Free, Reached

__all__ = ["Chart", "Fit"]

_FILLER, _MODIFIER = 0.1, 0.4
_DEAREST = 20.0
"""A reading that costs more is none: too little of the question is understood."""
_MOST_STEPS = 12_000
"""Questions need 500 to 3,000; what needs more was made to tangle, and is not read."""
_MARKS = QUOTES | frozenset("，。；：！？!?.…、")


@dataclass(frozen=True, slots=True)
class Fit:
    """A stretch of the question that ends at `end`, what it bound, and what the reading cost."""

    end: int
    cost: float = 0.0
    bindings: Bindings = ()

    def then(self, other: Fit) -> Fit:
        """One stretch and the next."""
        return Fit(other.end, self.cost + other.cost, self.bindings + other.bindings)


class Chart:
    """One question in one language, with the names found in it. `loose` is as for the Lattice."""

    def __init__(self, text: str, grammar: Grammar, names: Iterable[NameSpan], *, loose: bool = False) -> None:
        self.text = text
        self._grammar = grammar
        self._lattice = Lattice(text, grammar, names, loose=loose)
        self._fits: dict[tuple[int, int, int, bool], list[Fit]] = {}
        self._ends: dict[tuple[str, int], tuple[int, ...]] = {}
        self._skips: dict[int, list[Fit]] = {}
        self._occurring: dict[str, bool] = {}
        self._present: set[Word | Hole] = set()
        self._absent: set[Word | Hole] = set()
        self._steps = 0

    def add_phrases(self, phrases: Iterable[tuple[str, frozenset[str], Template]]) -> None:
        """Let names be read where a template of (form, types, template) reads a phrase for entities: 騰訊的對手."""
        found = [
            (types, place, fit.end, Reached(self.text[place : fit.end], form, fit.bindings), fit.cost + NESTED)
            for form, types, template in phrases
            if self._may_fit(template)
            for place in range(len(self.text))
            for fit in self.fits(template, place, skipping=False)
        ]
        for piece in found:
            self._lattice.add(*piece)
        self._fits.clear()
        self._skips.clear()

    def whole(self, template: Template) -> Fit | None:
        """The cheapest way in which the template reads the whole question."""
        if not self._may_fit(template):
            return None
        ways = (fit.then(rest) for fit in self.fits(template, 0) for rest in self._skip(fit.end))
        whole = (way for way in ways if way.end == len(self.text) and way.cost < _DEAREST)
        return min(whole, key=lambda way: way.cost, default=None)

    def fits(self, template: Template, place: int, *, skipping: bool = True, since: int = 0) -> list[Fit]:
        """The ways in which the template, from its element `since`, reads what begins at a place; one for each end."""
        key = (id(template), since, place, skipping)
        found = self._fits.get(key)
        if found is None:
            self._steps += 1
            found = _cheapest(self._ways(template, place, skipping, since)) if self._steps < _MOST_STEPS else []
            self._fits[key] = found
        return found

    def _ways(self, template: Template, place: int, skipping: bool, since: int) -> Iterator[Fit]:  # noqa: FBT001
        if since == len(template):
            yield Fit(place)
            return
        if template[since].optional:
            yield from self.fits(template, place, skipping=skipping, since=since + 1)
        for skip in self._skip(place) if skipping else [Fit(self._lattice.after_quotes(place))]:
            for fit in self._element(template[since], skip.end):
                for rest in self.fits(template, fit.end, skipping=skipping, since=since + 1):
                    yield skip.then(fit).then(rest)

    def _element(self, element: Element, place: int) -> list[Fit]:
        if isinstance(element, Word):
            return [Fit(place + len(text)) for text in element.texts if self._stands(text, place)]
        if isinstance(element, Hole):
            return [Fit(end) for name in element.names for end in self._rule_ends(name, place)]
        pieces = self._lattice.at(place, element.kinds)
        return [Fit(piece.end, piece.cost, ((element.name, piece.value),)) for piece in pieces]

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
        """A quick no for most templates: they share their elements, and each is looked for once."""
        if not template.required.isdisjoint(self._absent):
            return False
        for element in template.required - self._present:
            if not self._occurs(element):
                self._absent.add(element)
                return False
            self._present.add(element)
        return True

    def _occurs(self, element: Word | Hole) -> bool:
        """Whether the element can be read anywhere."""
        if isinstance(element, Word):
            return any(text in self.text for text in element.texts)
        return any(self._rule_occurs(name) for name in element.names)

    def _rule_occurs(self, name: str) -> bool:
        if name not in self._occurring:
            rule = self._grammar.rules[name]
            may = bool(rule.templates) or not rule.starts.isdisjoint(self.text)
            self._occurring[name] = may and any(self._rule_ends(name, place) for place in range(len(self.text)))
        return self._occurring[name]

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


def _cheapest(ways: Iterable[Fit]) -> list[Fit]:
    """For each end the cheapest way to it, in order of the ends."""
    best: dict[int, Fit] = {}
    for way in ways:
        if way.cost < (best[way.end].cost if way.end in best else _DEAREST):
            best[way.end] = way
    return [best[end] for end in sorted(best)]
