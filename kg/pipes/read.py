"""The fitted reader's two pipes: text -> mentions, and pairs of mentions -> statements."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from kg.ids import entity_id
from kg.model import Document, Entity, Mention, Rejection, Span, Statement
from kg.neural.candidates import Pair
from kg.neural.features import known_marks
from kg.neural.scorer import Said, Scorer
from kg.neural.tagger import Tagger
from kg.ontology import Ontology
from kg.pipes.mentions import Finder
from kg.pipes.relations import statement_id

__all__ = ["Read", "ScorePairs"]


@dataclass(frozen=True, slots=True)
class Read:
    """Find the names known beforehand, and with them as marks those that the tagger sees (source `model`)."""

    requires: ClassVar = frozenset({"twin", "sentences", "tokens", "words", "states", "encoded"})
    assigns: ClassVar = frozenset({"mentions"})
    tagger: Tagger
    known: tuple[Finder, ...]  # names known beforehand, which the network sees as marks
    least: float = 0.6  # confidence of a mention

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        known = tuple(m for finder in self.known for m in finder(doc))
        found = []
        for place, kind, confidence in self.tagger.find(doc, known_marks(doc, known)):
            span = _trimmed(doc.twin, place, kind)
            if span.end - span.start > 1 and confidence >= self.least:
                found.append(Mention(span, kind, "model", confidence))
        return replace(doc, mentions=(*doc.mentions, *known, *found))


def _stripped(twin: str, span: Span) -> Span:
    words = span.of(twin)
    start = span.start + len(words) - len(words.lstrip(_MARKS))
    return Span(start, max(start, span.start + len(words.rstrip(_MARKS))))


def _trimmed(twin: str, span: Span, kind: str) -> Span:
    """A name without the marks around it, and without a code or another name in brackets behind it."""
    span = _quoted(twin, _stripped(twin, span), kind)
    opened, closed = twin.find("\uff08", span.start, span.end), twin.find("\uff09", span.start, span.end)
    if opened > span.start:
        return Span(span.start, opened)
    return Span(span.start, closed) if opened < 0 < closed else span


def _quoted(twin: str, span: Span, kind: str) -> Span:
    """The name with the second of its quotation marks, or what is between them.

    A strategy is what is quoted (暴力美学”的路线), an event all of it (铁拳”行动); of any other name what stands behind
    the mark is its own (超值”系列), what stands before is not (平台“影师).
    """
    for left, right in _PAIRS:
        opened, closed = twin.rfind(left, span.start, span.end), twin.find(right, span.start, span.end)
        if opened < 0 < closed and twin[span.start - 1 : span.start] == left:
            return Span(span.start, closed) if kind == "Strategy" else Span(span.start - 1, span.end)
        if closed < 0 < opened and twin[span.end : span.end + 1] == right:
            return Span(span.start, span.end + 1) if kind == "Event" else Span(opened + 1, span.end)
    return span


_PAIRS = (("\u201c", "\u201d"), ("\u2018", "\u2019"), ("\u300a", "\u300b"))
_MARKS = " \n\r\u201c\u201d\u2018\u2019\u300a\u300b\uff0c\u3002\uff1b\uff1a\u3001"


@dataclass(frozen=True, slots=True)
class ScorePairs:
    """Score every pair of mentions; those above the threshold become statements, the nearly so rejections.

    A clause that makes a claim becomes a Factor of its most likely head.
    """

    requires: ClassVar = frozenset({"states", "encoded", "words", "mentions", "entities", "references"})
    assigns: ClassVar = frozenset({"statements"})
    scorer: Scorer
    ontology: Ontology
    openings: re.Pattern[str]  # words at a clause's beginning that are no part of a claim
    threshold: float = 0.57
    claim: float = 0.38
    several: float = 0.75  # of a second head of the same tail in the same relation, or tail of the same head
    nearly: float = 0.2
    alike: float = 0.1  # of places that differ by no more the first is quoted: a thing is said plainly when new

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        sure = _sureness(doc)
        every = [_weighed(said, sure) for said in self.scorer(doc, self.ontology, self.nearly)]
        found, rejected = self._sorted(doc, every)
        entities = {e.id: e for e in doc.entities}
        statements = []
        for said in found:
            tail = said.pair.tail.entity or ""
            if said.pair.tail.source == "clause":
                factor = self._factor(doc, said.pair)
                tail = entities.setdefault(factor.id, factor).id
            statements.append(_statement(doc, said, tail))
        return replace(
            doc,
            entities=tuple(sorted(entities.values(), key=lambda e: (e.mentions[0], e.id))),
            statements=(*doc.statements, *statements),
            rejected=(*doc.rejected, *rejected),
        )

    def _sorted(self, doc: Document, every: Sequence[Said]) -> tuple[list[Said], list[Rejection]]:
        """What is said surely enough; of a clause only the best head for each claim."""
        taken: dict[tuple[object, ...], list[Said]] = defaultdict(list)
        rejected = []
        best: dict[tuple[Span, bool, str], float] = {}
        for said in every:
            place = _at(said)
            best[place] = max(best.get(place, 0.0), said.score)
        for said in every:
            pair, name, score = said.pair, said.relation, said.score
            if not self.ontology.allows(pair.head.type, name, pair.tail.type):
                continue
            claim = pair.tail.source == "clause"
            second = score < best[_at(said)] and score < self.several
            if score < (self.claim if claim else self.threshold) or (second and not claim):
                detail = f"{pair.head.entity} {name} {pair.tail.entity} {score:.2f}"
                rejected.append(Rejection("confidence", _evidence(doc, pair)[0], detail))
                continue
            key = (pair.tail.span,) if claim else (pair.head.entity, name, pair.tail.entity)
            taken[key].append(said)
        return [
            _place(row, 0.0 if row[0].pair.tail.source == "clause" else self.alike) for row in taken.values()
        ], rejected

    def _factor(self, doc: Document, pair: Pair) -> Entity:
        """The claim in the clause's own words, without what opens it and without its head's name."""
        span = pair.tail.span
        head = pair.head.span
        if head.start < head.end and head.start <= span.start + 1 and head.end < span.end:
            span = Span(max(span.start, head.end), span.end)
        match = self.openings.match(doc.twin, span.start, span.end)
        if match and span.end - match.end() > 1:
            span = Span(match.end(), span.end)
        name = span.of(doc.text)
        return Entity(entity_id("Factor", name), "Factor", name, (), (span,))


def _sureness(doc: Document) -> Mapping[str | None, float]:
    """How sure it is that each entity is one, by its surest name."""
    found: dict[str | None, float] = {}
    for m in doc.mentions:
        found[m.entity] = max(found.get(m.entity, 0.0), m.confidence)
    return found


def _weighed(said: Said, sure: Mapping[str | None, float]) -> Said:
    """What is said of a name is no surer than that it is one."""
    least = min(sure.get(end.entity, 1.0) for end in (said.pair.head, said.pair.tail))
    return replace(said, score=said.score * least)


def _at(said: Said) -> tuple[Span, bool, str]:
    """Where a relation is said, and whether of its head or of its tail."""
    return said.pair.anchor.span, said.pair.anchor is said.pair.head, said.relation


def _place(every: Sequence[Said], alike: float) -> Said:
    """The first of the places where a statement is read about as surely as anywhere; the surest where `alike` is 0."""
    best = max(every, key=lambda said: said.score)
    if not alike:
        return best
    near = [said for said in every if said.score >= best.score - alike]
    first = min(near, key=lambda said: (said.pair.tail.span, said.pair.head.span))
    return replace(first, score=best.score)


def _statement(doc: Document, said: Said, tail: str) -> Statement:
    head, name = said.pair.head.entity or "", said.relation
    evidence = _evidence(doc, said.pair)
    number = statement_id(doc.id, head, name, tail, evidence[0].start)
    return Statement(number, head, name, tail, evidence, "model", said.modality, confidence=round(said.score, 4))


def _evidence(doc: Document, pair: Pair) -> tuple[Span, ...]:
    """From the head to the tail where they share a sentence; else the head's clause and the tail's."""
    first, last = sorted((pair.head.span, pair.tail.span))
    for sentence in doc.sentences:
        if sentence.start <= first.start and max(first.end, last.end) <= sentence.end:
            return (_clauses(doc, sentence, Span(first.start, max(first.end, last.end))),)
    places = [
        _clauses(doc, s, span)
        for span in (first, last)
        for s in doc.sentences
        if s.covers(span) and span.start < span.end
    ]
    return tuple(dict.fromkeys(places)) or (last,)


def _clauses(doc: Document, sentence: Span, span: Span) -> Span:
    """The span widened to whole clauses of its sentence, without the marks at its ends."""
    start = max((doc.twin.rfind(mark, sentence.start, span.start) + 1 for mark in _STOPS), default=0)
    ends = [at for mark in _STOPS if (at := doc.twin.find(mark, span.end, sentence.end)) >= 0]
    return _stripped(doc.twin, Span(max(start, sentence.start), min(ends, default=sentence.end)))


_STOPS = "\uff0c\uff1b\u3002\uff01\uff1f"
