"""The extraction JSON: one document's entities, statements and rejections as plain values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kg.model import Document, Entity, Rejection, Span, Statement

__all__ = ["to_json"]


def to_json(doc: Document) -> dict[str, Any]:
    """A read document as JSON values; every quote is `text[start:end]` in the original script."""
    return {
        "document": {
            "id": doc.id,
            "title": doc.title,
            "date": doc.date,
            "source": doc.source,
            "script": doc.script,
            "length": len(doc.text),
        },
        "entities": [_entity(e) for e in doc.entities],
        "relations": [_statement(doc, s) for s in doc.statements],
        "rejected": [_rejection(doc, r) for r in doc.rejected],
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "mentions": [_span(m) for m in entity.mentions],
        "quantity": asdict(entity.quantity) if entity.quantity else None,
    }


def _statement(doc: Document, statement: Statement) -> dict[str, Any]:
    time = statement.time
    return {
        "id": statement.id,
        "head": statement.head,
        "relation": statement.relation,
        "tail": statement.tail,
        "modality": str(statement.modality),
        "attributed_to": statement.attributed_to,
        "polarity": statement.polarity,
        "aspect": statement.aspect,
        "condition": statement.condition,
        "horizon": statement.horizon,
        "time": {"text": time.text, "interval": asdict(time.interval) if time.interval else None} if time else None,
        "confidence": statement.confidence,
        "rule": statement.rule,
        "evidence": [{**_span(e), "text": e.of(doc.text)} for e in statement.evidence],
    }


def _rejection(doc: Document, rejection: Rejection) -> dict[str, Any]:
    return {
        "reason": rejection.reason,
        **_span(rejection.span),
        "text": rejection.span.of(doc.text),
        "detail": rejection.detail,
    }
