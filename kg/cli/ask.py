"""`qipan ask`: a question in Chinese or English, answered with the words that the answer rests on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from kg.cli.output import OutputFormat, complain, plain, print_json, print_table
from kg.cli.quotes import Format, arrow, quoted
from kg.cli.stores import StoreAddress, existing_store
from kg.errors import NotUnderstood
from kg.graph import Graph
from kg.questions import Answer, Row, plain_answer
from kg.questions import ask as asked

__all__ = ["ask"]

Lines = tuple[str, ...]


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="In Chinese, either script, or English.")],
    *,
    store: StoreAddress = "qipan.db",
    output: Format = OutputFormat.TABLE,
) -> None:
    """Answer a question from the graph, each row with its quotes."""
    with existing_store(store) as kept:
        graph = kept.graph()
        try:
            answer = asked(graph, question)
        except NotUnderstood as error:
            _say_what_can_be_asked(error, question)
            raise typer.Exit(1) from error
        told = plain_answer(graph, answer)
        if output is OutputFormat.JSON:
            print_json(told)
        else:
            _print_answer(graph, answer, told)
    raise typer.Exit(1 if answer.verdict == "ambiguous" else 0)


def _print_answer(graph: Graph, answer: Answer, told: dict[str, Any]) -> None:
    sys.stdout.write(f"{plain(told['read_as']['means'])}: {plain(told['message'])}\n")
    if answer.rows:
        print_table("", ("answer", "in which words, and where"), (_row(graph, row) for row in answer.rows))
    if answer.candidates:
        rows = ((e.name, e.type, ", ".join(e.names)) for e in answer.candidates)
        print_table("", ("did you mean", "type", "all names"), rows)


def _row(graph: Graph, row: Row) -> tuple[Lines, Lines]:
    return tuple(_said(graph, row)), tuple(line for statement in row.statements for line in quoted(statement))


def _said(graph: Graph, row: Row) -> Iterator[str]:
    """What the row says: the thing found, a figure or count, and the relations that say it."""
    name = row.document.title if row.document else row.entity.name if row.entity else ""
    yield name if row.value is None or row.entity is None else f"{name} ({row.value:,g})"
    for relation in row.relations:
        yield f"{arrow(graph, relation)} {relation.relation}"
    if row.modality:
        yield row.stance or str(row.modality)


def _say_what_can_be_asked(error: NotUnderstood, question: str) -> None:
    complain(error)
    language = "en" if question.isascii() else "zh"
    forms = error.details["forms"]
    for form in forms if isinstance(forms, list) else []:
        sys.stderr.write(f"  {plain(form['means'][language])}: {plain(form['examples'].get(language, ''))}\n")
