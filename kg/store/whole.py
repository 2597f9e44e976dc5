"""Rows to the whole graph in memory: one pass over each table, in the table's own order, relations as columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, select

from kg.columns import MODALITIES, Columns, Numbers
from kg.networkx_graph import Change
from kg.ranking import Loose, ranked
from kg.store.confidence import CONFIDENCE
from kg.store.pool import DOCUMENTS, ENTITIES, Pool
from kg.store.schema import relation, statement

__all__ = ["everything"]

_R, _S = relation.c, statement.c
_RELATIONS = select(_R.pk, _R.id, _R.head_pk, _R.relation, _R.tail_pk)
_STATEMENTS = select(_S.relation_pk, _S.document_pk, _S.modality, CONFIDENCE).where(_S.relation_pk.is_not(None))
_AT_ONCE = 20_000
_NUMBER = {modality.value: number for number, modality in enumerate(MODALITIES)}


def everything(connection: Connection, version: str) -> tuple[Change, Columns]:
    """The documents and entities as a change from nothing, and all relations."""
    connection = connection.execution_options(yield_per=_AT_ONCE)
    pool = Pool()
    documents = {d.id: d for d in map(pool.document, connection.execute(DOCUMENTS))}
    entities = {e.id: e for e in map(pool.entity, connection.execute(ENTITIES))}
    return Change(version, entities, documents=documents), _columns(connection, pool)


def _columns(connection: Connection, pool: Pool) -> Columns:
    names: dict[str, int] = {}
    pks, ids, heads, kinds, tails = _read(
        connection,
        _RELATIONS,
        (_plain, _ids, _plain, lambda said: _plain([names.setdefault(name, len(names)) for name in said]), _plain),
    )
    said, documents, modalities, confidences = _read(
        connection, _STATEMENTS, (_plain, _plain, lambda said: _plain([_NUMBER[m] for m in said]), _real)
    )
    return ranked(
        Loose(
            ids=ids,
            heads=_places(heads, pool.ends),
            kinds=kinds,
            tails=_places(tails, pool.ends),
            said=_places(said, pks),
            documents=_places(documents, pool.sources),
            modalities=modalities,
            confidences=confidences,
            entities=list(pool.ends.values()),
            names=list(names),
            sources=list(pool.sources.values()),
        )
    )


def _read(connection: Connection, query: Select[Any], makers: Sequence[Any]) -> list[Any]:
    """The columns of a query's rows, each made by its own maker, some rows at a time."""
    parts = [[make(()) for make in makers]]
    parts.extend(
        [make(values) for make, values in zip(makers, zip(*rows, strict=True), strict=True)]
        for rows in connection.execute(query).partitions(_AT_ONCE)
    )
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def _plain(values: Sequence[int]) -> Numbers:
    return np.array(values, np.int64)


def _real(values: Sequence[float]) -> Any:
    return np.array(values, np.float64)


def _ids(values: Sequence[str]) -> Numbers:
    return np.frombuffer(bytes.fromhex("".join(values)), ">u8").astype(np.uint64)


def _places(pks: Numbers, of: Any) -> Numbers:
    """Where each key stands among these, which are in any order."""
    keys = np.fromiter(of, np.int64, len(of))
    order = np.argsort(keys, kind="stable")
    return order[np.searchsorted(keys, pks, sorter=order)].astype(np.int32)
