"""The graph, or a part of it, in the formats that other tools open: EXPORTERS has one function a format.

Text from articles is hostile here too: CSV cells cannot become formulas, XML holds no character that XML forbids, and a
Cypher script no word that is not ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.exports.networks import as_cytoscape, as_gexf, as_graphml
from kg.exports.script import as_cypher
from kg.exports.tables import as_csv, as_json, as_jsonl, plain_relation
from kg.graph import Graph, Subgraph

__all__ = ["EXPORTERS", "everything", "plain_relation"]

Exporter = Callable[[Graph, Subgraph], Iterator[str]]
"""Yields the text of the file, piece by piece."""


def _jsonld(graph: Graph, part: Subgraph) -> Iterator[str]:
    from kg.exports.rdf import as_jsonld  # noqa: PLC0415 - rdflib takes a while to import

    return as_jsonld(graph, part)


def _turtle(graph: Graph, part: Subgraph) -> Iterator[str]:
    from kg.exports.rdf import as_turtle  # noqa: PLC0415 - as above

    return as_turtle(graph, part)


EXPORTERS: dict[str, Exporter] = {
    "json": as_json,
    "jsonl": as_jsonl,
    "csv": as_csv,
    "graphml": as_graphml,
    "gexf": as_gexf,
    "cytoscape": as_cytoscape,
    "jsonld": _jsonld,
    "turtle": _turtle,
    "cypher": as_cypher,
}


def everything(graph: Graph) -> Subgraph:
    """All entities and relations, in the graph's order."""
    return Subgraph(tuple(graph.entities()), tuple(graph.relations()))
