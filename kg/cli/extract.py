"""`qipan extract`: articles in, one extraction a document out."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from kg.cli.inputs import InputFormat, Rejections, articles
from kg.cli.output import OutputFormat, print_json, print_table
from kg.cli.workers import extract_all
from kg.errors import UnreadableInput
from kg.model import Document
from kg.serialise import to_json

__all__ = ["extract"]


def extract(
    files: Annotated[list[str], typer.Argument(metavar="FILE|-", help="Files, folders or globs; - is standard input.")],
    *,
    output: Annotated[
        OutputFormat, typer.Option("--format", help="json prints one line a document.")
    ] = OutputFormat.JSON,
    input_format: Annotated[
        InputFormat, typer.Option(help='jsonl takes one {"id", "text"} a line and prints a line for each.')
    ] = InputFormat.TEXT,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes that read side by side.")] = 1,
) -> None:
    """Print the entities and statements of articles, each statement with the words it rests on."""
    rejections = Rejections()
    for doc in extract_all(articles(files, input_format), jobs=jobs):
        if isinstance(doc, UnreadableInput):
            rejections.add(doc)
            if input_format is InputFormat.JSONL:
                print_json(_unread(doc))
        elif output is OutputFormat.JSON:
            print_json(to_json(doc))
        else:
            _print_tables(doc)
    raise typer.Exit(rejections.status)


def _unread(error: UnreadableInput) -> dict[str, Any]:
    """An extraction without content, so that a line comes out for each line that goes in."""
    document = {"id": error.details.get("id"), "title": "", "date": None, "source": None, "script": None, "length": 0}
    rejected = {"reason": "unreadable", "start": 0, "end": 0, "text": "", "detail": str(error)}
    return {"document": document, "entities": [], "relations": [], "rejected": [rejected]}


def _print_tables(doc: Document) -> None:
    names = {entity.id: entity.name for entity in doc.entities}
    print_table(
        doc.title,
        ("type", "name", "other names", "mentions"),
        ((e.type, e.name, ", ".join(e.aliases), len(e.mentions)) for e in doc.entities),
    )
    print_table(
        "",
        ("head", "relation", "tail", "modality", "evidence"),
        (
            (names[s.head], s.relation, names[s.tail], s.modality, " … ".join(span.of(doc.text) for span in s.evidence))
            for s in doc.statements
        ),
    )
