"""Statements -> with their time, horizon, aspect and polarity; and figures with what they measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from kg.model import Document, Entity, Modality, Span, Statement
from kg.pipes.around import Around
from kg.resources import read_yaml
from kg.times import Times

__all__ = ["QualifierWords", "Qualify", "load_qualifiers"]

_AHEAD = frozenset({Modality.FORECAST, Modality.HYPOTHETICAL})
_FAR = 40  # code points between what is measured and its figure
_NEAR = 3  # code points between words of change and a figure
_LONGEST = 16  # code points of an aspect


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
        around = Around(doc, self.times)
        statements = tuple(self._qualified(around, statement) for statement in doc.statements)
        return replace(doc, statements=statements, entities=_measured(doc.entities, statements))

    def _qualified(self, around: Around, statement: Statement) -> Statement:
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

    def _polarity(self, around: Around, statement: Statement) -> str | None:
        if statement.relation != "comments_on":
            return None
        said = "\n".join(s.of(around.doc.twin) for s in around.sentences(statement.evidence))
        found = set()
        for match in self.words.judgement.finditer(said):
            found.add(bool(match["positive"]) != bool(match["denial"]))
        if len(found) > 1:
            return "mixed"
        return {True: "positive", False: "negative"}[found.pop()] if found else "neutral"

    def _aspect(self, around: Around, statement: Statement, tail: Span | None) -> str | None:
        if statement.relation == "outperforms":
            return self._ahead_in(around.doc, statement.evidence)
        if statement.relation != "has_metric" or tail is None:
            return None
        clause, sentence = around.clause(tail.start), around.sentences([tail])[0]
        head = around.place(statement.head, statement.evidence)
        begin = head.end if head and sentence.start <= head.start and head.end <= tail.start else sentence.start
        low = max(begin, clause.start, tail.start - _FAR, *around.ends_of_times(sentence, tail.start))
        span = self._named(around, low, tail) or self._behind(around, tail) or self._before(around, low, tail)
        change = self._change(around, low, tail)
        if change and not span:  # 營收410億元，同比增長31%
            span = self._named(around, max(begin, tail.start - 3 * _FAR), tail)
        words = around.doc.text
        return (
            span.of(words).strip() + (change.of(words).strip() if change and change.start >= span.end else "")
            if span
            else None
        )

    def _ahead_in(self, doc: Document, evidence: Sequence[Span]) -> str | None:
        for pattern in self.words.ahead_in:
            for span in evidence:
                if match := pattern.search(doc.twin, span.start, span.end):
                    return Span(*match.span("aspect")).of(doc.text)
        return None

    def _named(self, around: Around, low: int, tail: Span) -> Span | None:
        """A word that measures something, before the figure in its clause, with the nouns before it: 新能源車銷量."""
        found = list(self.words.aspects.finditer(around.doc.twin, low, tail.start))
        if not found:
            return None
        start = around.nouns_before(found[-1].start(), low, self.words.joined)
        return Span(max(start, found[-1].end() - _LONGEST), found[-1].end())

    def _change(self, around: Around, low: int, tail: Span) -> Span | None:
        """Words right before the figure that make it a change: 同比增長."""
        found = list(self.words.change.finditer(around.doc.twin, low, tail.start))
        return Span(*found[-1].span()) if found and tail.start - found[-1].end() <= _NEAR else None

    def _behind(self, around: Around, tail: Span) -> Span | None:
        """The noun right behind the figure: 70億季度訂單量, 4成的市場份額."""
        joint = self.words.joint.match(around.doc.twin, tail.end)
        start = joint.end() if joint else tail.end
        end = around.nouns_behind(start, self.words.nouns)
        span = Span(start, min(end, start + _LONGEST))
        return span if end - start > 1 and span.of(around.doc.twin) not in self.words.not_aspects else None

    def _before(self, around: Around, low: int, tail: Span) -> Span | None:
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


def _looks_ahead(statement: Statement) -> bool:
    return statement.relation == "forecasts" or statement.modality in _AHEAD


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
