"""Relations as people and programs read them: what is said, in which words, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer

from kg.cli.output import OutputFormat
from kg.exports import plain_relation
from kg.graph import Graph, Relation, StatementRecord
from kg.ontology import builtin_ontology

__all__ = ["COLUMNS", "Format", "arrow", "plain_relations", "quoted", "relation_rows"]

COLUMNS = ("what is said", "in which words, and where")
Format = Annotated[OutputFormat, typer.Option("--format", help="A table for people, or JSON.")]
Lines = tuple[str, ...]


def relation_rows(graph: Graph, relations: Iterable[Relation]) -> Iterator[tuple[Lines, Lines]]:
    """A row for each relation, with the quote of its newest statement."""
    for relation in relations:
        said = ", ".join(f"{modality} {count}" for modality, count in sorted(relation.modalities.items()))
        label = f"{relation.relation} {builtin_ontology().relations[relation.relation].zh}, {said}"
        yield (arrow(graph, relation), label), quoted(graph.statements(relation.id)[0])


def arrow(graph: Graph, relation: Relation) -> str:
    """Head and tail by name, with a double arrow where the relation has no direction."""
    sign = "↔" if builtin_ontology().relations[relation.relation].symmetric else "→"
    return f"{graph.entity(relation.head).name} {sign} {graph.entity(relation.tail).name}"


def quoted(statement: StatementRecord) -> Lines:
    """A statement's words, and the article that holds them."""
    words = " … ".join(quote.text for quote in statement.quotes)
    return words, f"- {statement.document_title} {statement.document_date or ''}"


def plain_relations(graph: Graph, relations: Iterable[Relation]) -> list[dict[str, Any]]:
    """Relations with all their statements, as JSON values."""
    return [plain_relation(graph, relation) for relation in relations]
