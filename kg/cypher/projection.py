"""The graph as rows for the query library: labels are entity types, relationship types are relation types.

What stands in the rows is data and never part of a query; labels and types come from the ontology, and are ASCII.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from kg.graph import EntityRecord, Graph, Relation

__all__ = ["Batch", "batches", "indexes"]

_BATCH = 2_000  # rows, sent in some ms: other threads wait meanwhile
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

Batch = tuple[str, list[dict[str, Any]]]
"""A query that puts in, and the rows that it puts in."""

_ENTITY = (
    "id: r.id, name: r.name, names: r.names, mentions: r.mentions, documents: r.documents, value: r.value, unit: r.unit"
)
_RELATION = (
    "id: r.id, sources: r.sources, statements: r.statements, modality: r.modality, confidence: r.confidence, "
    "first: r.first, last: r.last"
)


def batches(graph: Graph) -> Iterator[Batch]:
    """Everything in the graph, entities first."""
    types = {entity.id: _safe(entity.type) for entity in graph.entities()}
    entities = ((_entity_query(types[e.id]), _entity_row(e)) for e in graph.entities())
    relations = (
        (_relation_query(types[r.head], r.relation, types[r.tail]), _relation_row(r)) for r in graph.relations()
    )
    yield from _together(entities)
    yield from _together(relations)


def indexes(graph: Graph) -> list[str]:
    """The labels, each of whose ids is looked up."""
    return sorted({_safe(entity.type) for entity in graph.entities()})


def _together(rows: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[Batch]:
    """Rows of one query together, some thousands at a time: all of them are never at hand."""
    waiting: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for query, row in rows:
        waiting[query].append(row)
        if len(waiting[query]) == _BATCH:
            yield query, waiting.pop(query)
    while waiting:
        yield waiting.popitem()


@cache
def _entity_query(label: str) -> str:
    return f"UNWIND $rows AS r CREATE (:{label} {{{_ENTITY}}})"


@cache
def _relation_query(head: str, relation: str, tail: str) -> str:
    ends = f"MATCH (a:{head} {{id: r.head}}), (b:{tail} {{id: r.tail}})"
    return f"UNWIND $rows AS r {ends} CREATE (a)-[:{_safe(relation)} {{{_RELATION}}}]->(b)"


def _entity_row(entity: EntityRecord) -> dict[str, Any]:
    quantity = entity.quantity
    return {
        "id": entity.id,
        "name": entity.name,
        "names": list(entity.names),
        "mentions": entity.mentions,
        "documents": entity.documents,
        "value": quantity.value if quantity else None,
        "unit": quantity.unit if quantity else None,
    }


def _relation_row(relation: Relation) -> dict[str, Any]:
    return {
        "head": relation.head,
        "tail": relation.tail,
        "id": relation.id,
        "sources": relation.sources,
        "statements": relation.statements,
        "modality": str(relation.modality),
        "confidence": round(relation.confidence, 4),
        "first": relation.first,
        "last": relation.last,
    }


def _safe(name: str) -> str:
    """The name of a type as it may stand in a query; a user's ontology may hold others."""
    return name if _NAME.fullmatch(name) else re.sub(r"[^A-Za-z0-9_]", "_", f"_{name}")
