"""What stands around a statement in its document: sentences, clauses, words, names and times, found by bisection."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from kg.model import Document, Span, Statement
from kg.pipes.coreference import clauses
from kg.times import FoundTime, Times

__all__ = ["Around"]

_NAMES = frozenset({"Company", "Product", "Person", "Organization", "Metric"})  # a time in one of them is part of it
_NEVER = 9


class Around:
    """A document by its places."""

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

    def ends_of_times(self, sentence: Span, before: int) -> list[int]:
        """Where the times end that stand before a place in its sentence."""
        return [found.span.end for found in self.times_in(sentence) if found.span.end <= before]

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
