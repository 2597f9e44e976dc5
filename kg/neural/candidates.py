"""Pairs of mentions that may stand in a relation, and what is counted of each pair."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from operator import attrgetter

from kg.model import Document, Mention, Span
from kg.neural.presence import PRESENCE, Presence
from kg.neural.units import KINDS, TOPICS, most_named
from kg.ontology import Ontology
from kg.pipes.coreference import ACTORS, STAND_INS, clauses, is_name

__all__ = ["BACK", "FEATURES", "Candidates", "Pair", "anchors_of", "pairs_of"]

FEATURES = {  # name -> how many values
    "head": len(KINDS), "tail": len(KINDS), "order": 3, "gap": 7, "sentences": 5,
    "between": 5, "source": 3, "nearest": 2, "subject": 2, "topic": TOPICS + 1,
    **PRESENCE,
}  # fmt: skip
_GAPS = (0, 2, 5, 10, 20, 40)
_HEADS = 8  # candidate heads a tail
_TAILS = 6  # candidate tails in sentences before their head
BACK = 4  # sentences back that the other end may stand
_FAR = 1200  # code points back that a topic may stand: less than the scorer reads before a part of a long text
_Types = Mapping[str, Collection[str]]
_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
_SOURCES = {source: number for number, source in enumerate(STAND_INS, 1)}


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

    @property
    def anchor(self) -> Mention:
        """Where it may be said: at the tail, or at a head whose tail stands in a sentence before."""
        return self.head if self.order == 1 and self.features[4] else self.tail


def _clause_mentions(doc: Document) -> list[Mention]:
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


def anchors_of(doc: Document) -> list[Mention]:
    """Where something may be said: the mentions that name what is spoken of, and the clauses that may be claims."""
    return [*filter(is_name, doc.mentions), *_clause_mentions(doc)]


def pairs_of(doc: Document, ontology: Ontology, anchors: Sequence[Mention]) -> Iterator[Pair]:
    """Every pair that the ontology lets join, anchor by anchor.

    An anchor is the tail of the nearest mentions of at most 8 possible heads, in its sentence or up to 4 before; a
    pronoun or a dropped subject counts as a mention of what it stands for. And it is the head of at most 6 actors named
    in the sentences before: who joins, buys or supplies what is spoken of. The text's topics may stand further back.
    """
    return Candidates(doc, ontology).pairs(anchors)


def _allowed(ontology: Ontology) -> tuple[_Types, _Types]:
    """The types that may head each type of tail, and those that may be a tail of each type of head."""
    heads, tails = defaultdict(set), defaultdict(set)
    for relation in ontology.relations.values():
        for head, tail in product(relation.head, relation.tail):
            heads[tail].add(head)
            tails[head].add(tail)
    return heads, tails


@dataclass(frozen=True, slots=True)
class _Placed:
    """A mention and what is asked of it for each of its pairs."""

    mention: Mention
    entity: str | None
    type: str
    start: int
    end: int
    sentence: int


class Candidates:
    """Where sentences, clauses and mentions of a document lie, and which types may join: made once a document."""

    def __init__(self, doc: Document, ontology: Ontology) -> None:
        self.doc = doc
        self.heads, self.tails = _allowed(ontology)
        self.starts = [s.start for s in doc.sentences]
        self.rows: dict[int, list[_Placed]] = defaultdict(list)
        self.subjects: dict[int, str | None] = {}
        for mention in doc.mentions:
            if mention.entity:
                placed = self.placed(mention)
                self.rows[placed.sentence].append(placed)
        self.named = {n: [p for p in row if is_name(p.mention)] for n, row in self.rows.items()}
        self.actors = {n: [(p.start, p.entity) for p in row if p.type in ACTORS] for n, row in self.rows.items()}
        self.topics = most_named(doc.mentions)
        self.of_topic = {t: [p for row in self.named.values() for p in row if p.entity == t] for t in self.topics}
        self.presence = Presence(doc)
        self.clause_starts = [c.start for s in doc.sentences for c in clauses(doc.twin, s)]

    def pairs(self, anchors: Sequence[Mention]) -> Iterator[Pair]:
        """Those of these anchors, as `pairs_of` says."""
        for anchor in map(self.placed, anchors):
            yield from self.as_tail(anchor, self.heads.get(anchor.type, ()))
            if anchor.type in ACTORS:
                yield from self.as_head(anchor, ACTORS.intersection(self.tails.get(anchor.type, ())))

    def placed(self, mention: Mention) -> _Placed:
        """A mention with the number of its sentence."""
        span = mention.span
        number = max(0, bisect_right(self.starts, span.start) - 1)
        return _Placed(mention, mention.entity, mention.type, span.start, span.end, number)

    def subject(self, tail: _Placed) -> str | None:
        """The entity that the tail's clause begins with, named, pronoun or carried."""
        number = max(0, bisect_right(self.clause_starts, tail.start) - 1)
        if number not in self.subjects:
            start = self.clause_starts[number]
            end = self.clause_starts[number + 1] if number + 1 < len(self.clause_starts) else len(self.doc.text)
            row = self.actors.get(tail.sentence, ())
            self.subjects[number] = next((entity for at, entity in row if start <= at < end), None)
        return self.subjects[number]

    def as_tail(self, tail: _Placed, types: Collection[str]) -> Iterator[Pair]:
        """The pairs of a tail; a head's rank counts those of types that may join with it."""
        for rank, head in enumerate(self.ranked(tail, types, self.rows, _HEADS)):
            yield self.pair(head, tail, rank)

    def as_head(self, head: _Placed, types: Collection[str]) -> Iterator[Pair]:
        """The pairs of a head with tails in the sentences before."""
        for rank, tail in enumerate(self.ranked(head, types, self.named, _TAILS, since=1)):
            yield self.pair(head, tail, rank)

    def pair(self, head: _Placed, tail: _Placed, rank: int) -> Pair:
        """Two mentions with what is counted of them."""
        behind = (head.start, head.end) > (tail.start, tail.end)
        first, last = (tail, head) if behind else (head, tail)
        apart = last.sentence - first.sentence
        opens = min(first.end if apart == 0 else self.starts[last.sentence], last.start)
        features = (
            _NUMBERS[head.type],
            _NUMBERS[tail.type],
            2 if head.start < tail.end and tail.start < head.end else int(head.start > tail.start),
            bisect_left(_GAPS, last.start - opens),
            min(apart, BACK),
            self.rivals(head, tail, last, opens),
            _SOURCES.get(head.mention.source, 0),
            int(rank == 0),
            int(self.subject(tail) == head.entity),
            self.topics.get(head.entity, -1) + 1,
            *self.presence(head.mention, tail.mention, max(head.sentence, tail.sentence)),
        )
        return Pair(head.mention, tail.mention, Span(opens, last.start), features)

    def ranked(
        self, here: _Placed, types: Collection[str], rows: Mapping[int, Sequence[_Placed]], most: int, since: int = 0
    ) -> Iterator[_Placed]:
        """So many of these types at most, the nearest first; then the topics that are named only further back."""
        seen = {here.entity}
        for other in islice((p for p in self.nearest(here, rows, since) if p.type in types), most):
            seen.add(other.entity)
            yield other
        for topic, row in self.of_topic.items():
            last = bisect_left(row, here.start, key=attrgetter("start")) - 1
            if topic not in seen and last >= 0 and row[last].type in types and here.start - row[last].start <= _FAR:
                yield row[last]

    def nearest(self, here: _Placed, rows: Mapping[int, Sequence[_Placed]], since: int = 0) -> Iterator[_Placed]:
        """The nearest mention of each other entity, nearest first, from so many sentences back on: here's own is 0."""
        seen = {here.entity}
        at = here.start
        for back in range(since, BACK + 1):
            row = rows.get(here.sentence - back, ())
            for other in sorted(row, key=lambda p: (abs(p.start - at), p.entity)):
                if other.entity not in seen:
                    seen.add(other.entity)
                    yield other

    def rivals(self, head: _Placed, tail: _Placed, last: _Placed, opens: int) -> int:
        """How many others that may act are named between the two in the later one's sentence, up to 4."""
        row = self.actors.get(last.sentence, [])
        low = bisect_left(row, opens, key=_start)
        others = {entity for at, entity in islice(row, low, None) if at < last.start}
        return min(len(others - {head.entity, tail.entity}), 4)


def _start(row: tuple[int, str | None]) -> int:
    return row[0]
