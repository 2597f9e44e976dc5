"""The graph as rows for the query library: labels are entity types, relationship types are relation types.

What stands in the rows is data and never part of a query; labels and types come from the ontology, and are ASCII.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

from kg.graph import EntityRecord, Graph, Relation

__all__ = ["Batch", "batches", "indexes"]

_BATCH = 20_000
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
    types: dict[str, str] = {}
    by_type: defaultdict[str, list[EntityRecord]] = defaultdict(list)
    for entity in graph.entities():
        types[entity.id] = entity.type
        by_type[entity.type].append(entity)
    for type_, entities in sorted(by_type.items()):
        query = f"UNWIND $rows AS r CREATE (:{_safe(type_)} {{{_ENTITY}}})"
        yield from ((query, rows) for rows in _chunks(map(_entity_row, entities)))
    yield from _relations(graph, types)


def indexes(graph: Graph) -> list[str]:
    """The labels, each of whose ids is looked up."""
    return sorted({_safe(entity.type) for entity in graph.entities()})


def _relations(graph: Graph, types: dict[str, str]) -> Iterator[Batch]:
    groups: defaultdict[tuple[str, str, str], list[Relation]] = defaultdict(list)
    for relation in graph.relations():
        groups[types[relation.head], relation.relation, types[relation.tail]].append(relation)
    for (head, name, tail), relations in sorted(groups.items()):
        ends = f"MATCH (a:{_safe(head)} {{id: r.head}}), (b:{_safe(tail)} {{id: r.tail}})"
        query = f"UNWIND $rows AS r {ends} CREATE (a)-[:{_safe(name)} {{{_RELATION}}}]->(b)"
        yield from ((query, rows) for rows in _chunks(map(_relation_row, relations)))


def _chunks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while chunk := list(islice(rows, _BATCH)):
        yield chunk


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
