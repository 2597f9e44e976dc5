"""The graph as a networkx MultiDiGraph, read-only, made as it is read.

Nothing is copied beforehand: an entity's edges are built when an algorithm first asks for them, and kept with the view.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import networkx as nx
from immutables import Map

from kg.adjacency import Adjacency
from kg.graph import EntityRecord, Relation

__all__ = ["multidigraph"]

Edges = dict[str, dict[str, dict[str, Any]]]
"""Neighbour -> relation type -> attributes: what networkx keeps for each node and direction."""


def multidigraph(entities: Map[str, EntityRecord], adjacency: Adjacency) -> nx.MultiDiGraph[str]:
    """Nodes are entity ids, keyed edges are relations by type; attributes are plain values.

    To change something, take a copy: `.copy()`.
    """
    graph: Any = nx.MultiDiGraph()
    ids = sorted(entities)
    # networkx has no public way to lay a graph over other data; its own views set the same three
    graph._node = _Lazy(ids, lambda i: _entity_attributes(entities[i]))  # noqa: SLF001
    graph._adj = _Lazy(ids, lambda i: _edges(adjacency.at(i, "out"), "tail"))  # noqa: SLF001
    graph._pred = _Lazy(ids, lambda i: _edges(adjacency.at(i, "in"), "head"))  # noqa: SLF001
    view: nx.MultiDiGraph[str] = nx.freeze(graph)
    return view


class _Lazy(Mapping[str, Any]):
    """A mapping whose values are made when first asked for."""

    def __init__(self, keys: list[str], make: Callable[[str], Any]) -> None:
        self._values: dict[str, Any] = dict.fromkeys(keys)
        self._make = make

    def __getitem__(self, key: str) -> Any:
        value = self._values[key]
        if value is None:
            value = self._values[key] = self._make(key)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _edges(relations: Iterable[Relation], other: str) -> Edges:
    edges: Edges = {}
    for relation in relations:
        edges.setdefault(getattr(relation, other), {})[relation.relation] = _relation_attributes(relation)
    return edges


def _entity_attributes(entity: EntityRecord) -> dict[str, Any]:
    return {
        "type": entity.type,
        "name": entity.name,
        "names": "|".join(entity.names),
        "mentions": entity.mentions,
        "documents": entity.documents,
    }


def _relation_attributes(relation: Relation) -> dict[str, Any]:
    dates = {"first": relation.first, "last": relation.last}
    return {
        "id": relation.id,
        "relation": relation.relation,
        "statements": relation.statements,
        "sources": relation.sources,
        "modality": relation.modality.value,
        "confidence": relation.confidence,
        **{name: date for name, date in dates.items() if date},
    }
