"""`qipan add`: articles into a store, with progress and a report."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Annotated

import typer
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kg.cli.inputs import InputFormat, Rejections, articles, expected
from kg.cli.output import plain, stderr
from kg.cli.stores import StoreAddress, store_at
from kg.cli.workers import extract_all
from kg.errors import UnreadableInput
from kg.reading import RawDocument

__all__ = ["add"]


def add(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH|URL|-", help="Files, folders, globs or addresses; - is standard input.")
    ],
    *,
    store: StoreAddress = "qipan.db",
    input_format: Annotated[
        InputFormat, typer.Option(help='jsonl takes one {"id", "text"} a line.')
    ] = InputFormat.TEXT,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes that read side by side.")] = 1,
) -> None:
    """Read articles into a store; what is there already changes nothing."""
    rejections, outcomes = Rejections(), Counter[str]()
    columns = (TextColumn("reading"), MofNCompleteColumn(), TimeElapsedColumn())
    console = stderr()
    watched = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with store_at(store) as kept, watched as progress:
        bar = progress.add_task("", total=expected(paths, input_format))
        for doc in extract_all(map(_shown, articles(paths, input_format)), jobs=jobs):
            try:
                if isinstance(doc, UnreadableInput):
                    raise doc
                outcomes[kept.add(doc).outcome] += 1
            except UnreadableInput as error:
                rejections.add(error)
            progress.advance(bar)
        holds = ", ".join(f"{count:,} {kind}" for kind, count in kept.graph().statistics().items())
    counts = ", ".join(f"{outcomes[outcome]} {outcome}" for outcome in ("new", "changed", "unchanged"))
    sys.stdout.write(f"{counts}, {rejections.count} rejected\n{plain(store)}: {holds}\n")
    raise typer.Exit(rejections.status)


def _shown(article: RawDocument | UnreadableInput) -> RawDocument | UnreadableInput:
    """Say what was taken out of a page or another kind of file, so that somebody sees where it is wrong."""
    if isinstance(article, RawDocument) and article.taken:
        about = (article.title, article.author, article.date, article.source, f"{len(article.text):,} characters")
        sys.stderr.write(f"taken: {plain(' | '.join(value or '-' for value in about))}\n")
    return article
