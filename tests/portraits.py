"""A whole graph as text, to compare and to look at: equal graphs, equal bytes."""

from __future__ import annotations

import json
from dataclasses import asdict

from kg.graph import Graph

__all__ = ["portrait"]


def portrait(graph: Graph) -> str:
    """Everything that can be read from a graph but the time of reading, as JSON."""
    relations = list(graph.relations())
    return json.dumps(
        {
            "version": graph.version,
            "documents": [asdict(d) | {"read_at": ""} for d in graph.documents()],
            "entities": [asdict(e) for e in graph.entities()],
            "relations": [r._asdict() | {"modality": r.modality} for r in relations],
            "statements": [asdict(s) for r in relations for s in graph.statements(r.id)],
            "statistics": graph.statistics(),
        },
        ensure_ascii=False,
        indent=1,
    )
