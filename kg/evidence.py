"""Statements as the graph shows them: with their quotes, and the sentences around them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from kg.graph import DocumentRecord, Quote, Relation, RelationFilter, StatementRecord, Support
from kg.model import Document, Modality, Span, Statement

__all__ = [
    "Evidence",
    "admitted",
    "document_record",
    "newest_first",
    "quote",
    "selected",
    "sentence_around",
    "statement_record",
]


class Evidence(Protocol):
    """Where the statements of a graph are read from when somebody asks: documents in memory, or a store."""

    def statements(
        self, relations: Sequence[Relation], where: RelationFilter, surest: int | None
    ) -> Iterable[StatementRecord]:
        """The statements of these relations that are `admitted`, in any order."""


def selected(
    evidence: Evidence, relations: Sequence[Relation], where: RelationFilter, *, surest: int | None = None
) -> dict[str, list[StatementRecord]]:
    """The statements of each relation that the filter admits, newest document first; with `surest` so many of each."""
    found: dict[str, list[StatementRecord]] = {relation.id: [] for relation in relations}
    for record in evidence.statements(relations, where, surest):
        found[record.relation_id].append(record)
    return {relation_id: newest_first(records) for relation_id, records in found.items()}


def admitted(told: Iterable[Any], where: RelationFilter, surest: int | None) -> list[Any]:
    """Those that the filter admits; with `surest` at most so many of each relation, of the highest confidence.

    They are StatementRecords, or rows with the same fields as far as they decide: quotes need not be read yet.
    """
    every = [one for one in told if where.admits_statement(_in_short(one))]
    if surest is None:
        return every
    of_relation: defaultdict[str, list[Any]] = defaultdict(list)
    for one in sorted(every, key=lambda one: (-one.confidence, one.id)):
        of_relation[one.relation_id].append(one)
    return [one for some in of_relation.values() for one in some[:surest]]


def newest_first(records: Sequence[StatementRecord]) -> list[StatementRecord]:
    """Sorted by document, the newest first and the undated last, then by place in the text."""
    by_place = sorted(records, key=lambda r: (r.document, r.quotes[0].start, r.id))
    return sorted(by_place, key=lambda r: r.document_date or "", reverse=True)


def _in_short(told: Any) -> Support:
    return Support(told.document, "", told.document_date, Modality(told.modality), told.confidence)


def quote(text: str, span: Span, sentence: Span) -> Quote:
    """The words at a place, within the sentence around them."""
    return Quote(span.start, span.end, span.of(text), sentence.of(text), sentence.start)


def sentence_around(span: Span, sentences: Sequence[Span]) -> Span:
    """The sentence (or the run of sentences) that holds the span; the span itself where there is none.

    >>> sentence_around(Span(2, 4), [Span(0, 5), Span(5, 9)]), sentence_around(Span(2, 6), [Span(0, 5), Span(5, 9)])
    (Span(start=0, end=5), Span(start=0, end=9))
    """
    starts = [s.start for s in sentences]
    first = max(bisect_right(starts, span.start) - 1, 0)
    last = max(bisect_right(starts, max(span.end - 1, span.start)) - 1, 0)
    if not sentences:
        return span
    return Span(min(sentences[first].start, span.start), max(sentences[last].end, span.end))


def statement_record(
    doc: Document, statement: Statement, *, key: str, relation_id: str, attributed_to: str | None
) -> StatementRecord:
    """The statement as the graph shows it; `key` is its id in the graph."""
    quotes = tuple(quote(doc.text, span, sentence_around(span, doc.sentences)) for span in statement.evidence)
    return StatementRecord(
        id=key,
        relation_id=relation_id,
        document=doc.id,
        document_title=doc.title,
        document_date=doc.date,
        source=doc.source,
        modality=statement.modality,
        rule=statement.rule,
        confidence=statement.confidence,
        quotes=quotes,
        attributed_to=attributed_to,
        polarity=statement.polarity,
        aspect=statement.aspect,
        condition=statement.condition,
        horizon=statement.horizon,
        time=statement.time,
    )


def document_record(doc: Document, *, read_at: str = "", reprint_of: str | None = None) -> DocumentRecord:
    """The article as the graph lists it."""
    return DocumentRecord(
        id=doc.id,
        title=doc.title,
        date=doc.date,
        source=doc.source,
        author=doc.author,
        script=doc.script,
        length=len(doc.text),
        statements=len(doc.statements),
        read_at=read_at,
        reprint_of=reprint_of,
    )
