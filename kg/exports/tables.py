"""The graph as JSON, JSON Lines and CSV: every statement with its words."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from itertools import chain, dropwhile
from typing import Any

from kg.graph import Graph, Relation, StatementRecord, Subgraph
from kg.questions.plain import plain_entity, plain_statement

__all__ = ["as_csv", "as_json", "as_jsonl", "json_text", "plain_relation"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Kinds of characters that some spreadsheets drop before they look at what a cell begins with."""
_COLUMNS = (
    "head", "head_name", "relation", "tail", "tail_name", "modality", "attributed_to", "polarity", "aspect",
    "condition", "horizon", "time", "confidence", "rule", "quote", "document", "document_title", "document_date",
    "source",
)  # fmt: skip


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


def as_json(graph: Graph, part: Subgraph) -> Iterator[str]:
    """One JSON object: entities, relations, their statements."""
    entities = [plain_entity(entity) for entity in part.entities]
    relations = [plain_relation(graph, relation) for relation in part.relations]
    whole = {"entities": entities, "relations": relations, "truncated": part.truncated}
    yield json_text(whole, indent=1)


def as_jsonl(graph: Graph, part: Subgraph) -> Iterator[str]:
    """A statement a line."""
    return (json_text(row) for row in _statement_rows(graph, part))


def json_text(value: Any, *, indent: int | None = None) -> str:
    r"""A value as JSON in UTF-8, with a newline; half of a surrogate pair, which UTF-8 lacks, is escaped.

    >>> json_text({"騰訊": chr(0xD83D)})
    '{"騰訊": "\\ud83d"}\n'
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent) + "\n"
    return text.encode("utf-8", "backslashreplace").decode()


def as_csv(graph: Graph, part: Subgraph) -> Iterator[str]:
    """A statement a row."""
    for cells in chain([_COLUMNS], (tuple(row.values()) for row in _statement_rows(graph, part))):
        line = io.StringIO()
        csv.writer(line).writerow(_safe_cell(cell) for cell in cells)
        yield line.getvalue().encode("utf-8", "replace").decode()


def _safe_cell(value: object) -> object:
    """What a spreadsheet takes for words, whatever the value begins with."""
    if not isinstance(value, str):
        return value
    seen = next(dropwhile(lambda c: unicodedata.category(c) in _UNSEEN, value), "")
    return f"'{value}" if value.startswith(_FORMULA) or seen in _FORMULA else value


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
