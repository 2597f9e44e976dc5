"""The graph, or a part of it, in the formats that other tools open: EXPORTERS has one function a format.

Text from articles is hostile here too: CSV cells cannot become formulas, and XML holds no character that XML forbids.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import networkx as nx

from kg.graph import EntityRecord, Graph, Relation, StatementRecord, Subgraph
from kg.questions.plain import plain_entity, plain_statement

__all__ = ["EXPORTERS", "everything", "plain_relation"]

Exporter = Callable[[Graph, Subgraph], Iterator[str]]
"""Yields the text of the file, piece by piece."""

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_COLUMNS = (
    "head", "head_name", "relation", "tail", "tail_name", "modality", "attributed_to", "polarity", "aspect",
    "condition", "horizon", "time", "confidence", "rule", "quote", "document", "document_title", "document_date",
    "source",
)  # fmt: skip


def everything(graph: Graph) -> Subgraph:
    """All entities and relations, in the graph's order."""
    return Subgraph(tuple(graph.entities()), tuple(graph.relations()))


def plain_relation(graph: Graph, relation: Relation) -> dict[str, Any]:
    """A relation with all its statements, as JSON values."""
    return {
        "id": relation.id,
        "head": relation.head,
        "relation": relation.relation,
        "tail": relation.tail,
        "sources": relation.sources,
        "statements": [plain_statement(statement) for statement in graph.statements(relation.id)],
    }


def _json(graph: Graph, part: Subgraph) -> Iterator[str]:
    entities = [plain_entity(entity) for entity in part.entities]
    relations = [plain_relation(graph, relation) for relation in part.relations]
    whole = {"entities": entities, "relations": relations, "truncated": part.truncated}
    yield json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _jsonl(graph: Graph, part: Subgraph) -> Iterator[str]:
    return (json.dumps(row, ensure_ascii=False) + "\n" for row in _statement_rows(graph, part))


def _csv(graph: Graph, part: Subgraph) -> Iterator[str]:
    for cells in chain([_COLUMNS], (tuple(row.values()) for row in _statement_rows(graph, part))):
        line = io.StringIO()
        csv.writer(line).writerow(_safe_cell(cell) for cell in cells)
        yield line.getvalue()


def _safe_cell(value: object) -> object:
    """What a spreadsheet takes for words, whatever the value begins with."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _statement_rows(graph: Graph, part: Subgraph) -> Iterator[dict[str, Any]]:
    for relation in part.relations:
        names = graph.entity(relation.head).name, graph.entity(relation.tail).name
        for statement in graph.statements(relation.id):
            yield dict(zip(_COLUMNS, _cells(relation, names, statement), strict=True))


def _cells(relation: Relation, names: tuple[str, str], statement: StatementRecord) -> tuple[object, ...]:
    return (
        *(relation.head, names[0], relation.relation, relation.tail, names[1]),
        *(str(statement.modality), statement.attributed_to, statement.polarity, statement.aspect, statement.condition),
        *(statement.horizon, statement.time.text if statement.time else None, round(statement.confidence, 4)),
        *(statement.rule, " … ".join(quote.text for quote in statement.quotes)),
        *(statement.document, statement.document_title, statement.document_date, statement.source),
    )


def _graphml(_: Graph, part: Subgraph) -> Iterator[str]:
    return (line + "\n" for line in nx.generate_graphml(_networkx(part)))


def _gexf(_: Graph, part: Subgraph) -> Iterator[str]:
    return (line + "\n" for line in nx.generate_gexf(_networkx(part), version="1.2draft"))


def _cytoscape(_: Graph, part: Subgraph) -> Iterator[str]:
    yield json.dumps(nx.cytoscape_data(_networkx(part)), ensure_ascii=False, indent=1) + "\n"


def _networkx(part: Subgraph) -> nx.MultiDiGraph[str]:
    """The part with plain attributes; `label` is what Gephi and others show."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from((_xml(e.id), _entity_attributes(e)) for e in part.entities)
    for r in part.relations:
        graph.add_edge(_xml(r.head), _xml(r.tail), r.id, label=r.relation, **_relation_attributes(r))
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
        "first": relation.first or "",
        "last": relation.last or "",
    }


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


EXPORTERS: dict[str, Exporter] = {
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "graphml": _graphml,
    "gexf": _gexf,
    "cytoscape": _cytoscape,
}
