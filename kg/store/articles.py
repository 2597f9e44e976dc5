"""Documents as rows, as they were extracted; nothing here knows of the graph except which naming each thing has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from kg.assemble import fingerprint, origin
from kg.decisions.claims import Judged, judge
from kg.evidence import sentence_around
from kg.ids import digest, statement_ids
from kg.model import Document, Entity, Mention, Span, Statement
from kg.resolve import Named, named
from kg.store import schema
from kg.store.deciding import Force
from kg.store.packing import pack, pack_quantity, pack_spans, pack_time

__all__ = ["ADDED", "insert_document"]

ADDED = "added"


def insert_document(connection: Connection, doc: Document, force: Force, *, read_at: str) -> int:
    """Write a document that is not there yet, as people see it; its `pk`. Its statements have no relation yet."""
    row = insert(schema.document).values(**_about(doc), read_at=read_at).returning(schema.document.c.pk)
    pk: int = connection.execute(row).scalar_one()
    judged = judge(doc, force.about(doc.id))
    entities = [*doc.entities, *judged.entities]
    namings = _namings(connection, [named(entity) for entity in entities], force)
    naming_of = {e.id: namings[named(e)] for e in entities}
    found = len(doc.entities)
    things = (_thing(pk, n, e, naming_of) | {"decided": None if n < found else ADDED} for n, e in enumerate(entities))
    _insert(connection, schema.thing, things)
    _insert(connection, schema.mention, (_mention(pk, n, m) for n, m in enumerate(doc.mentions)))
    reasons = Counter(r.reason for r in doc.rejected)
    _insert(
        connection, schema.rejection, ({"document_pk": pk, "reason": r, "times": n} for r, n in sorted(reasons.items()))
    )
    _insert_statements(connection, pk, doc, judged, naming_of)
    return pk


def _about(doc: Document) -> dict[str, Any]:
    return {
        "id": doc.id,
        "title": doc.title,
        "date": doc.date,
        "source": doc.source,
        "author": doc.author,
        "script": doc.script,
        "text": doc.text,
        "length": len(doc.text),
        "sentences": pack_spans(doc.sentences),
        "skipped": pack_spans(doc.skipped),
        "statements": len(doc.statements),
        "origin": origin(doc.text),
        "work": origin(doc.text),
        "fingerprint": fingerprint(doc),
    }


def _insert(connection: Connection, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    every = list(rows)
    if every:
        connection.execute(insert(table), every)


def _namings(connection: Connection, things: Iterable[Named], force: Force) -> dict[Named, int]:
    """The naming of each, written where it is new."""
    wanted = {_digest(thing): thing for thing in things}
    table = schema.naming
    found = {
        row.digest: row.pk
        for row in connection.execute(select(table.c.digest, table.c.pk).where(table.c.digest.in_(wanted)))
    }
    for key, thing in wanted.items():
        if key not in found:
            row = {
                "digest": key,
                "type": thing.type,
                "names": pack(thing.names),
                "quantity": pack_quantity(thing.quantity),
            }
            found[key] = connection.execute(insert(table).values(row).returning(table.c.pk)).scalar_one()
            keys = sorted(force.names.keyed(thing).ever)
            _insert(connection, schema.naming_key, ({"key": k, "naming_pk": found[key]} for k in keys))
    return {thing: found[key] for key, thing in wanted.items()}


def _digest(thing: Named) -> str:
    return digest(thing.type, pack(thing.names), pack_quantity(thing.quantity) or "", size=16)


def _thing(pk: int, position: int, entity: Entity, naming_of: dict[str, int]) -> dict[str, Any]:
    return {
        "document_pk": pk,
        "position": position,
        "id": entity.id,
        "spans": pack_spans(entity.mentions),
        "mentions": len(entity.mentions),
        "naming_pk": naming_of[entity.id],
    }


def _mention(pk: int, position: int, mention: Mention) -> dict[str, Any]:
    return {
        "document_pk": pk,
        "position": position,
        "start": mention.span.start,
        "end": mention.span.end,
        "type": mention.type,
        "source": mention.source,
        "confidence": mention.confidence,
        "thing": mention.entity,
    }


def _insert_statements(
    connection: Connection, pk: int, doc: Document, judged: Judged, naming_of: dict[str, int]
) -> None:
    keys = [*statement_ids(doc.id, doc.statements), *(made.key for made in judged.made)]
    statements = [*doc.statements, *(made.statement for made in judged.made)]
    decided = [judged.marks[n].decided if n in judged.marks else None for n in range(len(doc.statements))]
    decided += [made.decided for made in judged.made]
    rows = [
        _statement(pk, n, said, naming_of) | {"key": key, "decided": how}
        for n, (said, key, how) in enumerate(zip(statements, keys, decided, strict=True))
    ]
    _insert(connection, schema.statement, rows)
    table = schema.statement
    numbers = select(table.c.position, table.c.pk).where(table.c.document_pk == pk)
    pk_at = {row.position: row.pk for row in connection.execute(numbers)}
    evidence = (row for n, s in enumerate(statements) for row in _evidence(pk_at[n], s, doc.sentences))
    _insert(connection, schema.evidence, evidence)


def _statement(pk: int, position: int, statement: Statement, naming_of: dict[str, int]) -> dict[str, Any]:
    return {
        "document_pk": pk,
        "position": position,
        "id": statement.id,
        "head": statement.head,
        "relation": statement.relation,
        "tail": statement.tail,
        "attributed_to": statement.attributed_to,
        "modality": statement.modality.value,
        "polarity": statement.polarity,
        "aspect": statement.aspect,
        "condition": statement.condition,
        "horizon": statement.horizon,
        "time": pack_time(statement.time),
        "rule": statement.rule,
        "confidence": statement.confidence,
        "cue_start": statement.cue.start if statement.cue else None,
        "cue_end": statement.cue.end if statement.cue else None,
        "head_pk": naming_of[statement.head],
        "tail_pk": naming_of[statement.tail],
        "speaker_pk": naming_of[statement.attributed_to] if statement.attributed_to else None,
    }


def _evidence(pk: int, statement: Statement, sentences: Sequence[Span]) -> Iterable[dict[str, int]]:
    for position, span in enumerate(statement.evidence):
        sentence = sentence_around(span, sentences)
        yield {
            "statement_pk": pk,
            "position": position,
            "start": span.start,
            "end": span.end,
            "sentence_start": sentence.start,
            "sentence_end": sentence.end,
        }
