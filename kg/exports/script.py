"""The graph as a Cypher script, for Neo4j and its kin: one statement a line, everything from articles in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.graph import EntityRecord, Graph, Relation, Subgraph

__all__ = ["as_cypher"]

_QUOTED = 3
"""Quotes kept with a relation: the best of each of its first statements."""
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSAFE = re.compile("[\\\\'\x00-\x1f\x7f\u0085\u2028\u2029\ud800-\udfff]")


def as_cypher(graph: Graph, part: Subgraph) -> Iterator[str]:
    """CREATE for each entity, then for each relation between two of them, with quotes."""
    for entity in part.entities:
        yield f"CREATE (:{_label(entity.type)} {{{_entity(entity)}}});\n"
    types = {entity.id: entity.type for entity in part.entities}
    for r in part.relations:
        ends = (
            f"(a:{_label(types[r.head])} {{id: {_text(r.head)}}}), (b:{_label(types[r.tail])} {{id: {_text(r.tail)}}})"
        )
        yield f"MATCH {ends} CREATE (a)-[:{_label(r.relation)} {{{_relation(graph, r)}}}]->(b);\n"


def _entity(entity: EntityRecord) -> str:
    pairs = {
        "id": _text(entity.id),
        "name": _text(entity.name),
        "names": _texts(entity.names),
        "mentions": str(entity.mentions),
        "documents": str(entity.documents),
    }
    if entity.quantity:
        pairs |= {"value": repr(float(entity.quantity.value)), "unit": _text(entity.quantity.unit)}
    return _pairs(pairs)


def _relation(graph: Graph, relation: Relation) -> str:
    statements = graph.statements(relation.id)[:_QUOTED]
    pairs = {
        "id": _text(relation.id),
        "modality": _text(relation.modality.value),
        "statements": str(relation.statements),
        "sources": str(relation.sources),
        "confidence": repr(round(relation.confidence, 4)),
        "quotes": _texts(tuple(s.quotes[0].text for s in statements if s.quotes)),
    }
    return _pairs(pairs)


def _pairs(pairs: dict[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in pairs.items())


def _label(name: str) -> str:
    """A type of the ontology; one with other letters than ASCII stands in back-quotes."""
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) else f"`{_clean(name).replace('`', '``')}`"


def _texts(values: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _text(value: str) -> str:
    """A string that nothing in it can end."""
    return f"'{_UNSAFE.sub(_escape, value)}'"


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or _clean(match[0])


def _clean(text: str) -> str:
    """What no script should hold becomes a replacement character."""
    return re.sub("[\x00-\x1f\x7f\u0085\u2028\u2029\ud800-\udfff]", "\ufffd", text)
