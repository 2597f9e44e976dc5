"""Rows to the graph in memory: all of them, or those that changed since a revision."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Select, select

from kg.graph import DocumentRecord, EntityRecord, Relation, Support
from kg.merge import merged
from kg.model import Modality
from kg.networkx_graph import Change
from kg.store.packing import unpack, unpack_quantity
from kg.store.rows import rows_of
from kg.store.schema import change, document, entity, relation, statement

__all__ = ["changes_since", "everything"]

Restrict = Callable[[Select[Any], Any], Iterator[Any]]
"""Runs a query, for all rows or for those whose column has a wanted value."""


def everything(connection: Connection, version: str) -> Change:
    """The whole graph as a change from nothing."""

    def unrestricted(query: Select[Any], _: Any) -> Iterator[Any]:
        return iter(connection.execute(query.execution_options(yield_per=10_000)))

    documents = {d.id: d for d in _documents(unrestricted)}
    entities = {e.id: e for e in _entities(unrestricted)}
    relations = {r.id: r for r in _relations(unrestricted)}
    return Change(version, entities, relations, documents)


def changes_since(connection: Connection, revision: int, version: str) -> Change:
    """What is new, changed or gone since then."""
    rows = connection.execute(select(change.c.kind, change.c.id).where(change.c.revision > revision).distinct())
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        ids[row.kind].append(row.id)

    def those(kind: str) -> Restrict:
        return lambda query, column: iter(rows_of(connection, lambda p: query.where(column.in_(p)), ids[kind]))

    return Change(
        version,
        dict.fromkeys(ids["entity"]) | {e.id: e for e in _entities(those("entity"))},
        dict.fromkeys(ids["relation"]) | {r.id: r for r in _relations(those("relation"))},
        dict.fromkeys(ids["document"]) | {d.id: d for d in _documents(those("document"))},
    )


def _documents(run: Restrict) -> Iterator[DocumentRecord]:
    d = document.c
    columns = (d.id, d.title, d.date, d.source, d.author, d.script, d.length, d.statements, d.read_at)
    return (DocumentRecord(*row) for row in run(select(*columns), d.id))


def _entities(run: Restrict) -> Iterator[EntityRecord]:
    e = entity.c
    columns = (e.id, e.type, e.name, e.names, e.mentions, e.documents, e.quantity)
    for id_, type_, name, names, mentions, documents, quantity in run(select(*columns), e.id):
        names_ = tuple(unpack(names))
        yield EntityRecord(id_, sys.intern(type_), name, names_, mentions, documents, unpack_quantity(quantity))


def _relations(run: Restrict) -> Iterator[Relation]:
    """Relations with their statements in short. Ids and equal statements are one object each."""
    head, tail = entity.alias(), entity.alias()
    ends = (
        select(relation.c.pk, head.c.id, relation.c.relation, tail.c.id)
        .join(head, relation.c.head_pk == head.c.pk)
        .join(tail, relation.c.tail_pk == tail.c.pk)
    )
    supports = _supports(run)
    ids: dict[str, str] = {}
    for pk, head_id, name, tail_id in run(ends, relation.c.id):
        ends_ = ids.setdefault(head_id, head_id), ids.setdefault(tail_id, tail_id)
        yield merged(ends_[0], sys.intern(name), ends_[1], supports.pop(pk))


def _supports(run: Restrict) -> dict[int, list[Support]]:
    """The statements of each relation, in short, by the relation's key."""
    s, d = statement.c, document.c
    query = select(s.relation_pk, d.id, d.origin, d.date, s.modality, s.confidence).join(
        document, s.document_pk == d.pk
    )
    query = query.join(relation, s.relation_pk == relation.c.pk)
    shared: dict[tuple[Any, ...], Support] = {}
    supports: defaultdict[int, list[Support]] = defaultdict(list)
    for relation_pk, *fields in run(query, relation.c.id):
        key = tuple(fields)
        support = shared.get(key)
        if support is None:
            id_, origin, date, modality, confidence = fields
            support = shared[key] = Support(id_, origin, date, Modality(modality), confidence)
        supports[relation_pk].append(support)
    return supports
