"""The graph for network tools: GraphML, GEXF (Gephi) and Cytoscape JSON, by networkx."""

from __future__ import annotations

import re
from collections.abc import Iterator

import networkx as nx

from kg.exports.tables import json_text
from kg.graph import EntityRecord, Graph, Relation, Subgraph

__all__ = ["as_cytoscape", "as_gexf", "as_graphml"]

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_graphml(_: Graph, part: Subgraph) -> Iterator[str]:
    """GraphML."""
    return (line + "\n" for line in nx.generate_graphml(_networkx(part)))


def as_gexf(_: Graph, part: Subgraph) -> Iterator[str]:
    """GEXF, as Gephi reads it."""
    return (line + "\n" for line in nx.generate_gexf(_networkx(part), version="1.2draft"))


def as_cytoscape(_: Graph, part: Subgraph) -> Iterator[str]:
    """Cytoscape JSON."""
    yield json_text(nx.cytoscape_data(_networkx(part)), indent=1)


def _networkx(part: Subgraph) -> nx.MultiDiGraph[str]:
    """The part with plain attributes; `label` is what Gephi and others show."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from((_key(e.id), _entity_attributes(e)) for e in part.entities)
    for r in part.relations:
        graph.add_edge(_key(r.head), _key(r.tail), r.id, label=r.relation, **_relation_attributes(r))
    return graph


def _entity_attributes(entity: EntityRecord) -> dict[str, str | int]:
    names = _xml("|".join(entity.names))
    counts = {"mentions": entity.mentions, "documents": entity.documents}
    return {"label": _xml(entity.name), "type": entity.type, "names": names, **counts}


def _relation_attributes(relation: Relation) -> dict[str, str | int | float]:
    return {
        "relation": relation.relation,
        "modality": str(relation.modality),
        "statements": relation.statements,
        "sources": relation.sources,
        "confidence": relation.confidence,
        "first": _xml(relation.first or ""),
        "last": _xml(relation.last or ""),
    }


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _key(text: str) -> str:
    """An id; what XML forbids in it is named, so that two ids stay two."""
    return _NO_XML.sub(lambda match: f"\ufffd{ord(match[0]):04X}", text)
