"""Statements -> marked asserted, reported, hypothetical, forecast or negated; by whom and on which condition."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import ClassVar

from kg.modalitywords import ModalityWords
from kg.model import Document, Modality, Span, Statement
from kg.pipes.coreference import clauses
from kg.pipes.speech import Speeches

__all__ = ["JudgeModality"]

# What a speaker or an if-clause only mentions: a role, a maker, an owner and a rival are there whoever speaks of them.
_FACTS = frozenset({"leads", "participates_in", "develops", "owns", "part_of", "competes_with", "uses"})
_ROLES = frozenset({"leads"})  # no denial reaches them: 並未邀請美團的王興
_TOGETHER = frozenset({"partners_with", "competes_with"})  # their verb stands behind both: A與B並未合作
_PRESENT = frozenset({"leads", "has_metric"})
_CLAIMS = frozenset({"has_strength", "has_weakness", "forecasts"})
_OPINIONS = _CLAIMS | {"outperforms"}
_SURE = frozenset({Modality.HYPOTHETICAL, Modality.NEGATED})  # read so, they need no word that says it


@dataclass(frozen=True, slots=True)
class JudgeModality:
    """Look at the clauses around each statement's evidence."""

    requires: ClassVar = frozenset({"twin", "sentences", "mentions", "statements"})
    assigns: ClassVar = frozenset({"modality"})
    words: ModalityWords

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        text = _Text(doc, Speeches(doc, self.words))
        return replace(doc, statements=tuple(self._judge(text, statement) for statement in doc.statements))

    def _judge(self, text: _Text, statement: Statement) -> Statement:
        if statement.relation == "comments_on":
            return replace(statement, modality=Modality.REPORTED, attributed_to=statement.head)
        if self._denied(text, statement):
            return replace(statement, modality=Modality.NEGATED, confidence=round(statement.confidence * 0.8, 3))
        if condition := self._condition(text, statement):
            return replace(statement, modality=Modality.HYPOTHETICAL, condition=condition.of(text.doc.text))
        if self._forecast(text, statement):
            return replace(statement, modality=Modality.FORECAST)
        return self._reported(text, statement)

    def _denied(self, text: _Text, statement: Statement) -> bool:
        """Whether a word of denial stands before its tail, in the same clause and in no name."""
        if statement.modality is not Modality.ASSERTED or statement.relation in _CLAIMS | _ROLES:
            return False
        head, tail = text.place(statement.head, statement), text.tail(statement)
        clause = text.clause(tail.start)
        end = clause.end if statement.relation in _TOGETHER else tail.end
        if head and clause.covers(head):
            end = max(end, head.end)
        if not self.words.negation.search(text.doc.twin, clause.start, end):
            return False
        words = text.unnamed(Span(clause.start, end))
        return bool(self.words.negation.search(words)) and not self.words.not_negation.search(words)

    def _condition(self, text: _Text, statement: Statement) -> Span | None:
        """The if-clause that governs a statement: in its sentence, at or before it."""
        span = statement.evidence[0]
        if statement.relation in _FACTS and statement.modality is Modality.ASSERTED:
            own = text.clause(span.start)
            return own if self.words.condition.search(text.unnamed(own)) else None
        for clause in text.clauses(text.sentence(span)):
            if clause.start > span.end:
                break
            words = text.unnamed(clause) if self.words.condition.search(clause.of(text.doc.twin)) else ""
            if match := self.words.condition.search(words):
                return _trim(text.doc.twin, Span(clause.start + match.start(), clause.end))
        return None

    def _forecast(self, text: _Text, statement: Statement) -> bool:
        """Whether it foretells; what the scorer read as plainly asserted stays so, but for a figure yet to come."""
        span = statement.evidence[0]
        if statement.relation == "has_metric":
            tail = text.tail(statement)
            start = text.clause(tail.start).start
            if self.words.planned.search(text.doc.twin, start, tail.start):
                return True
            return statement.modality is Modality.FORECAST and not self.words.past.search(
                text.doc.twin, start, tail.start
            )
        if statement.modality is Modality.FORECAST:
            return True
        plain = "model" in statement.rule.split("+") and statement.modality is Modality.ASSERTED
        words = text.doc.twin[text.clause(span.start).start : span.end]
        return not plain and statement.relation not in _PRESENT and bool(self.words.forecast.search(words))

    def _reported(self, text: _Text, statement: Statement) -> Statement:
        """Somebody's words where somebody speaks around it; a fact only where the scorer reads it so too."""
        end = text.tail(statement)
        read = statement.modality is Modality.REPORTED
        speech = text.speeches.at(end.end - 1)
        others = speech and (statement.relation in _OPINIONS or speech.speaker != statement.head)
        if speech and (read or (others and statement.relation not in _FACTS)):
            return replace(statement, modality=Modality.REPORTED, attributed_to=speech.speaker)
        if statement.modality in _SURE or (read and text.speeches.near(end.end)):
            return statement
        return replace(statement, modality=Modality.ASSERTED)


class _Text:
    """A document by its places: sentences, clauses, names and who speaks where."""

    def __init__(self, doc: Document, speeches: Speeches) -> None:
        self.doc = doc
        self.speeches = speeches
        self._starts = [s.start for s in doc.sentences]
        self._clauses: dict[Span, list[Span]] = {}
        self._places: dict[str, list[Span]] = {}
        for mention in doc.mentions:
            self._places.setdefault(mention.entity or "", []).append(mention.span)
        self._first = {e.id: e.mentions[0] for e in doc.entities}
        self._names = sorted(m.span for m in doc.mentions if m.type != "Metric" and m.span.start < m.span.end)
        self._name_starts = [n.start for n in self._names]

    def sentence(self, span: Span) -> Span:
        at = max(0, bisect_right(self._starts, span.start) - 1)
        return next((s for s in self.doc.sentences[at : at + 2] if s.overlaps(span)), span)

    def clause(self, at: int) -> Span:
        """The clause that a place lies in."""
        sentence = self.sentence(Span(at, at + 1))
        return next((c for c in self.clauses(sentence) if c.start <= at < c.end), sentence)

    def clauses(self, sentence: Span) -> list[Span]:
        """The clauses of a sentence, cut once."""
        if sentence not in self._clauses:
            self._clauses[sentence] = list(clauses(self.doc.twin, sentence))
        return self._clauses[sentence]

    def place(self, entity: str, statement: Statement) -> Span | None:
        """Where the evidence names an entity: the first time."""
        places = self._places.get(entity, [])
        return next((p for e in statement.evidence for p in places if e.covers(p) and p.start < p.end), None)

    def tail(self, statement: Statement) -> Span:
        """Where the evidence names the tail, or words it."""
        first = self._first.get(statement.tail)
        worded = first if first and any(e.covers(first) for e in statement.evidence) else statement.evidence[-1]
        return self.place(statement.tail, statement) or worded

    def unnamed(self, span: Span) -> str:
        """The words of a place with its names blotted out: 谭若虚 is no 若."""
        words = span.of(self.doc.twin)
        at = max(0, bisect_right(self._name_starts, span.start) - 1)
        for name in self._names[at:]:
            if name.start >= span.end:
                break
            low, high = max(name.start, span.start) - span.start, min(name.end, span.end) - span.start
            if low < high:
                words = words[:low] + " " * (high - low) + words[high:]
        return words


def _trim(twin: str, span: Span) -> Span:
    words = span.of(twin)
    return Span(span.start, span.start + len(words.rstrip("，。；！？： ")))
