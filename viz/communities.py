"""Groups of nodes that have more to do with each other than with the rest."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

__all__ = ["communities"]

LOUVAIN_UP_TO = 5000
"""Nodes; above it label propagation, which takes 0.5 s for 20,000 nodes where Louvain takes 3 s."""


def communities(size: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The nodes 0 .. size-1 in groups, largest first. Deterministic: numbers, unlike strings, hash alike in every run.

    >>> communities(6, [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)])
    [[0, 1, 2], [3, 4, 5]]
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from(pairs)
    found: Iterable[set[int]]
    if size <= LOUVAIN_UP_TO:
        found = nx.community.louvain_communities(graph, seed=1)
    else:
        found = nx.community.fast_label_propagation_communities(graph, seed=1)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
