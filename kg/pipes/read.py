"""The fitted reader's two pipes: text -> mentions, and pairs of mentions -> statements."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from kg.confidence import FLOOR
from kg.ids import entity_id
from kg.model import Document, Entity, Mention, Span, Statement
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
    """Find the names known beforehand, and with them as marks those that the tagger sees (`model`, or `unsure`)."""

    requires: ClassVar = frozenset({"twin", "sentences", "tokens", "words", "states", "encoded_names"})
    assigns: ClassVar = frozenset({"mentions"})
    tagger: Tagger
    known: tuple[Finder, ...]  # names known beforehand, which the network sees as marks
    least: float = 0.6  # confidence of a mention
    unseen: float = 0.7  # … of a known name where the tagger sees none: a mere word, two times in three

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        known = tuple(m for finder in self.known for m in finder(doc))
        found = []
        for place, kind, confidence in self.tagger.find(doc, known_marks(doc, known)):
            span = _trimmed(doc.twin, place, kind)
            if span.end - span.start > 1:
                found.append(Mention(span, kind, "model" if confidence >= self.least else "unsure", confidence))
        mentions = (*doc.mentions, *self._weighed(known, found), *found)
        return replace(doc, mentions=mentions, tokens=(), encoded_names=None)  # 200 bytes a code point less

    def _weighed(self, known: Iterable[Mention], found: Iterable[Mention]) -> Iterator[Mention]:
        seen = {at for m in found for at in range(m.span.start, m.span.end)}
        for m in known:
            unseen = m.source == "lexicon" and seen.isdisjoint(range(m.span.start, m.span.end))
            yield replace(m, confidence=self.unseen) if unseen else m


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
    """Pairs of mentions -> statements with the fitted scorer's score (rule `model`): of every place that may say one.

    Which of them are kept is for `Agree` to say.
    """

    requires: ClassVar = frozenset({"states", "encoded_pairs", "words", "mentions", "entities", "references"})
    assigns: ClassVar = frozenset({"statements"})
    scorer: Scorer
    ontology: Ontology
    openings: re.Pattern[str]  # words at a clause's beginning that are no part of a claim
    least: float = FLOOR  # score of what may be said

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        entities = {e.id: e for e in doc.entities}
        statements = []
        for said in self._allowed(self.scorer(doc, self.ontology, self.least)):
            tail = said.pair.tail.entity or ""
            if said.pair.tail.source == "clause":
                factor = self._factor(doc, said.pair)
                tail = entities.setdefault(factor.id, factor).id
            statements.append(_statement(doc, said, tail))
        return replace(
            doc,
            entities=tuple(sorted(entities.values(), key=lambda e: (e.mentions[0], e.id))),
            statements=(*doc.statements, *statements),
        )

    def _allowed(self, every: Iterable[Said]) -> Iterator[Said]:
        """What the types allow; a clause is one claim of one thing, the surest."""
        claims: dict[Span, Said] = {}
        for said in every:
            head, tail = said.pair.head, said.pair.tail
            if not self.ontology.allows(head.type, said.relation, tail.type):
                continue
            if tail.source != "clause":
                yield said
            elif tail.span not in claims or said.score > claims[tail.span].score:
                claims[tail.span] = said
        yield from claims.values()

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


def _statement(doc: Document, said: Said, tail: str) -> Statement:
    head, name = said.pair.head.entity or "", said.relation
    evidence = _evidence(doc, said.pair)
    number = statement_id(doc.id, head, name, tail, evidence[0].start)
    return Statement(number, head, name, tail, evidence, "model", said.modality, confidence=round(said.score, 4))


def _evidence(doc: Document, pair: Pair) -> tuple[Span, ...]:
    """From the head to the tail where they share a sentence; else the head's clause and the tail's."""
    first, last = sorted((pair.head.span, pair.tail.span))
    sentence = _sentence(doc, first)
    if sentence and max(first.end, last.end) <= sentence.end:
        return (_clauses(doc, sentence, Span(first.start, max(first.end, last.end))),)
    placed = ((_sentence(doc, span), span) for span in (first, last) if span.start < span.end)
    places = [_clauses(doc, sentence, span) for sentence, span in placed if sentence]
    return tuple(dict.fromkeys(places)) or (last,)


def _sentence(doc: Document, span: Span) -> Span | None:
    """The sentence that a span lies in."""
    number = bisect_right(doc.sentences, span.start, key=lambda s: s.start) - 1
    return doc.sentences[number] if number >= 0 and doc.sentences[number].covers(span) else None


def _clauses(doc: Document, sentence: Span, span: Span) -> Span:
    """The span widened to whole clauses of its sentence, without the marks at its ends."""
    start = max((doc.twin.rfind(mark, sentence.start, span.start) + 1 for mark in _STOPS), default=0)
    ends = [at for mark in _STOPS if (at := doc.twin.find(mark, span.end, sentence.end)) >= 0]
    return _stripped(doc.twin, Span(max(start, sentence.start), min(ends, default=sentence.end)))


_STOPS = "\uff0c\uff1b\u3002\uff01\uff1f"
