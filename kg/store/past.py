"""Articles as they were: what was replaced or taken out, kept whole, so that a past day is told as it was.

A version is seen from its article's date (or from when it was read, where it has none, or is not the first that the
store knew of the article) until it was replaced or taken out.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, insert, select

from kg.model import Document
from kg.store.reading import read_document, read_records
from kg.store.schema import past
from kg.text import twin_of

__all__ = ["documents_by", "forget", "keep", "version"]

_P = past.c


def keep(connection: Connection, document_id: str, *, read_at: str, left_at: str) -> None:
    """Keep the document as it is now, before it goes."""
    doc = read_document(connection, document_id)
    assert doc is not None  # noqa: S101 - for mypy; who calls has it in hand
    about = {"id": doc.id, "date": doc.date, "read_at": read_at, "left_at": left_at}
    connection.execute(insert(past).values(**about, content=_packed(doc)))


def forget(connection: Connection, document_id: str) -> int:
    """Let nothing of a document's past be kept; how many versions there were."""
    return connection.execute(delete(past).where(_P.id == document_id)).rowcount


def documents_by(connection: Connection, end: str) -> list[Document]:
    """The documents as they were then."""
    rows = connection.execute(select(_P.pk, _P.id, _P.date, _P.read_at, _P.left_at).order_by(_P.pk)).all()
    seen, known = [], set()
    for row in rows:  # compared here: a database may order texts by a language's rules
        if _since(row.date, row.read_at, first=row.id not in known) <= end < row.left_at:
            seen.append(row.pk)
        known.add(row.id)
    now = [r.id for r in read_records(connection) if _since(r.date, r.read_at, first=r.id not in known) <= end]
    there = [doc for id_ in now if (doc := read_document(connection, id_)) is not None]
    return there + [version(connection, pk) for pk in seen]


def _since(date: str | None, read_at: str, *, first: bool) -> str:
    """From when on a version is seen."""
    return max(date or read_at, "" if first else read_at)


def version(connection: Connection, pk: int) -> Document:
    """A version with its key."""
    return _unpacked(connection.execute(select(_P.content).where(_P.pk == pk)).scalar_one())


@cache
def _json() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def _packed(doc: Document) -> bytes:
    return zlib.compress(_json().dump_json(doc, exclude={"twin", "tokens", "words", "rejected", "states"}))


def _unpacked(content: bytes) -> Document:
    doc = _json().validate_json(zlib.decompress(content))
    return replace(doc, twin=twin_of(doc.text))
