"""Rows to the graph's values."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from kg.graph import DocumentRecord, EntityRecord, Relation, Support
from kg.merge import resting_on
from kg.model import Modality
from kg.store.packing import unpack, unpack_quantity
from kg.store.schema import document, entity

__all__ = ["DOCUMENTS", "ENTITIES", "Pool"]

_D, _E = document.c, entity.c
DOCUMENTS = select(
    _D.pk,
    _D.work,
    _D.id,
    _D.title,
    _D.date,
    _D.source,
    _D.author,
    _D.script,
    _D.length,
    _D.statements,
    _D.read_at,
    _D.reprint_of,
)
ENTITIES = select(_E.pk, _E.id, _E.type, _E.name, _E.names, _E.mentions, _E.documents, _E.quantity)


class Pool:
    """Makes the graph's values of rows; what is equal becomes one object."""

    def __init__(self) -> None:
        self.ends: dict[int, str] = {}
        self.sources: dict[int, tuple[str, str, str | None]] = {}

    def document(self, row: Any) -> DocumentRecord:
        """Of a row of DOCUMENTS."""
        pk, work, *fields = row
        record = DocumentRecord(*fields)
        self.sources[pk] = record.id, work, record.date
        return record

    def entity(self, row: Any) -> EntityRecord:
        """Of a row of ENTITIES."""
        pk, id_, type_, name, packed, mentions, documents, quantity = row
        names = tuple(name if n == name else n for n in unpack(packed))
        self.ends[pk] = id_
        return EntityRecord(id_, sys.intern(type_), name, names, mentions, documents, unpack_quantity(quantity))

    def relation(self, row: Any, statements: Iterable[Any]) -> Relation:
        """Of a row of the relation table and its statements: relation, document, modality and confidence."""
        _, id_, head_pk, name, tail_pk = row
        supports = (
            Support(*self.sources[document_pk], Modality(modality), confidence)
            for _, document_pk, modality, confidence in statements
        )
        return resting_on(supports, id_, self.ends[head_pk], sys.intern(name), self.ends[tail_pk])
