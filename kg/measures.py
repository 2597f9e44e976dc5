"""What the shape of the graph says: who is central, which groups there are, what alone joins two parts, who is between.

Computed by networkx over the graph without amounts and free text, in which all relations of two things are one link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import Any, Literal

import networkx as nx

from kg.graph import EntityRecord, Graph
from kg.questions.names import UNNAMED

__all__ = ["By", "Central", "Community", "Link", "Measures"]

By = Literal["degree", "betweenness"]
_EXACT_UP_TO = 2000
"""Entities; above it betweenness is estimated from 200 of them, always the same."""
_SAMPLED = 200
_LOUVAIN_UP_TO = 5000
_MOST_WAYS = 1000
"""Shortest ways that are looked at between two things."""


@dataclass(frozen=True, slots=True)
class Central:
    """An entity and its score, from 0 to 1."""

    entity: EntityRecord
    score: float


@dataclass(frozen=True, slots=True)
class Community:
    """Entities that have more to do with each other than with the rest, the most linked first."""

    size: int
    entities: tuple[EntityRecord, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Two entities that are joined by nothing else: without it, so many on the lesser side are cut off."""

    ends: tuple[EntityRecord, EntityRecord]
    cut_off: int


class Measures:
    """Remembers what it computed until the graph changes. May be used by threads: one computes, the others wait."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version: str | None = None
        self._known: dict[str, Any] = {}

    def central(self, graph: Graph, *, by: By = "degree", type_: str | None = None, limit: int = 20) -> list[Central]:
        """The most central entities: those with most links, or those through which most shortest ways lead."""
        scores = self._once(graph, by, lambda: _scores(self._links(graph), by))
        ranked = ((graph.entity(key), score) for key, score in scores)
        return list(islice((Central(e, round(s, 6)) for e, s in ranked if type_ in {None, e.type}), limit))

    def communities(self, graph: Graph, *, limit: int = 20, members: int = 20) -> list[Community]:
        """The groups, the largest first, each with its most linked members; those of one are left out."""
        groups = self._once(graph, "communities", lambda: _communities(self._links(graph)))
        return [Community(len(g), tuple(graph.entity(key) for key in g[:members])) for g in groups[:limit]]

    def bridges(self, graph: Graph, *, limit: int = 20) -> list[Link]:
        """The links that alone join two parts of the graph, the greatest loss first; ends of chains are left out."""
        found = self._once(graph, "bridges", lambda: _bridges(self._links(graph)))
        return [Link((graph.entity(a), graph.entity(b)), size) for size, a, b in found[:limit]]

    def between(self, graph: Graph, start: str, end: str, *, limit: int = 20) -> list[Central]:
        """Who stands on the shortest ways from one entity to another, scored by the share of ways that lead through.

        Empty where they are joined at once, or not at all. NotFound where there is no such entity.
        """
        a, b = graph.entity(start).id, graph.entity(end).id
        with self._lock:
            links = self._links(graph)
        if a not in links or b not in links or not nx.has_path(links, a, b):
            return []
        ways = list(islice(nx.all_shortest_paths(links, a, b), _MOST_WAYS))
        counts = Counter(key for way in ways for key in way[1:-1])
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [Central(graph.entity(key), round(count / len(ways), 6)) for key, count in ranked[:limit]]

    def _once(self, graph: Graph, name: str, compute: Callable[[], Any]) -> Any:
        with self._lock:
            self._links(graph)
            if name not in self._known:
                self._known[name] = compute()
            return self._known[name]

    def _links(self, graph: Graph) -> nx.Graph[str]:
        """The graph's entities and which of them are joined; what is remembered of another graph is forgotten."""
        if self._version != graph.version:
            links: nx.Graph[str] = nx.Graph()
            links.add_nodes_from(e.id for e in graph.entities() if e.type not in UNNAMED)
            ends = ((r.head, r.tail) for r in graph.relations())
            links.add_edges_from(pair for pair in ends if pair[0] != pair[1] and pair[0] in links and pair[1] in links)
            self._known = {"links": links}
            self._version = graph.version
        known: nx.Graph[str] = self._known["links"]
        return known


def _scores(links: nx.Graph[str], by: By) -> list[tuple[str, float]]:
    if by == "degree":
        scores = nx.degree_centrality(links)
    else:
        sample = None if len(links) <= _EXACT_UP_TO else _SAMPLED
        scores = nx.betweenness_centrality(links, k=sample, seed=1)
    return sorted(((key, float(s)) for key, s in scores.items() if s), key=lambda item: (-round(item[1], 9), item[0]))


def _communities(links: nx.Graph[str]) -> list[Sequence[str]]:
    """Over numbers, which unlike strings hash alike in every run."""
    keys = sorted(links)
    numbered = nx.relabel_nodes(links, {key: number for number, key in enumerate(keys)})
    groups: Iterable[set[int]]
    if len(keys) <= _LOUVAIN_UP_TO:
        groups = nx.community.louvain_communities(numbered, seed=1)
    else:
        groups = nx.community.fast_label_propagation_communities(numbered, seed=1)
    named = (sorted((keys[n] for n in g), key=lambda key: (-links.degree[key], key)) for g in groups if len(g) > 1)
    return sorted(named, key=lambda group: (-len(group), group))


def _bridges(links: nx.Graph[str]) -> list[tuple[int, str, str]]:
    """Each bridge with the size of the lesser side: from the tree that is left when all else is drawn together."""
    found: list[tuple[str, str]] = [(a, b) for a, b, *_ in map(tuple, nx.bridges(links))]
    without = links.copy()
    without.remove_edges_from(found)
    part = {key: n for n, keys in enumerate(nx.connected_components(without)) for key in keys}
    sizes = Counter(part.values())
    tree: nx.Graph[int] = nx.Graph()
    tree.add_nodes_from(sizes)
    tree.add_edges_from((part[a], part[b]) for a, b in found)
    below = _below(tree, sizes)
    whole = {n: sum(sizes[m] for m in keys) for keys in nx.connected_components(tree) for n in keys}
    cut: list[tuple[int, str, str]] = []
    for a, b in found:
        size = below[part[a], part[b]]
        cut.append((min(size, whole[part[a]] - size), min(a, b), max(a, b)))
    return sorted(((s, a, b) for s, a, b in cut if s > 1), key=lambda item: (-item[0], item[1:]))


def _below(tree: nx.Graph[int], sizes: Counter[int]) -> dict[tuple[int, int], int]:
    """For each link of a forest, either way round, how many entities lie below it."""
    total = dict(sizes)
    below: dict[tuple[int, int], int] = {}
    seen: set[int] = set()
    for root in tree:
        if root not in seen:
            steps = list(nx.dfs_edges(tree, root))
            seen.update({root, *(child for _, child in steps)})
            for parent, child in reversed(steps):
                below[parent, child] = below[child, parent] = total[child]
                total[parent] += total[child]
    return below
