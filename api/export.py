"""`qipan export`: the graph, or what surrounds a thing, as a file for another tool, a page, a picture or a slide."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.stores import StoreAddress, entity_called, existing_store
from kg.errors import InvalidRequest
from kg.exports import EXPORTERS, everything
from kg.graph import EntityRecord, Graph, Subgraph

if TYPE_CHECKING:
    from kg.store.store import Store
    from kg.views import SavedView
    from viz.exhibit import Exhibit, Options

__all__ = ["FORMATS", "PICTURES", "export"]

_MOST = 1_000_000  # entities around one
_PAGE = "html"
PICTURES = ("svg", "png", "pdf", "pptx")
_DECK = "reveal"
FORMATS = (*EXPORTERS, _PAGE, *PICTURES, _DECK)
ExportFormat = StrEnum("ExportFormat", {name.upper(): name for name in FORMATS})  # type: ignore[misc] # for typer


class PageKind(StrEnum):
    """The pages that are not a graph alone; each is also under /view."""

    BOARD = "board"
    COMPARE = "compare"
    DOCUMENT = "document"
    DOCUMENTS = "documents"
    TIMELINE = "timeline"
    ASK = "ask"
    PATH = "path"
    LOOPS = "loops"
    REVIEW = "review"


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
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Any name or id; none exports all.")] = None,
    *,
    format_: Annotated[
        ExportFormat,
        typer.Option("--format", help="html is a page that works offline, pptx slides of shapes, reveal a folder."),
    ],
    page: Annotated[
        PageKind | None,
        typer.Option(help="Another page, for html; NAME is its names, its document, its question."),
    ] = None,
    view: Annotated[str | None, typer.Option(help="The id of a saved view: what it shows, as it was saved.")] = None,
    story: Annotated[str | None, typer.Option(help="The id of a saved story: a deck, for pptx and reveal.")] = None,
    store: StoreAddress = "qipan.db",
    file: Annotated[Path | None, typer.Option("-o", "--output", help="Written to; else standard output.")] = None,
    depth: Annotated[int, typer.Option(min=0, max=6, help="So many steps around NAME.")] = 1,
    nodes: Annotated[int | None, typer.Option(min=1, help="Only so many of the most important nodes.")] = None,
    title: Annotated[str, typer.Option(help="What the picture says: its title.")] = "",
    lang: Annotated[Speech | None, typer.Option(help="The language of legend and labels.")] = None,
    theme: Annotated[Palette | None, typer.Option(help="Colours of a picture.")] = None,
    scale: Annotated[int, typer.Option(min=1, max=4, help="Of a PNG: 1, 2 or 4.")] = 2,
    template: Annotated[Path | None, typer.Option(help="Of slides: your own .pptx or .potx.")] = None,
    transparent: Annotated[bool, typer.Option("--transparent", help="A picture without a background.")] = False,
    outlined: Annotated[bool, typer.Option("--outlined", help="An SVG whose letters are shapes.")] = False,
) -> None:
    """Export the graph, what surrounds an entity or a saved view: for other tools, as page, picture, slide or deck."""
    look = _Look(lang, theme, scale, transparent, outlined, _content(template))
    with existing_store(store) as kept:
        if page:
            _write([_paged(kept, page, names or [], str(format_), lang)], file)
            return
        graph = kept.graph()
        entity = entity_called(graph, _only(names)) if names else None
        if format_ in EXPORTERS:
            part = graph.neighbourhood(entity.id, depth=depth, limit=_MOST) if entity else everything(graph)
            _write(EXPORTERS[format_](graph, part), file)
        elif view or story:
            _export_saved(kept, str(format_), view, story, look, file)
        else:
            from viz.exhibit import Exhibit  # noqa: PLC0415 - what is not drawn does not wait for it

            exhibit = Exhibit(_view(graph, entity, depth, nodes, title))
            _export([exhibit], [look.options()], str(format_), exhibit.title(lang or Speech.HANT), file)


def _paged(kept: Store, page: PageKind, names: Sequence[str], format_: str, lang: Speech | None) -> str:
    if format_ != _PAGE:
        raise InvalidRequest(f"--page {page} cannot be {format_}.", hint="Choose --format html.")
    from api.paged import paged  # noqa: PLC0415 - pyvis takes a second to import

    return paged(kept, page, names, str(lang or Speech.HANT))


def _only(names: Sequence[str]) -> str:
    if len(names) > 1:
        raise InvalidRequest(f"One NAME, not {len(names)}.", hint="Quote blanks; --page compare takes more.")
    return names[0]


@dataclass(frozen=True, slots=True)
class _Look:
    """How pictures are asked for. What is not said is as the view was saved."""

    lang: Speech | None
    theme: Palette | None
    scale: int
    transparent: bool
    outlined: bool
    template: bytes | None

    def options(self, saved: SavedView | None = None) -> Options:
        from viz.exhibit import Options  # noqa: PLC0415 - as above

        lang = self.lang or (saved.lang if saved else Speech.HANT)
        theme: Any = self.theme or (saved.theme if saved and saved.theme != "auto" else Palette.LIGHT)
        return Options(
            lang=str(lang),
            palette=str(theme),  # type: ignore[arg-type] # one of them
            scale=self.scale,
            transparent=self.transparent,
            outlined=self.outlined,
            template=self.template,
        )


def _export_saved(
    kept: Store, format_: str, view: str | None, story: str | None, look: _Look, file: Path | None
) -> None:
    """A saved view, or all of a story."""
    from viz.saved import exhibit_of  # noqa: PLC0415 - as above

    told = kept.views.story(story) if story else None
    saved = [kept.views.get(key) for key in (told.views if told else [str(view)])]
    if not saved or (told and format_ not in {"pptx", _DECK}):
        hint = "Put views into it." if not saved else "Choose --format pptx or reveal."
        raise InvalidRequest(f"The story cannot be exported as {format_}.", hint=hint)
    options = [look.options(one) for one in saved]
    graph = kept.graph()
    exhibits = [exhibit_of(graph, one, how) for one, how in zip(saved, options, strict=True)]
    _export(exhibits, options, format_, told.title if told else saved[0].title, file)


def _export(
    exhibits: Sequence[Exhibit], options: Sequence[Options], format_: Any, title: str, file: Path | None
) -> None:
    from viz import formats  # noqa: PLC0415 - as above

    done = _progress(len(exhibits))
    if format_ == _PAGE:
        _write([_page(exhibits[0], options[0])], file)
    elif format_ == _DECK:
        from viz.decks import reveal_deck  # noqa: PLC0415 - as above

        _write_folder(reveal_deck(exhibits, options, title=title, progress=done), file)
    elif format_ == "pptx":
        _write_bytes(formats.deck(exhibits, options, title=title, progress=done), file)
    else:
        _write_bytes(formats.render(exhibits[0], format_, options[0]), file)


def _progress(of: int) -> Callable[[int], None] | None:
    """Says on standard error how far a deck is; nothing for a single slide."""
    if of == 1:
        return None
    return lambda number: print(f"{number}/{of}", file=sys.stderr, flush=True)  # noqa: T201 - a command's progress


def _page(exhibit: Exhibit, how: Options) -> str:
    if exhibit.chart:
        from viz.embed import Embedding, page  # noqa: PLC0415 - as above

        return page(exhibit, Embedding(how.lang, how.palette, interactive=False), "chart")
    from viz import html  # noqa: PLC0415 - pyvis takes a second to import

    return html.render(exhibit.view, lang=how.lang, layout=exhibit.layout)


def _write_folder(files: Iterable[tuple[str, bytes]], folder: Path | None) -> None:
    if folder is None:
        raise InvalidRequest("A deck is a folder.", hint="Say which: --output FOLDER.")
    for name, content in files:
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(path, error) from error
        _write_bytes(content, path)


def _view(graph: Graph, entity: EntityRecord | None, depth: int, nodes: int | None, title: str) -> Any:
    from viz import select  # noqa: PLC0415 - what is not drawn does not wait for it
    from viz.fewer import fewer  # noqa: PLC0415 - as above

    part: Subgraph = graph.neighbourhood(entity.id, depth=depth, limit=_MOST) if entity else everything(graph)
    if entity is None:
        view = select.subgraph(graph, part, title=title)
    else:
        view = select.subgraph(graph, part, title=title or entity.name, kind="ego", focus=(entity.id,))
    return fewer(view, nodes) if nodes else view


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
