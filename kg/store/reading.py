"""Rows back to documents, as they were extracted: all but tokens, words and the places of what was rejected."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, func, or_, select

from kg.graph import DocumentRecord
from kg.model import Document, Entity, Mention, Modality, Span, Statement
from kg.store import schema
from kg.store.packing import unpack, unpack_quantity, unpack_spans, unpack_time
from kg.text import twin_of

__all__ = ["read_document", "read_records"]

FOUND = ("accepted", "rejected", "replaced")
"""What is decided of statements that the extractor found; all others that are decided were made by people."""


def read_document(connection: Connection, document_id: str) -> Document | None:
    """The document with this id, or None."""
    table = schema.document
    row = connection.execute(select(table).where(table.c.id == document_id)).one_or_none()
    if row is None:
        return None
    return Document(
        id=row.id,
        text=row.text,
        title=row.title,
        date=row.date,
        source=row.source,
        author=row.author,
        script=row.script,
        twin=twin_of(row.text),
        sentences=unpack_spans(row.sentences),
        skipped=unpack_spans(row.skipped),
        mentions=_mentions(connection, row.pk),
        entities=_entities(connection, row.pk),
        statements=_statements(connection, row.pk),
    )


def read_records(connection: Connection) -> list[DocumentRecord]:
    """All documents as they are listed, newest first."""
    d = schema.document.c
    columns = (d.id, d.title, d.date, d.source, d.author, d.script, d.length, d.statements, d.read_at, d.reprint_of)
    rows = connection.execute(select(*columns).order_by(func.coalesce(d.date, "").desc(), d.id))
    return [DocumentRecord(*fields) for fields in map(tuple, rows)]


def _mentions(connection: Connection, pk: int) -> tuple[Mention, ...]:
    table = schema.mention
    rows = connection.execute(select(table).where(table.c.document_pk == pk).order_by(table.c.position))
    return tuple(Mention(Span(r.start, r.end), r.type, r.source, r.confidence, r.thing) for r in rows)


def _entities(connection: Connection, pk: int) -> tuple[Entity, ...]:
    thing, naming = schema.thing, schema.naming
    rows = connection.execute(
        select(thing.c.id, naming.c.type, naming.c.names, thing.c.spans, naming.c.quantity)
        .join(naming, thing.c.naming_pk == naming.c.pk)
        .where(thing.c.document_pk == pk, thing.c.decided.is_(None))
        .order_by(thing.c.position)
    )
    return tuple(_entity(row) for row in rows)


def _entity(row: Any) -> Entity:
    name, *aliases = unpack(row.names)
    return Entity(row.id, row.type, name, tuple(aliases), unpack_spans(row.spans), unpack_quantity(row.quantity))


def _statements(connection: Connection, pk: int) -> tuple[Statement, ...]:
    table = schema.statement
    spans = _evidence(connection, pk)
    found = or_(table.c.decided.is_(None), table.c.decided.in_(FOUND))
    rows = connection.execute(select(table).where(table.c.document_pk == pk, found).order_by(table.c.position))
    return tuple(_statement(row, spans[row.pk]) for row in rows)


def _evidence(connection: Connection, pk: int) -> dict[int, tuple[Span, ...]]:
    evidence, statement = schema.evidence, schema.statement
    rows = connection.execute(
        select(evidence.c.statement_pk, evidence.c.start, evidence.c.end)
        .join(statement, evidence.c.statement_pk == statement.c.pk)
        .where(statement.c.document_pk == pk)
        .order_by(evidence.c.statement_pk, evidence.c.position)
    )
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for row in rows:
        spans[row.statement_pk].append(Span(row.start, row.end))
    return {statement_pk: tuple(places) for statement_pk, places in spans.items()}


def _statement(row: Any, evidence: tuple[Span, ...]) -> Statement:
    return Statement(
        id=row.id,
        head=row.head,
        relation=row.relation,
        tail=row.tail,
        evidence=evidence,
        rule=row.rule,
        modality=Modality(row.modality),
        attributed_to=row.attributed_to,
        polarity=row.polarity,
        aspect=row.aspect,
        condition=row.condition,
        horizon=row.horizon,
        time=unpack_time(row.time),
        confidence=row.confidence,
        cue=None if row.cue_start is None else Span(row.cue_start, row.cue_end),
    )
