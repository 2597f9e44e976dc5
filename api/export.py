"""`qipan export`: the graph, or what surrounds a thing, as a file for another tool, a page, a picture or a slide."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.stores import StoreAddress, entity_called, existing_store
from kg.errors import InvalidRequest
from kg.exports import EXPORTERS, everything
from kg.graph import EntityRecord, Graph, Subgraph

__all__ = ["FORMATS", "PICTURES", "export"]

_MOST = 1_000_000  # entities around one
_PAGE = "html"
PICTURES = ("svg", "png", "pdf", "pptx")
FORMATS = (*EXPORTERS, _PAGE, *PICTURES)
ExportFormat = StrEnum("ExportFormat", {name.upper(): name for name in FORMATS})  # type: ignore[misc] # for typer


class Palette(StrEnum):
    """For whom the colours are."""

    LIGHT = "light"
    DARK = "dark"
    PRINT = "print"
    GREY = "grey"


class Speech(StrEnum):
    """The languages of titles, legends and labels."""

    HANT = "zh-Hant"
    HANS = "zh-Hans"
    EN = "en"


def export(  # noqa: PLR0913 - a command's options
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Any name or id; none exports all.")] = None,
    *,
    format_: Annotated[
        ExportFormat, typer.Option("--format", help="html is a page that works offline, pptx a slide of shapes.")
    ],
    store: StoreAddress = "qipan.db",
    file: Annotated[Path | None, typer.Option("-o", "--output", help="Written to; else standard output.")] = None,
    depth: Annotated[int, typer.Option(min=0, max=6, help="So many steps around NAME.")] = 1,
    nodes: Annotated[int | None, typer.Option(min=1, help="Only so many of the most important nodes.")] = None,
    title: Annotated[str, typer.Option(help="What the picture says: its title.")] = "",
    lang: Annotated[Speech, typer.Option(help="The language of legend and labels.")] = Speech.HANT,
    theme: Annotated[Palette, typer.Option(help="Colours of a picture.")] = Palette.LIGHT,
    scale: Annotated[int, typer.Option(min=1, max=4, help="Of a PNG: 1, 2 or 4.")] = 2,
    template: Annotated[Path | None, typer.Option(help="Of slides: your own .pptx or .potx.")] = None,
    transparent: Annotated[bool, typer.Option("--transparent", help="A picture without a background.")] = False,
    outlined: Annotated[bool, typer.Option("--outlined", help="An SVG whose letters are shapes.")] = False,
) -> None:
    """Export the graph, or what surrounds an entity, for other tools, as a page, a picture or a slide."""
    with existing_store(store) as kept:
        graph = kept.graph()
        entity = entity_called(graph, name) if name else None
        if format_ in EXPORTERS:
            part = graph.neighbourhood(entity.id, depth=depth, limit=_MOST) if entity else everything(graph)
            _write(EXPORTERS[format_](graph, part), file)
            return
        shown = _view(graph, entity, depth, nodes, title)
        if format_ == _PAGE:
            _write([_page(shown, lang)], file)
            return
        look = {"lang": str(lang), "palette": str(theme), "scale": scale, "template": _content(template)}
        look |= {"transparent": transparent, "outlined": outlined}
        _write_bytes(_picture(shown, str(format_), look), file)


def _view(graph: Graph, entity: EntityRecord | None, depth: int, nodes: int | None, title: str) -> Any:
    from viz import select  # noqa: PLC0415 - what is not drawn does not wait for it
    from viz.fewer import fewer  # noqa: PLC0415 - as above

    part: Subgraph = graph.neighbourhood(entity.id, depth=depth, limit=_MOST) if entity else everything(graph)
    if entity is None:
        view = select.subgraph(graph, part, title=title)
    else:
        view = select.subgraph(graph, part, title=title or entity.name, kind="ego", focus=(entity.id,))
    return fewer(view, nodes) if nodes else view


def _page(view: Any, lang: Speech) -> str:
    from viz import html  # noqa: PLC0415 - pyvis takes a second to import

    return html.render(view, lang=lang)


def _picture(view: Any, format_: Any, look: dict[str, Any]) -> bytes:
    from viz import formats  # noqa: PLC0415 - as above
    from viz.exhibit import Exhibit, Options  # noqa: PLC0415 - as above

    return formats.render(Exhibit(view), format_, Options(**look))


def _content(template: Path | None) -> bytes | None:
    if template is None:
        return None
    try:
        return template.read_bytes()
    except OSError as error:
        raise InvalidRequest(
            f"{template}: cannot be read: {error.strerror}.", hint="Give another --template."
        ) from error


def _write(pieces: Iterable[str], file: Path | None) -> None:
    if file is None:
        sys.stdout.writelines(pieces)
        return
    try:
        with file.open("w", encoding="utf-8", newline="") as written:
            written.writelines(pieces)
    except OSError as error:
        raise _unwritable(file, error) from error


def _write_bytes(content: bytes, file: Path | None) -> None:
    if file is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        file.write_bytes(content)
    except OSError as error:
        raise _unwritable(file, error) from error


def _unwritable(file: Path, error: OSError) -> InvalidRequest:
    return InvalidRequest(f"{file}: cannot be written: {error.strerror}.", hint="Give another --output.")
