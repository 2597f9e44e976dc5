"""Rows to the graph in memory: all of them, or those that changed since a revision."""

from __future__ import annotations

import gc
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from kg.graph import Backing, DocumentRecord, EntityRecord, Relation, Support
from kg.merge import backing
from kg.model import Modality
from kg.networkx_graph import Change
from kg.store.confidence import CONFIDENCE
from kg.store.packing import unpack, unpack_quantity
from kg.store.rows import rows_of
from kg.store.schema import change, document, entity, relation, statement

__all__ = ["changes_since", "everything", "without_collection"]

_D, _E, _R, _S = document.c, entity.c, relation.c, statement.c
_DOCUMENTS = select(
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
_ENTITIES = select(_E.pk, _E.id, _E.type, _E.name, _E.names, _E.mentions, _E.documents, _E.quantity)
_RELATIONS = select(_R.pk, _R.id, _R.head_pk, _R.relation, _R.tail_pk)
_STATEMENTS = select(_S.relation_pk, _S.document_pk, _S.modality, CONFIDENCE)


def everything(connection: Connection, version: str) -> Change:
    """The whole graph as a change from nothing, in one pass over each table."""
    connection = connection.execution_options(yield_per=10_000)
    pool = _Pool()
    documents = {d.id: d for d in map(pool.document, connection.execute(_DOCUMENTS))}
    entities = {e.id: e for e in map(pool.entity, connection.execute(_ENTITIES))}
    rows = connection.execute(_STATEMENTS.where(_S.relation_pk.is_not(None)).order_by(_S.relation_pk))
    supports = (group for _, group in groupby(rows, itemgetter(0)))
    pairs = zip(connection.execute(_RELATIONS.order_by(_R.pk)), supports, strict=True)
    relations = {r.id: r for r in (pool.relation(row, group) for row, group in pairs)}
    return Change(version, entities, relations, documents)


def changes_since(connection: Connection, revision: int, version: str) -> Change:
    """What is new, changed or gone since then."""
    ids: defaultdict[str, list[str]] = defaultdict(list)
    noted = select(change.c.kind, change.c.id).where(change.c.revision > revision).distinct()
    for row in connection.execute(noted):
        ids[row.kind].append(row.id)
    pool = _Pool()
    documents = rows_of(connection, lambda p: _DOCUMENTS.where(_D.id.in_(p)), ids["document"])
    entities = rows_of(connection, lambda p: _ENTITIES.where(_E.id.in_(p)), ids["entity"])
    return Change(
        version,
        dict.fromkeys(ids["entity"]) | {e.id: e for e in map(pool.entity, entities)},
        dict.fromkeys(ids["relation"]) | {r.id: r for r in _some_relations(connection, pool, ids["relation"])},
        dict.fromkeys(ids["document"]) | {d.id: d for d in map(pool.document, documents)},
    )


def _some_relations(connection: Connection, pool: _Pool, ids: Iterable[str]) -> Iterator[Relation]:
    """Some relations, and what of other tables is needed for them."""
    rows = rows_of(connection, lambda p: _RELATIONS.where(_R.id.in_(p)), ids)
    statements = rows_of(connection, lambda p: _STATEMENTS.where(_S.relation_pk.in_(p)), [row.pk for row in rows])
    sources, ends = {s.document_pk for s in statements}, {end for r in rows for end in (r.head_pk, r.tail_pk)}
    for row in rows_of(connection, lambda p: select(_D.pk, _D.id, _D.work, _D.date).where(_D.pk.in_(p)), sources):
        pool.sources[row.pk] = row.id, row.work, row.date
    for row in rows_of(connection, lambda p: select(_E.pk, _E.id).where(_E.pk.in_(p)), ends):
        pool.ends[row.pk] = row.id
    supports = {pk: list(group) for pk, group in groupby(sorted(statements, key=itemgetter(0)), itemgetter(0))}
    return (pool.relation(row, supports[row.pk]) for row in rows)


class _Pool:
    """Makes the graph's values of rows; what is equal becomes one object."""

    def __init__(self) -> None:
        self.ends: dict[int, str] = {}
        self.sources: dict[int, tuple[str, str, str | None]] = {}
        self._single: dict[tuple[int, str, float], Backing] = {}

    def document(self, row: Any) -> DocumentRecord:
        pk, work, *fields = row
        record = DocumentRecord(*fields)
        self.sources[pk] = record.id, work, record.date
        return record

    def entity(self, row: Any) -> EntityRecord:
        pk, id_, type_, name, packed, mentions, documents, quantity = row
        names = tuple(name if n == name else n for n in unpack(packed))
        self.ends[pk] = id_
        return EntityRecord(id_, sys.intern(type_), name, names, mentions, documents, unpack_quantity(quantity))

    def relation(self, row: Any, statements: Iterable[Any]) -> Relation:
        _, id_, head_pk, name, tail_pk = row
        alone = [self._alone(*fields) for _, *fields in statements]
        together = alone[0] if len(alone) == 1 else backing(one.support[0] for one in alone)
        return Relation(id_, self.ends[head_pk], sys.intern(name), self.ends[tail_pk], together)

    def _alone(self, document_pk: int, modality: str, confidence: float) -> Backing:
        """What one statement says by itself: the same for many statements of its document."""
        key = document_pk, modality, confidence
        found = self._single.get(key)
        if found is None:
            support = Support(*self.sources[document_pk], Modality(modality), confidence)
            found = self._single[key] = backing([support])
        return found


@contextmanager
def without_collection() -> Iterator[None]:
    """Make millions of lasting values without looking for garbage among them, now and later."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_enabled:
            gc.enable()
