"""What patterns and the fitted reader say, as one: a statement a triple, and no entity that nothing speaks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from kg.model import Document, Entity, Rejection, Statement
from kg.ontology import Ontology

__all__ = ["Agree"]


@dataclass(frozen=True, slots=True)
class Agree:
    """Merge statements of the same triple and drop what is too unsure, or said the other way round by the same words.

    What is dropped is listed in `rejected`. `alone` is the confidence that a statement found by a pattern only must
    have. Names that `weak` finders see, or that are less sure than `named`, are kept only if a statement needs them.
    """

    requires: ClassVar = frozenset({"statements", "entities", "mentions"})
    assigns: ClassVar = frozenset({"agreed"})
    ontology: Ontology
    alone: float = 0.6
    named: float = 0.9
    weak: frozenset[str] = frozenset({"recogniser", "latin", "quoted"})

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        same: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
        for s in doc.statements:
            head, tail = s.head, s.tail
            if self.ontology.relations[s.relation].symmetric and tail < head:
                head, tail = tail, head
            same[head, s.relation, tail].append(replace(s, head=head, tail=tail))
        merged = [_one(group) for group in same.values()]
        sure = {(s.head, s.relation, s.tail): s for s in merged if self._sure(s)}
        kept = [s for s in sure.values() if not _turned(s, sure.get((s.tail, s.relation, s.head)), sure.values())]
        entities = self._supported(doc, kept)
        names = {e.id for e in entities}
        rejected = [
            Rejection(
                "turned round" if (s.head, s.relation, s.tail) in sure else "pattern alone",
                s.evidence[0],
                f"{s.head} {s.relation} {s.tail}",
            )
            for s in merged
            if s not in kept
        ]
        rejected += [Rejection("unsupported", e.mentions[0], e.id) for e in doc.entities if e.id not in names]
        return replace(
            doc,
            entities=entities,
            mentions=tuple(m for m in doc.mentions if m.entity in names),
            statements=tuple(sorted(kept, key=lambda s: (s.evidence[0], s.relation, s.head, s.tail))),
            rejected=(*doc.rejected, *rejected),
        )

    def _sure(self, statement: Statement) -> bool:
        return "model" in statement.rule.split("+") or statement.confidence >= self.alone

    def _supported(self, doc: Document, statements: list[Statement]) -> tuple[Entity, ...]:
        needed = {end for s in statements for end in (s.head, s.tail)}
        unsaid = {*self.weak, "pronoun", "carried", "figure"}
        strong = {m.entity for m in doc.mentions if m.source not in unsaid and m.confidence >= self.named}
        return tuple(e for e in doc.entities if e.id in needed or e.id in strong)


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


def _one(group: list[Statement]) -> Statement:
    """The surest of statements that say the same; surer still where a pattern and the model agree."""
    best = max(group, key=lambda s: (s.rule == "model", s.confidence, -s.evidence[0].start))
    rules = sorted({s.rule for s in group})
    doubt = 1.0
    for rule in rules:
        doubt *= 1 - 0.9 * max(s.confidence for s in group if s.rule == rule)
    confidence = best.confidence if len(rules) == 1 else max(best.confidence, round(1 - doubt, 4))
    return replace(best, confidence=min(confidence, 0.9999), rule="+".join(rules))
