"""An answer as plain values: what `qipan ask` prints as JSON and POST /v1/ask returns."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from kg.graph import DocumentRecord, EntityRecord, Graph, Relation, StatementRecord
from kg.ids import hant_name
from kg.model import Quantity, TimeExpression
from kg.questions.filters import FACTS, Filters
from kg.questions.found import Answer, Note, Row, Subject
from kg.resources import data_dir, read_yaml
from kg.text import to_hans

__all__ = ["locale_of", "message", "plain_answer", "plain_entity", "plain_quantity", "plain_statement"]

Plain = dict[str, Any]


@cache
def _messages() -> dict[str, dict[str, str]]:
    messages: dict[str, dict[str, str]] = read_yaml(data_dir() / "questions" / "messages.yaml")
    return messages


def message(note: Note, locale: str) -> str:
    """A note or verdict in words, in `zh-Hant`, `zh-Hans` or `en`."""
    return _messages()[note.id][locale].format(**dict(note.values))


def locale_of(answer: Answer) -> str:
    """The locale of the question: what answers it is said in the language and script in which it was asked."""
    if answer.reading.language == "en":
        return "en"
    question = answer.reading.question
    return "zh-Hans" if to_hans(question) == question else "zh-Hant"


def plain_answer(graph: Graph, answer: Answer, *, locale: str | None = None) -> Plain:
    """The question, how it was read, the verdict, the rows, and the quotes that they rest on.

    Rows name entities, relations and quotes by id; `entities` has every entity that is named.
    """
    words = locale or locale_of(answer)
    notes = [{"id": note.id, "text": message(note, words)} for note in answer.notes]
    return {
        "question": answer.reading.question,
        "read_as": _read_as(answer, words),
        "verdict": answer.verdict,
        "message": " ".join([message(Note(answer.verdict), words), *(n["text"] for n in notes)]),
        "notes": notes,
        "count": len(answer.rows),
        "truncated": answer.truncated,
        "rows": [_row(row, words) for row in answer.rows],
        "quotes": [plain_statement(statement) for statement in answer.quotes],
        "entities": [plain_entity(entity) for entity in _entities(graph, answer)],
        "candidates": [plain_entity(entity) for entity in answer.candidates],
    }


def _read_as(answer: Answer, locale: str) -> Plain:
    form = answer.reading.form
    return {
        "form": form.id,
        "means": form.means["en" if locale == "en" else "zh"],
        "kind": form.query.kind,
        "aggregate": answer.reading.aggregate,
        "entities": {slot: _subject(subject) for slot, subject in answer.subjects.items()},
        "words": {slot: v.text for slot, v in answer.reading.slots.items() if slot not in answer.subjects},
        "relations": list(form.query.relations),
        "direction": form.query.direction,
        "types": sorted(form.query.types),
        "filters": _filters(answer.filters),
    }


def _subject(subject: Subject) -> Plain:
    return {"text": subject.text, "ids": [e.id for e in subject.entities], "via": subject.via}


def _filters(filters: Filters) -> Plain:
    """Only what narrows."""
    every: Plain = {
        "modalities": sorted(filters.modalities) if filters.chosen or filters.modalities != FACTS else None,
        "since": filters.since,
        "until": filters.until,
        "polarity": filters.polarity,
        "speakers": sorted(filters.speakers) if filters.speakers is not None else None,
        "topic": list(filters.topic) or None,
        "sources": filters.sources or None,
        "limit": filters.limit,
    }
    return {name: value for name, value in every.items() if value is not None}


def _row(row: Row, locale: str) -> Plain:
    first = row.relations[0] if row.relations else None
    return {
        "entity": row.entity.id if row.entity else None,
        "name": _name(row, locale),
        "of": row.of.id if row.of else None,
        "relation": first.relation if first else None,
        "relations": [_relation(r) for r in row.relations],
        "way": list(row.way) or None,
        "document": _document(row.document) if row.document else None,
        "value": row.value,
        "quantity": plain_quantity(row.entity.quantity) if row.entity and row.entity.quantity else None,
        "section": row.section,
        "stance": row.stance,
        "modality": row.modality,
        "sources": max((r.sources for r in row.relations), default=0),
        "quotes": [s.id for s in row.statements],
    }


def _name(row: Row, locale: str) -> str | None:
    """What the row is called, in the script of the reader where the sources have it."""
    if row.entity:
        name = row.entity.name
        wanted = {"zh-Hans": to_hans(name), "zh-Hant": hant_name(name)}.get(locale, name)
        return wanted if wanted in row.entity.names else name
    return row.document.title if row.document else None


def _relation(relation: Relation) -> Plain:
    return {"id": relation.id, "head": relation.head, "relation": relation.relation, "tail": relation.tail}


def _document(document: DocumentRecord) -> Plain:
    return {"id": document.id, "title": document.title, "date": document.date, "source": document.source}


def plain_entity(entity: EntityRecord) -> Plain:
    """An entity with all its names."""
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "names": list(entity.names),
        "mentions": entity.mentions,
        "documents": entity.documents,
        "quantity": plain_quantity(entity.quantity) if entity.quantity else None,
    }


def plain_quantity(quantity: Quantity) -> Plain:
    """A figure: value, unit, currency, and what it measures."""
    return {
        "value": quantity.value,
        "high": quantity.high,
        "unit": quantity.unit,
        "currency": quantity.currency,
        "approximate": quantity.approximate,
        "measures": quantity.measures,
    }


def plain_statement(statement: StatementRecord) -> Plain:
    """One document saying one relation: its words, in their sentences, and who says it how."""
    return {
        "id": statement.id,
        "relation_id": statement.relation_id,
        "document": {
            "id": statement.document,
            "title": statement.document_title,
            "date": statement.document_date,
            "source": statement.source,
        },
        "modality": statement.modality,
        "attributed_to": statement.attributed_to,
        "polarity": statement.polarity,
        "aspect": statement.aspect,
        "condition": statement.condition,
        "horizon": statement.horizon,
        "time": _time(statement.time) if statement.time else None,
        "confidence": round(statement.confidence, 4),
        "rule": statement.rule,
        "decided": statement.decided,
        "quotes": [
            {"start": q.start, "end": q.end, "text": q.text, "sentence": q.sentence, "sentence_start": q.sentence_start}
            for q in statement.quotes
        ],
    }


def _time(time: TimeExpression) -> Plain:
    interval = time.interval
    return {"text": time.text, "start": interval.start if interval else None, "end": interval.end if interval else None}


def _entities(graph: Graph, answer: Answer) -> Iterable[EntityRecord]:
    """Every entity that the answer names, once: asked about, found, on the way, or speaking."""
    ids = [e.id for subject in answer.subjects.values() for e in subject.entities]
    for row in answer.rows:
        ids += [e.id for e in (row.entity, row.of) if e] + list(row.way)
        ids += [end for r in row.relations for end in (r.head, r.tail)]
        ids += [s.attributed_to for s in row.statements if s.attributed_to]
    return (graph.entity(key) for key in dict.fromkeys(ids))
