"""Rows to changes of the graph in memory: those that changed since a revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, select

from kg.graph import Relation
from kg.networkx_graph import Change
from kg.store.confidence import CONFIDENCE
from kg.store.pool import DOCUMENTS, ENTITIES, Pool
from kg.store.rows import rows_of
from kg.store.schema import change, document, entity, relation, statement

__all__ = ["changes_since"]

_D, _E, _R, _S = document.c, entity.c, relation.c, statement.c
_RELATIONS = select(_R.pk, _R.id, _R.head_pk, _R.relation, _R.tail_pk)
_STATEMENTS = select(_S.relation_pk, _S.document_pk, _S.modality, CONFIDENCE)


def changes_since(connection: Connection, revision: int, version: str) -> Change:
    """What is new, changed or gone since then."""
    ids: defaultdict[str, list[str]] = defaultdict(list)
    noted = select(change.c.kind, change.c.id).where(change.c.revision > revision).distinct()
    for row in connection.execute(noted):
        ids[row.kind].append(row.id)
    pool = Pool()
    documents = rows_of(connection, lambda p: DOCUMENTS.where(_D.id.in_(p)), ids["document"])
    entities = rows_of(connection, lambda p: ENTITIES.where(_E.id.in_(p)), ids["entity"])
    return Change(
        version,
        dict.fromkeys(ids["entity"]) | {e.id: e for e in map(pool.entity, entities)},
        dict.fromkeys(ids["relation"]) | {r.id: r for r in _some_relations(connection, pool, ids["relation"])},
        dict.fromkeys(ids["document"]) | {d.id: d for d in map(pool.document, documents)},
    )


def _some_relations(connection: Connection, pool: Pool, ids: Iterable[str]) -> Iterator[Relation]:
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
