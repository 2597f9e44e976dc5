"""Records as the plain values of api/schemas."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from api.answers import piece, pieces
from kg.graph import DocumentRecord, Graph, Match, Path, Relation, Subgraph
from kg.model import Modality
from kg.ontology import builtin_ontology
from kg.questions.plain import plain_entity, plain_statement
from viz.words import relation_label

__all__ = ["plain_document", "plain_match", "plain_path", "plain_relation", "plain_subgraph", "with_statements"]

Plain = dict[str, Any]
_MODALITY = {modality: modality.value for modality in Modality}  # asking each for its value takes six times as long
_ALONE = {modality: {modality.value: 1} for modality in Modality}


def plain_match(match: Match) -> Plain:
    """An entity found by name."""
    return {"entity": plain_entity(match.entity), "matched": match.name, "score": match.score}


def plain_relation(graph: Graph, relation: Relation, lang: str) -> Plain:
    """A relation with the names of its ends."""
    return _relation(relation, lang, partial(_end, graph))


def _relation(relation: Relation, lang: str, end: Callable[[str], Any]) -> Plain:
    """In some 2 µs where one statement says it, as of most."""
    id_, head, kind, tail, sources, support = relation
    if len(support) == 1:
        _, _, date, modality, confidence = support[0]
        modalities = _ALONE[modality]
        first = last = date or None
    else:
        _, _, dates, said, confidences = zip(*support, strict=True)
        known = [date for date in dates if date]
        first, last, confidence = min(known, default=None), max(known, default=None), max(confidences)
        modality = said[0] if len(said) == said.count(said[0]) else relation.modality
        modalities = {name: said.count(one) for one, name in _MODALITY.items() if one in said}
    return {
        "id": id_,
        "head": end(head),
        "relation": kind,
        "label": _label(kind, lang),
        "tail": end(tail),
        "statements": len(support),
        "sources": sources,
        "modality": _MODALITY[modality],
        "modalities": modalities,
        "confidence": round(confidence, 4),
        "first": first,
        "last": last,
    }


@cache
def _label(relation: str, lang: str) -> str:
    """What a relation of the ontology is called."""
    return relation_label(builtin_ontology(), relation, lang)


def _end(graph: Graph, entity_id: str) -> Plain:
    entity = graph.entity(entity_id)
    return {"id": entity.id, "type": entity.type, "name": entity.name}


def with_statements(graph: Graph, relation: Relation, lang: str) -> Plain:
    """A relation with its statements."""
    evidence = [plain_statement(statement) for statement in graph.statements(relation.id)]
    return plain_relation(graph, relation, lang) | {"evidence": evidence}


def plain_subgraph(graph: Graph, part: Subgraph, lang: str) -> Plain:
    """Part of the graph, its entities and relations as pieces."""
    end = cache(lambda entity_id: piece(_end(graph, entity_id)))  # few entities, many relations
    return {
        "entities": pieces(plain_entity(entity) for entity in part.entities),
        "relations": pieces(_relation(relation, lang, end) for relation in part.relations),
        "truncated": part.truncated,
    }


def plain_path(graph: Graph, path: Path, lang: str) -> Plain:
    """A way from one entity to another."""
    return {
        "entities": list(path.entities),
        "relations": [plain_relation(graph, relation, lang) for relation in path.relations],
    }


def plain_document(document: DocumentRecord) -> Plain:
    """An article without its text."""
    return {
        "id": document.id,
        "title": document.title,
        "date": document.date,
        "source": document.source,
        "author": document.author,
        "script": document.script,
        "length": document.length,
        "statements": document.statements,
        "read_at": document.read_at,
        "reprint_of": document.reprint_of,
    }
