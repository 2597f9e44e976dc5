"""Statements -> with their time, horizon, aspect and polarity; and figures with what they measure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from kg.model import Document, Entity, Modality, Span, Statement
from kg.pipes.coreference import clauses
from kg.resources import read_yaml
from kg.times import FoundTime, Times

__all__ = ["QualifierWords", "Qualify", "load_qualifiers"]

_AHEAD = frozenset({Modality.FORECAST, Modality.HYPOTHETICAL})
_NAMES = frozenset({"Company", "Product", "Person", "Organization", "Metric"})  # a time in one of them is part of it
_FAR = 24  # code points between what is measured and its figure
_LONGEST = 16  # code points of an aspect
_NEVER = 9


@dataclass(frozen=True, slots=True)
class QualifierWords:
    """The word classes of data/qualifiers.yaml, and the aspects of data/figures.yaml, compiled."""

    aspects: re.Pattern[str]
    change: re.Pattern[str]
    joint: re.Pattern[str]
    ahead_in: tuple[re.Pattern[str], ...]
    judgement: re.Pattern[str]  # groups denial, positive, negative
    not_aspects: frozenset[str]
    nouns: frozenset[str]  # tags of words that an aspect can be
    joined: frozenset[str]  # tags of words that belong to the noun behind them
    passed: frozenset[str]  # tags of words between an aspect and its figure


def load_qualifiers(path: Path) -> QualifierWords:
    """Read data/qualifiers.yaml and, beside it, figures.yaml."""
    raw: dict[str, Any] = read_yaml(path)
    denial, positive, negative = raw["denial"], _any(raw["positive"]), _any(raw["negative"])
    return QualifierWords(
        re.compile(_any(read_yaml(path.with_name("figures.yaml"))["aspects"])),
        re.compile(raw["change"]),
        re.compile(raw["joint"]),
        tuple(re.compile(row) for row in raw["ahead_in"]),
        re.compile(f"(?P<denial>(?:{denial}).?)?(?:(?P<negative>{negative})|(?P<positive>{positive}))"),
        frozenset(raw["not_aspects"]),
        frozenset(raw["noun_tags"]),
        frozenset(raw["joined_tags"]),
        frozenset(raw["passed_tags"]),
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Qualify:
    """Look around each statement's evidence; only sentences that say something are searched for times.

    A time holds for a statement if it stands in the clause of the tail, else before it in the same sentence, else in
    its evidence. Linear in the length of these sentences. The recogniser's words help to find aspects, where there are.
    """

    requires: ClassVar = frozenset({"twin", "sentences", "mentions", "statements"})
    assigns: ClassVar = frozenset({"qualifiers"})
    times: Times
    words: QualifierWords

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        if not doc.statements:
            return doc
        around = _Around(doc, self.times)
        statements = tuple(self._qualified(around, statement) for statement in doc.statements)
        return replace(doc, statements=statements, entities=_measured(doc.entities, statements))

    def _qualified(self, around: _Around, statement: Statement) -> Statement:
        doc = around.doc
        tail = around.place(statement.tail, statement.evidence)
        horizon = around.time(statement, tail, ahead=True) if _looks_ahead(statement) else None
        time = horizon or around.time(statement, tail, ahead=False)
        return replace(
            statement,
            time=statement.time or (time.expression(doc.text) if time else None),
            horizon=statement.horizon or (horizon.span.of(doc.text) if horizon else None),
            aspect=statement.aspect or self._aspect(around, statement, tail),
            polarity=statement.polarity or self._polarity(around, statement),
        )

    def _polarity(self, around: _Around, statement: Statement) -> str | None:
        if statement.relation != "comments_on":
            return None
        said = "\n".join(s.of(around.doc.twin) for s in around.sentences(statement.evidence))
        found = set()
        for match in self.words.judgement.finditer(said):
            found.add(bool(match["positive"]) != bool(match["denial"]))
        if len(found) > 1:
            return "mixed"
        return {True: "positive", False: "negative"}[found.pop()] if found else "neutral"

    def _aspect(self, around: _Around, statement: Statement, tail: Span | None) -> str | None:
        if statement.relation == "outperforms":
            return self._ahead_in(around.doc, statement.evidence)
        if statement.relation != "has_metric" or tail is None:
            return None
        clause = around.clause(tail.start)
        times = [t.span.end for s in around.sentences([tail]) for t in around.times_in(s) if t.span.end <= tail.start]
        head = around.place(statement.head, statement.evidence)
        ends = [head.end] if head and head.end <= tail.start else []
        low = max(clause.start, tail.start - _FAR, *ends, *times)
        span = self._named(around, low, tail) or self._behind(around, tail) or self._before(around, low, tail)
        return span.of(around.doc.text).strip() if span else None

    def _ahead_in(self, doc: Document, evidence: Sequence[Span]) -> str | None:
        for pattern in self.words.ahead_in:
            for span in evidence:
                if match := pattern.search(doc.twin, span.start, span.end):
                    return Span(*match.span("aspect")).of(doc.text)
        return None

    def _named(self, around: _Around, low: int, tail: Span) -> Span | None:
        """A word that measures something, before the figure in its clause, with the nouns before it: 新能源車銷量."""
        found = list(self.words.aspects.finditer(around.doc.twin, low, tail.start))
        if not found:
            return None
        start = around.nouns_before(found[-1].start(), low, self.words.joined)
        change = self.words.change.match(around.doc.twin, found[-1].end(), tail.start)
        return Span(max(start, found[-1].end() - _LONGEST), change.end() if change else found[-1].end())

    def _behind(self, around: _Around, tail: Span) -> Span | None:
        """The noun right behind the figure: 70億季度訂單量, 4成的市場份額."""
        joint = self.words.joint.match(around.doc.twin, tail.end)
        start = joint.end() if joint else tail.end
        end = around.nouns_behind(start, self.words.nouns)
        span = Span(start, min(end, start + _LONGEST))
        return span if end - start > 1 and span.of(around.doc.twin) not in self.words.not_aspects else None

    def _before(self, around: _Around, low: int, tail: Span) -> Span | None:
        """The last noun before the figure in its clause, over verbs and adverbs."""
        at = around.word_before(tail.start)
        while at is not None and around.words[at].span.start >= low and around.words[at].tag in self.words.passed:
            at = at - 1 if at else None
        if at is None or around.words[at].span.start < low or around.words[at].tag not in self.words.nouns:
            return None
        last = around.words[at].span
        span = Span(around.nouns_before(last.start, low, self.words.joined), last.end)
        fits = 1 < span.end - span.start <= _LONGEST
        return span if fits and span.of(around.doc.twin) not in self.words.not_aspects else None


class _Around:
    """A document's places, looked up by bisection: sentences, clauses, words, mentions, times."""

    def __init__(self, doc: Document, times: Times) -> None:
        self.doc = doc
        self.words = doc.words
        self.finder = times
        self.on = _day(doc.date)
        self._sentence_starts = [s.start for s in doc.sentences]
        self._word_starts = [w.span.start for w in doc.words]
        self._clauses: dict[Span, list[Span]] = {}
        self._found: dict[Span, list[FoundTime]] = {}
        self._places: dict[str, list[Span]] = {}
        for mention in doc.mentions:
            self._places.setdefault(mention.entity or "", []).append(mention.span)
        self._names = sorted(m.span for m in doc.mentions if m.type in _NAMES and m.span.start < m.span.end)
        self._name_starts = [n.start for n in self._names]

    def sentences(self, spans: Sequence[Span]) -> list[Span]:
        """The sentences that these places lie in, each once."""
        found: dict[Span, None] = {}
        for span in spans:
            low = max(0, bisect_right(self._sentence_starts, span.start) - 1)
            high = bisect_left(self._sentence_starts, span.end)
            found |= dict.fromkeys(s for s in self.doc.sentences[low:high] if s.overlaps(span))
        return list(found)

    def clause(self, at: int) -> Span:
        """The clause that a place lies in."""
        for sentence in self.sentences([Span(at, at + 1)]):
            if sentence not in self._clauses:
                self._clauses[sentence] = list(clauses(self.doc.twin, sentence))
            return next((c for c in self._clauses[sentence] if c.start <= at < c.end), sentence)
        return Span(at, at)

    def place(self, entity: str, evidence: Sequence[Span]) -> Span | None:
        """Where the evidence names an entity: the first time."""
        places = self._places.get(entity, [])
        return next((p for e in evidence for p in places if e.covers(p) and p.start < p.end), None)

    def time(self, statement: Statement, tail: Span | None, *, ahead: bool) -> FoundTime | None:
        """The time that holds for a statement; `ahead`: when what it foretells will be."""
        at = tail.start if tail else statement.evidence[-1].end - 1
        clause = self.clause(at)
        ranked = []
        for sentence in self.sentences(statement.evidence):
            for found in self.times_in(sentence):
                kind = self._kind(found, ahead=ahead)
                place = _place(found.span, clause, at, statement.evidence)
                if max(kind, place) < _NEVER and not (found.kind == "vague" and place):
                    ranked.append(((kind // 2, place, kind, abs(found.span.start - at), found.span), found))
        return min(ranked, key=lambda row: row[0])[1] if ranked else None

    def times_in(self, sentence: Span) -> list[FoundTime]:
        """The times of a sentence that are no part of a name."""
        if sentence not in self._found:
            every = self.finder.find(self.doc.twin, sentence.start, sentence.end, on=self.on)
            self._found[sentence] = [found for found in every if not self._in_name(found.span)]
        return self._found[sentence]

    def _in_name(self, span: Span) -> bool:
        at = bisect_left(self._name_starts, span.end) - 1
        return at >= 0 and self._names[at].overlaps(span)

    def _kind(self, found: FoundTime, *, ahead: bool) -> int:
        """How fit a kind of time is, the lower the better; of two in a row of the table the nearer is taken."""
        if not ahead:
            return {"date": 0, "horizon": 2, "vague": 4}.get(found.kind, _NEVER)
        if found.kind == "date":
            end = found.interval.end if found.interval else None
            return _NEVER if end and self.on and end < self.on.isoformat() else 1
        return {"horizon": 0, "duration": 2}.get(found.kind, _NEVER)

    def word_before(self, at: int) -> int | None:
        """The number of the last word that ends at or before a place."""
        number = bisect_left(self._word_starts, at) - 1
        while number >= 0 and self.words[number].span.end > at:
            number -= 1
        return number if number >= 0 else None

    def nouns_before(self, at: int, low: int, tags: frozenset[str]) -> int:
        """Where the run of nouns begins that ends right before a place."""
        number = self.word_before(at)
        while number is not None and number >= 0 and self._joins(number, at, low, tags):
            at = self.words[number].span.start
            number -= 1
        return at

    def _joins(self, number: int, at: int, low: int, tags: frozenset[str]) -> bool:
        word = self.words[number]
        return word.span.end == at and word.span.start >= low and word.tag in tags and not self._in_name(word.span)

    def nouns_behind(self, at: int, tags: frozenset[str]) -> int:
        """Where the run of nouns ends that begins at a place."""
        number = bisect_left(self._word_starts, at)
        while number < len(self.words) and self.words[number].span.start == at and self.words[number].tag in tags:
            at = self.words[number].span.end
            number += 1
        return at


def _looks_ahead(statement: Statement) -> bool:
    return statement.relation == "forecasts" or statement.modality in _AHEAD


def _place(span: Span, clause: Span, at: int, evidence: Sequence[Span]) -> int:
    """In the clause of the tail, before it in the sentence, elsewhere in the evidence, or nowhere near."""
    if clause.covers(span):
        return 0
    if span.end <= at:
        return 1
    return 2 if any(e.covers(span) for e in evidence) else _NEVER


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _measured(entities: Sequence[Entity], statements: Sequence[Statement]) -> tuple[Entity, ...]:
    """The figures with what the surest statement says that they measure."""
    aspects: dict[str, str] = {}
    for s in sorted(statements, key=lambda s: (-s.confidence, s.evidence[0], s.id)):
        if s.relation == "has_metric" and s.aspect:
            aspects.setdefault(s.tail, s.aspect)
    return tuple(
        replace(e, quantity=replace(e.quantity, measures=aspects[e.id])) if e.quantity and e.id in aspects else e
        for e in entities
    )
