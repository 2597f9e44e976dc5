"""A saved view opened: its selection put to the graph as it is now, its places, filters and title kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from itertools import islice
from typing import Any

from kg.errors import InvalidRequest
from kg.graph import Graph, RelationFilter
from kg.loops import loops
from kg.model import Modality
from kg.questions import Asker
from kg.views import SavedView, Selection
from viz import charts, select
from viz.exhibit import Exhibit, Options, style_of
from viz.layout import Layout, arrange
from viz.view import GraphView
from viz.words import in_hans

__all__ = ["exhibit_of", "filter_of", "laid_out"]

_NEEDED = {"ego": 1, "path": 2, "loops": 1, "entities": 1, "swot": 1, "timeline": 1, "cycle": 1}
MOST = 300
"""Entities of a view."""


def exhibit_of(graph: Graph, saved: SavedView, options: Options, asker: Asker | None = None) -> Exhibit:
    """What a saved view shows now. NotFound where an entity of its selection is gone.

    InvalidRequest where the selection lacks what its kind needs. `asker` answers questions; one is made where none is
    given.
    """
    chosen = saved.selection
    needed = _NEEDED.get(chosen.kind, 0)
    if len(chosen.entities) < needed or (chosen.kind == "ask" and not chosen.question):
        what = f"{needed} entities" if needed else "a question"
        raise InvalidRequest(f"A view of the kind {chosen.kind!r} needs {what}.", hint="Give them in its selection.")
    if chosen.kind in charts.CHARTS:
        return charts.render(graph, chosen, filter_of(chosen.filters), style_of(options), saved.title)
    view = _shown(graph, chosen, asker)
    view = replace(_without(view, set(chosen.hidden)), title=saved.title or view.title)
    return Exhibit(view, _placed(view, saved))


def _shown(graph: Graph, chosen: Selection, asker: Asker | None) -> GraphView:
    where, limit = filter_of(chosen.filters), min(chosen.limit, MOST)
    match chosen.kind:
        case "ego":
            return select.ego(graph, chosen.entities[0], depth=chosen.depth, where=where, limit=limit)
        case "path":
            return select.path(graph, *chosen.entities[:2], k=3, where=where)
        case "ask":
            return _answer(graph, chosen.question, asker or Asker())
        case "loops":
            return _loops(graph, chosen)
        case "entities":
            return _among(graph, chosen, where)
        case _:
            return select.whole(graph, where=where, limit=limit)


def _answer(graph: Graph, question: str, asker: Asker) -> GraphView:
    answer = asker.ask(graph, question)
    about = [e.id for subject in answer.subjects.values() for e in subject.entities]
    found = [row.entity.id for row in answer.rows if row.entity and not row.relations]
    relations = [relation.id for row in answer.rows for relation in row.relations]
    return select.answer(graph, relations, focus=[*about, *found], title=question)


def _loops(graph: Graph, chosen: Selection) -> GraphView:
    ways = loops(graph, chosen.entities[0], longest=max(2, min(chosen.depth + 3, 6)), limit=chosen.limit)
    through = [r.id for way in ways for r in way.relations]
    return select.answer(graph, through, focus=[chosen.entities[0]], kind="loop")


def _among(graph: Graph, chosen: Selection, where: RelationFilter) -> GraphView:
    """The entities, and the relations between any two of them; of these only some where they are named."""
    ids = list(dict.fromkeys(graph.entity(key).id for key in chosen.entities))[:MOST]
    kept, named = set(ids), set(chosen.relations)
    among = (r.id for key in ids for r in graph.relations(key, direction="out", where=where) if r.tail in kept)
    found = (key for key in among if not named or key in named)
    return select.answer(graph, islice(found, 5 * MOST), focus=ids, kind="whole")


def _without(view: GraphView, hidden: set[str]) -> GraphView:
    if not hidden:
        return view
    nodes = tuple(node for node in view.nodes if node.id not in hidden)
    edges = tuple(e for e in view.edges if hidden.isdisjoint({e.id, e.head, e.tail}))
    return replace(view, nodes=nodes, edges=edges, focus=tuple(f for f in view.focus if f not in hidden))


def laid_out(saved: SavedView, exhibit: Exhibit) -> SavedView:
    """The view with the places of all that it shows now, so that its pictures need only be drawn."""
    if exhibit.chart:
        return saved
    return replace(saved, places=(exhibit.layout or arrange(exhibit.view)).places)


def _placed(view: GraphView, saved: SavedView) -> Layout | None:
    """The layout with places that somebody chose in place of ours; made anew only where the view shows more by now."""
    chosen = {in_hans(key): place for key, place in saved.positions.items()}
    kept = {in_hans(key): place for key, place in saved.places.items()} | chosen
    ids = {node.id: in_hans(node.id) for node in view.nodes}
    if ids and kept.keys() >= set(ids.values()):
        return Layout({key: kept[name] for key, name in ids.items()})
    if not chosen:
        return None
    layout = arrange(view)
    return Layout({key: chosen.get(ids[key], place) for key, place in layout.places.items()}, layout.groups)


def filter_of(given: Mapping[str, Any]) -> RelationFilter:
    """The filter that a view keeps. InvalidRequest where it has another name or value than filters have."""
    names = {f.name for f in fields(RelationFilter)}
    wrong = sorted(set(given) - names)
    if wrong:
        raise InvalidRequest(f"There is no filter {wrong[0]!r}.", hint=f"Filters: {', '.join(sorted(names))}.")
    try:
        sets = {name: frozenset(given[name] or ()) for name in ("relations", "types") if name in given}
        if "modalities" in given:
            sets["modalities"] = frozenset(Modality(value) for value in given["modalities"] or ())
        return RelationFilter(**dict(given) | sets)
    except (TypeError, ValueError) as error:
        raise InvalidRequest(
            f"The filters cannot be used: {error}.", hint="See the filters of /v1/relations."
        ) from error
