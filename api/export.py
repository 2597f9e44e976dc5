"""`qipan export`: the graph, or what surrounds a thing, as a file for another tool or as a page."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.stores import StoreAddress, entity_called, existing_store
from kg.errors import InvalidRequest
from kg.exports import EXPORTERS, everything
from kg.graph import Graph, Subgraph

__all__ = ["FORMATS", "export"]

_MOST = 1_000_000  # entities around one


def _html(graph: Graph, part: Subgraph) -> Iterator[str]:
    from viz import html, select  # noqa: PLC0415 - pyvis takes a second to import

    yield html.render(select.subgraph(graph, part))


FORMATS = {**EXPORTERS, "html": _html}
ExportFormat = StrEnum("ExportFormat", {name.upper(): name for name in FORMATS})  # type: ignore[misc] # for typer


def export(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Any name or id; none exports all.")] = None,
    *,
    format_: Annotated[ExportFormat, typer.Option("--format", help="html is a page that works offline.")],
    store: StoreAddress = "qipan.db",
    file: Annotated[Path | None, typer.Option("-o", "--output", help="Written to; else standard output.")] = None,
    depth: Annotated[int, typer.Option(min=0, max=6, help="So many steps around NAME.")] = 1,
) -> None:
    """Export the graph, or what surrounds an entity, for other tools or as a page."""
    with existing_store(store) as kept:
        graph = kept.graph()
        if name is None:
            part = everything(graph)
        else:
            part = graph.neighbourhood(entity_called(graph, name).id, depth=depth, limit=_MOST)
        _write(FORMATS[format_](graph, part), file)


def _write(pieces: Iterable[str], file: Path | None) -> None:
    if file is None:
        sys.stdout.writelines(pieces)
        return
    try:
        with file.open("w", encoding="utf-8", newline="") as written:
            written.writelines(pieces)
    except OSError as error:
        raise InvalidRequest(f"{file}: cannot be written: {error.strerror}.", hint="Give another --output.") from error
