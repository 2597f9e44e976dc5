"""Every page as one file that needs no server: what `qipan export --page` writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from kg.cli.stores import entity_called
from kg.contradictions import contradictions
from kg.errors import InvalidRequest
from kg.graph import Graph
from kg.loops import loops
from kg.questions import Asker
from kg.review import candidates
from kg.store.store import Store
from viz import answers, html, select, sheets
from viz.review import review
from viz.sheets import Sheeted
from viz.view import GraphView

__all__ = ["paged"]

Shown = tuple[GraphView, dict[str, Any] | None]
_MOST_MOMENTS, _QUEUED = 20_000, 200
"""Statements of a timeline, which in a file has no second page; candidates, and contradictions, of a review."""


def paged(store: Store, kind: str, names: Sequence[str], lang: str) -> str:
    """The page of a kind about what is named. InvalidRequest where it takes another number of names."""
    least, most, hint, make = _PAGES[kind]
    if not least <= len(names) <= most:
        wanted = str(least) if least == most else f"{least} to {most}"
        raise InvalidRequest(f"--page {kind} takes {wanted} arguments, not {len(names)}.", hint=hint)
    view, sheet = make(store, store.graph(), names)
    return html.render(view, lang=lang, sheet=sheet)


def _ids(graph: Graph, names: Sequence[str]) -> list[str]:
    return [entity_called(graph, name).id for name in names]


def _both(made: Sheeted) -> Shown:
    return made.view, made.sheet


def _board(_: Store, graph: Graph, names: Sequence[str]) -> Shown:
    return _both(sheets.board(graph, *_ids(graph, names)))


def _compare(_: Store, graph: Graph, names: Sequence[str]) -> Shown:
    return _both(sheets.comparison(graph, _ids(graph, names)))


def _document(store: Store, graph: Graph, names: Sequence[str]) -> Shown:
    return _both(sheets.document(graph, store.get(names[0])))


def _documents(_: Store, graph: Graph, __: Sequence[str]) -> Shown:
    return _both(sheets.articles(graph))


def _timeline(_: Store, graph: Graph, names: Sequence[str]) -> Shown:
    return _both(sheets.chronicle(graph, *_ids(graph, names), limit=_MOST_MOMENTS))


def _ask(_: Store, graph: Graph, names: Sequence[str]) -> Shown:
    return _both(answers.answer(graph, Asker().ask(graph, names[0])))


def _path(_: Store, graph: Graph, names: Sequence[str]) -> Shown:
    start, end = _ids(graph, names)
    return select.path(graph, start, end, k=3), None


def _loops(_: Store, graph: Graph, names: Sequence[str]) -> Shown:
    about = entity_called(graph, names[0])
    through = [relation.id for loop in loops(graph, about.id, longest=4) for relation in loop.relations]
    return select.answer(graph, through, focus=[about.id], title=about.name, kind="loop"), None


def _review(store: Store, graph: Graph, _: Sequence[str]) -> Shown:
    found = candidates(graph, store.decisions(), limit=_QUEUED)
    return _both(review(graph, found, list(islice(contradictions(graph), _QUEUED))))


_PAGES: Mapping[str, tuple[int, int, str, Callable[[Store, Graph, Sequence[str]], Shown]]] = {
    "board": (1, 1, "Name a company.", _board),
    "compare": (2, 10, "Name what is to stand side by side, each as one argument.", _compare),
    "document": (1, 1, "Give a document's id.", _document),
    "documents": (0, 0, "It shows all articles: name none.", _documents),
    "timeline": (0, 1, "Name one thing, or nothing for all.", _timeline),
    "ask": (1, 1, "Put the question in quotation marks.", _ask),
    "path": (2, 2, "Name both ends.", _path),
    "loops": (1, 1, "Name what they run through.", _loops),
    "review": (0, 0, "It shows all that is open: name nothing.", _review),
}
"""The least and the greatest number of arguments, what they are, and what makes the page."""
