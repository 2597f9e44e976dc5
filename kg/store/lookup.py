"""Finding a stored document: by id, by text, by address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, select

from kg.assemble import origin
from kg.errors import no_document
from kg.model import Document
from kg.reading import content_id
from kg.store import schema
from kg.store.checks import storable

__all__ = [
    "document_called",
    "document_saying",
    "earlier",
    "known_document",
    "like",
    "rejections",
]


def rejections(document_pk: int) -> Select[Any]:
    """How often something of a document was not taken, by reason."""
    r = schema.rejection.c
    return select(r.reason, r.times).where(r.document_pk == document_pk).order_by(r.reason)


def known_document(connection: Connection, document_id: str) -> Any:
    """The row of a document: see document_called. NotFound where it is not there."""
    row = document_called(connection, document_id)
    if row is None:
        raise no_document(document_id)
    return row


def document_called(connection: Connection, document_id: str) -> Any:
    """Key, id, fingerprint, origin, work and time of reading of a document; None where it is not there."""
    query = _known().where(schema.document.c.id == document_id)
    return connection.execute(query).one_or_none() if storable(document_id) else None


def document_saying(connection: Connection, statement_id: str) -> str | None:
    """The id of the document that makes this statement."""
    d, s = schema.document.c, schema.statement.c
    query = select(d.id).join(schema.statement, s.document_pk == d.pk).where(s.key == statement_id)
    return connection.scalar(query) if storable(statement_id) else None


def _known() -> Select[Any]:
    d = schema.document.c
    return select(d.pk, d.id, d.fingerprint, d.origin, d.work, d.read_at)


def like(connection: Connection, doc: Document) -> Any:
    """The document with this id; else one with the same text, from the same source or with the new one saying none."""
    d = schema.document.c
    same = connection.execute(_known().where(d.id == doc.id)).one_or_none()
    if same:
        return same
    text = _known().where(d.origin == origin(doc.text)).order_by(d.id)
    return connection.execute(text.where(d.source == doc.source) if doc.source else text).first()


def earlier(connection: Connection, doc: Document) -> Any:
    """What came from the document's address before, where nobody gave the document an id."""
    if not doc.source or "://" not in doc.source or doc.id != content_id(doc.text):
        return None
    d = schema.document.c
    return connection.execute(_known().where(d.source == doc.source).order_by(d.id)).first()
