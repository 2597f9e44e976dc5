"""`qipan export`: the graph, or what surrounds a thing, as a file for another tool or as a page."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.stores import StoreAddress, entity_called, existing_store
from kg.errors import InvalidRequest
from kg.exports import EXPORTERS, everything
from kg.graph import EntityRecord, Graph, Subgraph

__all__ = ["FORMATS", "export"]

_MOST = 1_000_000  # entities around one
_PAGE = "html"
FORMATS = (*EXPORTERS, _PAGE)
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
        entity = entity_called(graph, name) if name else None
        part = graph.neighbourhood(entity.id, depth=depth, limit=_MOST) if entity else everything(graph)
        _write([_page(graph, part, entity)] if format_ == _PAGE else EXPORTERS[format_](graph, part), file)


def _page(graph: Graph, part: Subgraph, entity: EntityRecord | None) -> str:
    from viz import html, select  # noqa: PLC0415 - pyvis takes a second to import

    if entity is None:
        return html.render(select.subgraph(graph, part))
    return html.render(select.subgraph(graph, part, title=entity.name, kind="ego", focus=(entity.id,)))


def _write(pieces: Iterable[str], file: Path | None) -> None:
    if file is None:
        sys.stdout.writelines(pieces)
        return
    try:
        with file.open("w", encoding="utf-8", newline="") as written:
            written.writelines(pieces)
    except OSError as error:
        raise InvalidRequest(f"{file}: cannot be written: {error.strerror}.", hint="Give another --output.") from error
