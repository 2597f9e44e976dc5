"""Mentions + patterns -> statements with evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import ClassVar

from kg.ids import entity_id
from kg.model import Document, Entity, Mention, Modality, Rejection, Span, Statement
from kg.ontology import Ontology
from kg.patterns import Masked, Pattern, PatternMatch, mask

__all__ = ["MatchPatterns", "statement_id"]

_QUOTES = ("“‘《", "”’》")


def statement_id(document: str, head: str, relation: str, tail: str, start: int) -> str:
    """A short id made of what is said and where: the same words give the same id in every run."""
    parts = "\x1f".join((document, head, relation, tail, str(start)))
    return hashlib.blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class MatchPatterns:
    """Run every pattern over every sentence in masked form; a slot of free text becomes an entity of its own."""

    requires: ClassVar = frozenset({"twin", "sentences", "mentions", "entities", "references"})
    assigns: ClassVar = frozenset({"statements"})
    patterns: tuple[Pattern, ...]
    ontology: Ontology
    codes: Mapping[str, str]

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        entities = {e.id: e for e in doc.entities}
        best: dict[tuple[str, str, str], Statement] = {}
        rejected: list[Rejection] = []
        for masked in self._masked(doc):
            for pattern in self.patterns:
                for match in pattern.find(masked):
                    self._take(doc, match, entities, best, rejected)
        statements = sorted(best.values(), key=lambda s: (s.evidence[0], s.relation, s.head, s.tail))
        return replace(
            doc,
            entities=tuple(sorted(entities.values(), key=lambda e: (e.mentions[0], e.id))),
            statements=(*doc.statements, *statements),
            rejected=(*doc.rejected, *rejected),
        )

    def _masked(self, doc: Document) -> Iterator[Masked]:
        at = 0
        for sentence in doc.sentences:
            while at < len(doc.mentions) and doc.mentions[at].span.start < sentence.start:
                at += 1
            end = at
            while end < len(doc.mentions) and doc.mentions[end].span.end <= sentence.end:
                end += 1
            if end > at:
                yield mask(doc.twin, sentence, _flat(doc.mentions[at:end]), self.codes, _QUOTES)

    def _take(
        self,
        doc: Document,
        match: PatternMatch,
        entities: dict[str, Entity],
        best: dict[tuple[str, str, str], Statement],
        rejected: list[Rejection],
    ) -> None:
        row = match.pattern.row
        symmetric = self.ontology.relations[row.relation].symmetric
        pairs = list(product(match.heads, match.tails))
        if symmetric and not match.tails:
            pairs = list(combinations(match.heads, 2))
        for head, tail in pairs:
            a, b = self._end(doc, head, entities), self._end(doc, tail, entities)
            if a is None or b is None or a.id == b.id:
                continue
            if not self.ontology.allows(a.type, row.relation, b.type):
                rejected.append(Rejection("types", match.span, f"{row.id}: {a.type} {row.relation} {b.type}"))
                continue
            key = (a.id, row.relation, b.id)
            if symmetric and b.id < a.id:
                key = (b.id, row.relation, a.id)
            statement = self._statement(doc, match, key, row.confidence * min(head.confidence, tail.confidence) ** 0.5)
            if key not in best or statement.confidence > best[key].confidence:
                best[key] = statement

    def _end(self, doc: Document, mention: Mention, entities: dict[str, Entity]) -> Entity | None:
        if mention.entity:
            return entities.get(mention.entity)
        span = _trimmed(doc.twin, mention.span)
        if span.end - span.start < 2:  # noqa: PLR2004 - one character says nothing
            return None
        name = span.of(doc.text)
        entity = Entity(entity_id(mention.type, name), mention.type, name, (), (span,))
        return entities.setdefault(entity.id, entity)

    def _statement(self, doc: Document, match: PatternMatch, key: tuple[str, str, str], confidence: float) -> Statement:
        row = match.pattern.row
        return Statement(
            statement_id(doc.id, *key, match.span.start),
            *key,
            (match.span,),
            row.id,
            Modality(row.modality) if row.modality else Modality.ASSERTED,
            polarity=row.polarity,
            confidence=round(confidence, 3),
        )


def _flat(mentions: Sequence[Mention]) -> list[Mention]:
    """Disjoint mentions: names, and those strategies that hold none."""
    names = [m for m in mentions if m.type not in {"Strategy", "Factor"}]
    free = [m for m in mentions if m.type == "Strategy" and not any(n.span.overlaps(m.span) for n in names)]
    return sorted((*names, *free), key=lambda m: m.span)


def _trimmed(twin: str, span: Span) -> Span:
    words = span.of(twin)
    start = span.start + len(words) - len(words.lstrip(" “‘《、"))
    return Span(start, max(start, span.start + len(words.rstrip(" ”’》、"))))
