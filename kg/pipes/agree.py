"""What patterns and the fitted reader say, as one: a statement a triple, and no entity that nothing speaks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from kg.confidence import Confidence, log_odds
from kg.lexicon import Lexicon
from kg.model import Document, Entity, Rejection, Statement
from kg.ontology import Ontology
from kg.pipes.coreference import STAND_INS
from kg.pipes.sentences import title_end

__all__ = ["Agree"]

_Triple = tuple[str, str, str]  # head, relation, tail
_NOTHING_KNOWN = Lexicon(())
_MODEL = "model"  # the rule of what the fitted reader says


@dataclass(frozen=True, slots=True)
class Agree:
    """Merge statements of the same triple and drop what is too unsure, or said the other way round by the same words.

    What is dropped is listed in `rejected`. A statement is as sure as `confidence` finds it, or as its pattern where
    that is None: patterns alone read. Names that `weak` finders see, or that are less sure than `named`, are kept only
    if a statement needs them.
    """

    requires: ClassVar = frozenset({"statements", "entities", "mentions"})
    assigns: ClassVar = frozenset({"agreed"})
    ontology: Ontology
    confidence: Confidence | None
    least: float  # confidence of a statement
    named: float = 0.9
    weak: frozenset[str] = frozenset({"recogniser", "latin", "quoted"})
    lexicon: Lexicon = _NOTHING_KNOWN

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        merged = [self._weighed(statement, counted) for statement, counted in self.counted(doc)]
        sure = {(s.head, s.relation, s.tail): s for s in merged if s.confidence >= self.least}
        kept = [s for s in sure.values() if not _turned(s, sure.get((s.tail, s.relation, s.head)), sure.values())]
        entities = self._supported(doc, kept)
        names = {e.id for e in entities}
        ids = {s.id for s in kept}
        rejected = [
            Rejection(
                "turned round" if s.confidence >= self.least else "confidence",
                s.evidence[0],
                f"{s.head} {s.relation} {s.tail} {s.confidence:.2f} {s.rule}",
            )
            for s in merged
            if s.id not in ids
        ]
        dropped = (e for e in doc.entities if e.id not in names and e.type != "Factor")  # whose claim is listed
        rejected += [Rejection("unsupported", e.mentions[0], e.id) for e in dropped]
        return replace(
            doc,
            entities=entities,
            mentions=tuple(m for m in doc.mentions if m.entity in names),
            statements=tuple(sorted(kept, key=lambda s: (s.evidence[0], s.relation, s.head, s.tail))),
            rejected=(*doc.rejected, *rejected),
        )

    def counted(self, doc: Document) -> Iterator[tuple[Statement, tuple[float, ...]]]:
        """Each triple as it is said where it is quoted, and what is counted of it (`kg.confidence.COUNTED`)."""
        same: dict[_Triple, list[Statement]] = defaultdict(list)
        for s in doc.statements:
            turned = self.ontology.relations[s.relation].symmetric and s.tail < s.head
            same[(s.tail, s.relation, s.head) if turned else (s.head, s.relation, s.tail)].append(s)
        sureness, scores = _sureness(doc), {triple: _scores(group) for triple, group in same.items()}
        known, title = self._known(doc), title_end(doc.twin, doc.sentences)
        rivals = self._rivals({triple: first for triple, (first, _) in scores.items()})
        for triple, group in same.items():
            head, _, tail = triple
            rule = "+".join(sorted({s.rule for s in group}))
            names = sureness.get(head, 1.0), sureness.get(tail, 1.0)
            counted = (*scores[triple], *names, _by_pattern(group), rivals[triple], *known(triple))
            yield replace(_quoted(group, title), head=head, tail=tail, rule=rule), counted

    def _rivals(self, scores: Mapping[_Triple, float]) -> dict[_Triple, float]:
        """By how much the surest of what can hardly be true beside each triple is surer."""
        surest: dict[_Triple, float] = defaultdict(lambda: log_odds(0))
        for triple, score in scores.items():
            for place in self._places(*triple):
                surest[place] = max(surest[place], score)
        return {
            triple: max(surest[place] for place in self._places(*triple)) - score for triple, score in scores.items()
        }

    def _places(self, head: str, relation: str, tail: str) -> Iterator[_Triple]:
        """What a triple fills: of triples that fill the same one is likely true, or none."""
        yield min(head, tail), relation, max(head, tail)
        if self.confidence and relation in self.confidence.functional:
            yield head, relation, ""
        if self.confidence and relation in self.confidence.inverse_functional:
            yield "", relation, tail

    def _known(self, doc: Document) -> Callable[[_Triple], tuple[float, float, float]]:
        """Whether the lexicon says the same as a triple, names another, or joins its ends in another way."""
        names = {e.id: e.name for e in doc.entities}
        above = {e.id: self.lexicon.above(e.name) for e in doc.entities}
        nothing: frozenset[str] = frozenset()

        def known(triple: _Triple) -> tuple[float, float, float]:
            head, relation, tail = triple
            end = self.confidence.belonging.get(relation) if self.confidence else None
            owned, owner = (head, tail) if end == "head" else (tail, head)
            of, owners_own = above.get(owned, nothing), above.get(owner, nothing)
            together, turned = names.get(owner) in of, names.get(owned) in owners_own
            another = end == "tail" and bool(of) and not together and not of & owners_own
            return float(together and end is not None), float(another), float(turned or (together and end is None))

        return known

    def _weighed(self, statement: Statement, counted: Sequence[float]) -> Statement:
        sure = self.confidence(statement.relation, counted) if self.confidence else statement.confidence
        return replace(statement, confidence=round(sure, 3))

    def _supported(self, doc: Document, statements: list[Statement]) -> tuple[Entity, ...]:
        needed = {end for s in statements for end in (s.head, s.tail)}
        unsaid = {*self.weak, *STAND_INS, "figure"}
        strong = {m.entity for m in doc.mentions if m.source not in unsaid and m.confidence >= self.named}
        return tuple(e for e in doc.entities if e.id in needed or e.id in strong)


def _sureness(doc: Document) -> Mapping[str | None, float]:
    """How sure it is that each entity is one, by its surest name."""
    found: dict[str | None, float] = {}
    for m in doc.mentions:
        found[m.entity] = max(found.get(m.entity, 0.0), m.confidence)
    return found


def _scores(group: Sequence[Statement]) -> tuple[float, float]:
    """Log odds by the fitted reader where it is surest and where it is next."""
    first, second, *_ = (*sorted((s.confidence for s in group if s.rule == _MODEL), reverse=True), 0.0, 0.0)
    return log_odds(first), log_odds(second)


def _by_pattern(group: Sequence[Statement]) -> float:
    return max((s.confidence for s in group if s.rule != _MODEL), default=0.0)


_ALIKE = 0.2  # of places whose scores differ by no more the first is quoted: a thing is said plainly when new
_BELOW = 0.5  # share of the best score from which the text below a title is quoted instead of it


def _quoted(group: Sequence[Statement], title: int) -> Statement:
    """The first place where the fitted reader is about as sure as anywhere; without one, the surest pattern's.

    A title repeats what the text below it says in more words: those are quoted. `title` is where it ends.
    """
    read = [s for s in group if s.rule == _MODEL] or group
    below = [s for s in read if any(span.end > title for span in s.evidence)]
    if below and _surest(below) >= _BELOW * _surest(read):
        read = below
    least = _surest(read) - (_ALIKE if read[0].rule == _MODEL else 0.0)
    return min((s for s in read if s.confidence >= least), key=lambda s: s.evidence)


def _surest(group: Sequence[Statement]) -> float:
    return max((s.confidence for s in group), default=0.0)


def _turned(statement: Statement, other: Statement | None, every: Iterable[Statement]) -> bool:
    """Whether the other says, surer and by the same words, the same of its tail: one cannot use, own or supply so.

    Members of a list stand for one another: what the same words say of all of them counts together.
    """
    if other is None or other.id == statement.id or not _shares_words(statement, other):
        return False
    alike = [s for s in every if s.relation == statement.relation and _shares_words(s, statement)]
    ours, theirs = (
        sum(s.confidence for s in alike if s.head == one.head or s.tail == one.tail) for one in (statement, other)
    )
    return (theirs, other.head) > (ours, statement.head)


def _shares_words(one: Statement, other: Statement) -> bool:
    return any(a.overlaps(b) for a in one.evidence for b in other.evidence)
