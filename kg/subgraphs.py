"""Parts of a graph to look at: around an entity, or the most connected part of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from kg.graph import EVERYTHING, Graph, Relation, RelationFilter, Subgraph

__all__ = ["by_support", "neighbourhood", "whole"]


def by_support(relation: Relation) -> tuple[int, int, float, str]:
    """What sorts relations: more sources first, then more statements, then the surer."""
    return (-relation.sources, -relation.statements, -relation.confidence, relation.id)


def neighbourhood(
    graph: Graph, entity_id: str, *, depth: int = 1, where: RelationFilter = EVERYTHING, limit: int = 300
) -> Subgraph:
    """Everything within `depth` steps, and the relations among it; the nearer first, then the better supported."""
    taken = {entity_id: None}
    frontier: list[str] = [entity_id]
    truncated = False
    for _ in range(depth):
        reached = _reached(graph, frontier, taken, where)
        frontier = reached[: limit - len(taken)]
        truncated |= len(frontier) < len(reached)
        taken |= dict.fromkeys(frontier)
    return _among(graph, taken, where, truncated=truncated)


def whole(graph: Graph, *, where: RelationFilter = EVERYTHING, limit: int = 300) -> Subgraph:
    """The graph, or the `limit` entities with the most relations; what has none is left out."""
    degrees: Counter[str] = Counter()
    for relation in graph.relations(where=where):
        degrees[relation.head] += 1
        degrees[relation.tail] += 1
    ranked = sorted(degrees, key=lambda entity: (-degrees[entity], entity))
    return _among(graph, ranked[:limit], where, truncated=len(ranked) > limit)


def _reached(graph: Graph, frontier: list[str], taken: dict[str, None], where: RelationFilter) -> list[str]:
    """What is one step from the frontier and not yet taken, by its best relation."""
    best: dict[str, tuple[int, int, float, str]] = {}
    for here in frontier:
        for relation in graph.relations(here, where=where):
            there = relation.tail if relation.head == here else relation.head
            if there not in taken:
                best[there] = min(best.get(there, by_support(relation)), by_support(relation))
    return sorted(best, key=lambda entity: (best[entity], entity))


def _among(graph: Graph, entities: Iterable[str], where: RelationFilter, *, truncated: bool) -> Subgraph:
    """The entities, and all relations that join two of them."""
    chosen = dict.fromkeys(entities)
    of_any_type = replace(where, types=frozenset())
    outgoing = (r for e in chosen for r in graph.relations(e, direction="out", where=of_any_type))
    relations = sorted((r for r in outgoing if r.tail in chosen), key=by_support)
    return Subgraph(tuple(graph.entity(e) for e in chosen), tuple(relations), truncated)
