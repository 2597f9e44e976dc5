"""Which stored documents are copies of one work, kept in step by looking only at those that may be near."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from kg.reprints import Copy, bands, near, works
from kg.store.rows import in_parts, rows_of
from kg.store.schema import band
from kg.store.schema import document as table
from kg.store.schema import near as pair

__all__ = ["note_near", "place"]

_D = table.c


def note_near(connection: Connection, document_pk: int, text: str) -> set[str]:
    """Write down what the document's text may be near to, and is; the works that it may join, and its own."""
    keys = bands(text)
    met = rows_of(connection, lambda p: select(band.c.document_pk).where(band.c.key.in_(p)).distinct(), keys)
    if keys:
        connection.execute(insert(band), [{"key": key, "document_pk": document_pk} for key in keys])
    candidates = rows_of(
        connection, lambda p: select(_D.pk, _D.work, _D.text).where(_D.pk.in_(p)), {row.document_pk for row in met}
    )
    found = [row for row in candidates if near(text, row.text)]
    if found:
        rows = [{"document_pk": min(document_pk, r.pk), "other_pk": max(document_pk, r.pk)} for r in found]
        connection.execute(insert(pair), rows)
    equal = select(_D.work).where(_D.origin == select(_D.origin).where(_D.pk == document_pk).scalar_subquery())
    return {row.work for row in found} | set(connection.scalars(equal))


def place(connection: Connection, touched: Iterable[str]) -> list[Any]:
    """Find anew the places of all documents of these works; rows (pk, id) of those whose place differs."""
    columns = select(_D.pk, _D.id, _D.origin, _D.date, _D.work, _D.reprint_of)
    rows = rows_of(connection, lambda p: columns.where(_D.work.in_(p)), set(touched))
    id_of = {row.pk: row.id for row in rows}
    pairs = rows_of(connection, lambda p: select(pair).where(pair.c.document_pk.in_(p)), id_of)
    places = works(
        (Copy(row.id, row.origin, row.date) for row in rows),
        ((id_of[p.document_pk], id_of[p.other_pk]) for p in pairs),
    )
    moved = [row for row in rows if (row.work, row.reprint_of) != (places[row.id].work, places[row.id].reprint_of)]
    values = [{"p": row.pk, "w": places[row.id].work, "r": places[row.id].reprint_of} for row in moved]
    for part in in_parts(values):
        here = update(table).where(_D.pk == bindparam("p"))
        connection.execute(here.values(work=bindparam("w"), reprint_of=bindparam("r")), part)
    return moved
