"""The graph as linked data, JSON-LD and Turtle, by rdflib: facts as triples, statements reified with their evidence.

A statement is an rdf:Statement that PROV-O derives from its document and attributes to who says it; its quotes are the
words that say so. What is only forecast, hypothetical or denied is a statement, but no triple of its own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote

from rdflib import Graph as Triples
from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SKOS, XSD

from kg.graph import EntityRecord, Graph, Relation, StatementRecord, Subgraph
from kg.model import Modality
from kg.text import script_of

__all__ = ["as_jsonld", "as_turtle"]

_OURS = Namespace("urn:qipan:ns:")
_LONGEST = 500
"""Characters of a name in an IRI: rdflib and readers look through each of them again and again."""
_FACTS = (Modality.ASSERTED, Modality.REPORTED)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LANGUAGES = {"hant": "zh-Hant", "hans": "zh-Hans"}


def as_turtle(graph: Graph, part: Subgraph) -> Iterator[str]:
    """Turtle."""
    yield _triples(graph, part).serialize(format="turtle")


def as_jsonld(graph: Graph, part: Subgraph) -> Iterator[str]:
    """JSON-LD."""
    yield _triples(graph, part).serialize(format="json-ld", auto_compact=True, ensure_ascii=False)


def _triples(graph: Graph, part: Subgraph) -> Triples:
    made = Triples()
    for prefix, namespace in (("q", _OURS), ("prov", PROV), ("dcterms", DCTERMS), ("skos", SKOS)):
        made.bind(prefix, namespace)
    for entity in part.entities:
        _add_entity(made, entity)
    for relation in part.relations:
        if any(relation.modalities.get(modality) for modality in _FACTS):
            made.add((_entity(relation.head), _OURS[relation.relation], _entity(relation.tail)))
        for statement in graph.statements(relation.id):
            _add_statement(made, relation, statement)
    return made


def _add_entity(made: Triples, entity: EntityRecord) -> None:
    node = _entity(entity.id)
    made.add((node, RDF.type, _OURS[entity.type]))
    made.add((node, RDFS.label, _name(entity.name)))
    for name in entity.names:
        if name != entity.name:
            made.add((node, SKOS.altLabel, _name(name)))
    if entity.quantity:
        made.add((node, _OURS.value, Literal(entity.quantity.value, datatype=XSD.double)))
        made.add((node, _OURS.unit, Literal(_fit(entity.quantity.unit))))


def _add_statement(made: Triples, relation: Relation, statement: StatementRecord) -> None:
    node, document = _iri("statement", statement.id), _iri("document", statement.document)
    made.add((node, RDF.type, RDF.Statement))
    made.add((node, RDF.subject, _entity(relation.head)))
    made.add((node, RDF.predicate, _OURS[relation.relation]))
    made.add((node, RDF.object, _entity(relation.tail)))
    made.add((node, PROV.wasDerivedFrom, document))
    made.add((node, _OURS.confidence, Literal(round(statement.confidence, 4), datatype=XSD.double)))
    if statement.attributed_to:
        made.add((node, PROV.wasAttributedTo, _entity(statement.attributed_to)))
    for name, value in _words(statement):
        made.add((node, _OURS[name], Literal(_fit(value))))
    _add_quotes(made, node, statement)
    _add_document(made, document, statement)


def _words(statement: StatementRecord) -> Iterator[tuple[str, str]]:
    yield "modality", statement.modality.value
    every = {name: getattr(statement, name) for name in ("polarity", "aspect", "condition", "horizon")}
    every["time"] = statement.time.text if statement.time else None
    yield from ((name, value) for name, value in every.items() if value)


def _add_quotes(made: Triples, statement: URIRef, record: StatementRecord) -> None:
    for number, words in enumerate(record.quotes, 1):
        node = URIRef(f"{statement}:{number}")
        made.add((statement, _OURS.quote, node))
        made.add((node, RDF.value, Literal(_fit(words.text))))
        made.add((node, _OURS.start, Literal(words.start)))
        made.add((node, _OURS.end, Literal(words.end)))


def _add_document(made: Triples, node: URIRef, statement: StatementRecord) -> None:
    made.add((node, RDF.type, PROV.Entity))
    made.add((node, DCTERMS.title, Literal(_fit(statement.document_title))))
    if statement.document_date:
        made.add((node, DCTERMS.date, Literal(_fit(statement.document_date))))
    if statement.source:
        made.add((node, DCTERMS.source, Literal(_fit(statement.source))))


def _entity(entity_id: str) -> URIRef:
    return _iri("entity", entity_id)


@cache
def _iri(kind: str, key: str) -> URIRef:
    named = quote(_fit(key), safe=":")
    if len(named) > _LONGEST or named != quote(key, safe=":", errors="replace"):
        digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        named = f"{quote(_fit(key)[:20], safe=':')}~{digest}"
    return URIRef(f"urn:qipan:{kind}:{named}")


def _name(name: str) -> Literal:
    return Literal(_fit(name), lang=_LANGUAGES.get(script_of(name)))


def _fit(text: str) -> str:
    """The text without what no RDF format can hold."""
    return _UNFIT.sub("\ufffd", text)
