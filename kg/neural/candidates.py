"""Pairs of mentions that may stand in a relation, and what is counted of each pair."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Document, Mention, Span
from kg.neural.units import KINDS
from kg.ontology import Ontology
from kg.pipes.coreference import clauses

__all__ = ["FEATURES", "Pair", "clause_mentions", "pairs_of"]

FEATURES = {  # name -> how many values
    "head": len(KINDS), "tail": len(KINDS), "order": 3, "gap": 7, "sentences": 5,
    "between": 5, "source": 3, "nearest": 2, "subject": 2, "topic": 3,
}  # fmt: skip
_GAPS = (0, 2, 5, 10, 20, 40)
_HEADS = 10  # candidate heads a tail
_BACK = 4  # sentences back that a head may stand
_ACTORS = frozenset({"Company", "Product", "Organization", "Person"})
_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
_SOURCES = {"pronoun": 1, "carried": 2}


@dataclass(frozen=True, slots=True)
class Pair:
    """A head and a tail mention, what lies between them (in the later one's sentence), and their feature values."""

    head: Mention
    tail: Mention
    between: Span
    features: tuple[int, ...]

    @property
    def order(self) -> int:
        """0 the head comes first, 1 the tail, 2 they overlap."""
        return self.features[2]


def clause_mentions(doc: Document) -> list[Mention]:
    """Each clause as what may be a claim: a Factor whose entity is its place."""
    found = []
    for sentence in doc.sentences:
        for clause in clauses(doc.twin, sentence):
            span = _trimmed(doc.twin, clause)
            if _SHORTEST <= span.end - span.start <= _LONGEST:
                found.append(Mention(span, "Factor", "clause", 1.0, f"clause:{span.start}"))
    return found


def _trimmed(twin: str, span: Span) -> Span:
    words = span.of(twin)
    start = span.start + len(words) - len(words.lstrip(_MARKS))
    return Span(start, max(start, span.start + len(words.rstrip(_MARKS))))


_MARKS = " \n\r\u201c\u201d\u2018\u2019\u300a\u300b\uff0c\u3002\uff1b\uff1a\u3001\uff01\uff1f\u2014-"
_SHORTEST, _LONGEST = 3, 60  # code points of a clause that may be a claim


def pairs_of(doc: Document, ontology: Ontology) -> Iterator[Pair]:
    """Every pair that the ontology lets join: for each tail, the nearest mentions of each possible head.

    At most 10 heads a tail, in its sentence or up to 4 sentences before; a pronoun or a dropped subject counts as a
    mention of what it stands for.
    """
    place = _Places(doc)
    allowed = _allowed(ontology)
    for tail in (*doc.mentions, *clause_mentions(doc)):
        if tail.source in {"pronoun", "carried"} or tail.entity is None:
            continue
        heads = [h for h in place.heads(tail) if (h.type, tail.type) in allowed]
        for rank, head in enumerate(heads[:_HEADS]):
            yield place.pair(head, tail, rank)


def _allowed(ontology: Ontology) -> frozenset[tuple[str, str]]:
    return frozenset((h, t) for r in ontology.relations.values() for h in r.head for t in r.tail)


class _Places:
    """Where sentences, clauses and mentions of a document lie."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.starts = [s.start for s in doc.sentences]
        self.rows: dict[int, list[Mention]] = defaultdict(list)
        self.subjects: dict[int, str | None] = {}
        for mention in doc.mentions:
            if mention.entity:
                self.rows[self.sentence(mention.span.start)].append(mention)
        counted = Counter(m.entity for m in doc.mentions if m.type in _ACTORS and m.source != "carried")
        self.topics = {entity: n for n, (entity, _) in enumerate(counted.most_common(2), 1)}
        self.clause_starts = [c.start for s in doc.sentences for c in clauses(doc.twin, s)]

    def sentence(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)

    def clause(self, at: int) -> int:
        return max(0, bisect_right(self.clause_starts, at) - 1)

    def subject(self, at: int) -> str | None:
        """The entity that the clause at this place begins with, named, pronoun or carried."""
        number = self.clause(at)
        if number not in self.subjects:
            start = self.clause_starts[number]
            end = self.clause_starts[number + 1] if number + 1 < len(self.clause_starts) else len(self.doc.text)
            row = self.rows[self.sentence(at)]
            first = next((m for m in row if start <= m.span.start < end and m.type in _ACTORS), None)
            self.subjects[number] = first.entity if first else None
        return self.subjects[number]

    def heads(self, tail: Mention) -> list[Mention]:
        """The nearest mention of each other entity, nearest first; those of the tail's sentence before all others."""
        number = self.sentence(tail.span.start)
        best: dict[str, tuple[tuple[int, int], Mention]] = {}
        for back in range(_BACK + 1):
            for mention in self.rows.get(number - back, ()):
                if mention.entity is None or mention.entity == tail.entity:
                    continue
                far = (back, abs(mention.span.start - tail.span.start))
                if mention.entity not in best or far < best[mention.entity][0]:
                    best[mention.entity] = (far, mention)
        return [mention for _, mention in sorted(best.values(), key=lambda row: (row[0], row[1].entity or ""))]

    def pair(self, head: Mention, tail: Mention, rank: int) -> Pair:
        first, last = (head.span, tail.span) if head.span <= tail.span else (tail.span, head.span)
        low, high = self.sentence(first.start), self.sentence(last.start)
        opens = first.end if low == high else self.doc.sentences[high].start
        between = Span(min(opens, last.start), last.start)
        inside = self.actors(high, between) - {head.entity, tail.entity}
        features = (
            _NUMBERS[head.type],
            _NUMBERS[tail.type],
            2 if head.span.overlaps(tail.span) else int(head.span.start > tail.span.start),
            bisect_left(_GAPS, between.end - between.start),
            min(high - low, _BACK),
            min(len(inside), 4),
            _SOURCES.get(head.source, 0),
            int(rank == 0),
            int(self.subject(tail.span.start) == head.entity),
            self.topics.get(head.entity, 0),
        )
        return Pair(head, tail, between, features)

    def actors(self, sentence: int, between: Span) -> set[str | None]:
        """The entities that may act which are named between two places of a sentence."""
        row = self.rows[sentence]
        low = bisect_left(row, between.start, key=_start)
        high = bisect_left(row, between.end, low, key=_start)
        return {m.entity for m in row[low:high] if m.type in _ACTORS}


def _start(mention: Mention) -> int:
    return mention.span.start
