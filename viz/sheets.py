"""What a page shows beside its graph: an article's text, a board, a comparison, a timeline, the list of articles.

Each is a view and a sheet: plain values that speak of the view's nodes and edges by id, so that either can light up
what the other shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from kg.errors import DataError, NotFound
from kg.graph import EVERYTHING, DocumentRecord, EntityRecord, Graph, RelationFilter, Subgraph
from kg.model import Document
from kg.profile import Filled, Line, Section, compare, profile, sections
from kg.resources import data_dir, read_yaml
from kg.timeline import timeline
from viz import select
from viz.view import GraphView

__all__ = ["Sheeted", "articles", "board", "chronicle", "comparison", "document", "proofs"]

Json = dict[str, Any]
MOST_MOMENTS = 500


@dataclass(frozen=True, slots=True)
class Sheeted:
    """A view and what is shown beside it."""

    view: GraphView
    sheet: Json


def document(graph: Graph, doc: Document) -> Sheeted:
    """An article's text with every mention and statement at its place, and the graph of what it says."""
    where = RelationFilter(source=doc.id)
    relations = tuple(graph.relations(where=where))
    named = _named(graph, doc)
    ends = (graph.entity(end) for relation in relations for end in (relation.head, relation.tail))
    entities = {entity.id: entity for entity in chain(ends, (entity for entity, _, _ in named))}
    part = Subgraph(tuple(entities.values()), relations)
    view = select.subgraph(graph, part, title=doc.title or doc.id, kind="document", where=where)
    sheet = {
        "kind": "document",
        "document": doc.id,
        "date": doc.date,
        "source": doc.source,
        "author": doc.author,
        "text": doc.text,
        "mentions": sorted([start, end, entity.id] for entity, start, end in named),
        "statements": _statements(view, doc.id),
        "skipped": [[span.start, span.end] for span in doc.skipped],
    }
    return Sheeted(view, sheet)


def _named(graph: Graph, doc: Document) -> list[tuple[EntityRecord, int, int]]:
    """Every mention with the entity of the whole graph; what is hidden from the graph is not marked."""
    found = []
    for entity in doc.entities:
        try:
            record = graph.entity(entity.id)
        except NotFound:
            continue
        found += [(record, span.start, span.end) for span in entity.mentions]
    return found


def _statements(view: GraphView, document_id: str) -> list[list[Any]]:
    """The edge, modality and quotes (start, end) of each statement, in the order of the text."""
    found = [
        [edge.id, proof.modality.value, sorted([quote.start, quote.end] for quote in proof.quotes)]
        for edge in view.edges
        for proof in edge.evidence
        if proof.source.document == document_id and proof.quotes
    ]
    return sorted(found, key=lambda each: (each[2][-1][1], each[2][0], each[0]))


def board(graph: Graph, entity_id: str, *, lines: int = 20) -> Sheeted:
    """A company on one page: strengths, weaknesses, opportunities and threats, and everything else that is said."""
    found = profile(graph, entity_id, lines=lines)
    filled = {each.section.id: each for each in found.sections}
    taken = {name for field in _fields() for name in field["sections"]}
    relations = (line.relation.id for each in found.sections for line in each.lines)
    view = select.answer(graph, relations, focus=[found.entity.id], title=found.entity.name, kind="profile")
    sheet = {
        "kind": "board",
        "fields": [
            {"id": field["id"], "label": field["labels"], "parts": _parts(field["sections"], filled)}
            for field in _fields()
        ],
        "sections": [_part(each) for each in found.sections if each.section.id not in taken],
    }
    return Sheeted(view, sheet)


@cache
def _fields() -> tuple[Json, ...]:
    """The four fields of a board."""
    path = data_dir() / "board.yaml"
    fields, known = tuple(read_yaml(path)), {section.id for section in sections()}
    for field in fields:
        if unknown := set(field["sections"]) - known:
            raise DataError(f"{path}: {field['id']}: profile.yaml has no section {', '.join(sorted(unknown))}.")
    return fields


def _parts(names: Iterable[str], filled: dict[str, Filled]) -> list[Json]:
    return [_part(filled[name]) for name in names if name in filled]


def _part(filled: Filled) -> Json:
    return _labelled(filled.section) | {"lines": _lines(filled.lines), "truncated": filled.truncated}


def _labelled(section: Section) -> Json:
    return {"id": section.id, "label": dict(section.labels)}


def _lines(lines: Iterable[Line]) -> list[list[str]]:
    """The edge of each line, and the node at its other end."""
    return [[line.relation.id, line.entity.id] for line in lines]


def comparison(graph: Graph, entity_ids: Sequence[str], *, lines: int = 10) -> Sheeted:
    """Several things side by side, and the graph of what is said of them."""
    found = compare(graph, entity_ids, lines=lines)
    relations = (line.relation.id for _, row in found.sections for filled in row for line in filled.lines)
    names = " · ".join(entity.name for entity in found.entities)
    focus = [entity.id for entity in found.entities]
    view = select.answer(graph, relations, focus=focus, title=names, kind="comparison")
    sheet = {
        "kind": "comparison",
        "entities": focus,
        "sections": [
            _labelled(section) | {"columns": [_lines(filled.lines) for filled in row]}
            for section, row in found.sections
        ],
    }
    return Sheeted(view, sheet)


def chronicle(
    graph: Graph,
    entity_id: str | None = None,
    *,
    where: RelationFilter = EVERYTHING,
    since: str | None = None,
    until: str | None = None,
    limit: int = MOST_MOMENTS,
    number: int = 1,
) -> Sheeted:
    """What is said of an entity, or of all, by the time it speaks of: page `number`, from the latest on."""
    moments = timeline(graph, entity_id, where=where, since=since, until=until)
    end = max(0, len(moments) - (number - 1) * limit)
    shown = moments[max(0, end - limit) : end]
    about = [graph.entity(entity_id)] if entity_id else []
    view = select.answer(
        graph,
        (moment.relation.id for moment in shown),
        focus=[entity.id for entity in about],
        title=about[0].name if about else "",
        kind="timeline",
        keep=frozenset(moment.statement.id for moment in shown),
    )
    place = dict(proofs(view))
    rows = [[m.start, m.end, m.told, *place[m.statement.id]] for m in shown if m.statement.id in place]
    sheet = {"kind": "timeline", "moments": rows, "earlier": max(0, end - limit), "later": len(moments) - end}
    return Sheeted(view, sheet | {"page": number})


def proofs(view: GraphView) -> Iterator[tuple[str, tuple[str, int]]]:
    """Each statement with its edge and its place in the edge's evidence."""
    for edge in view.edges:
        for number, proof in enumerate(edge.evidence):
            yield proof.statement, (edge.id, number)


def articles(graph: Graph, *, limit: int = 300) -> Sheeted:
    """All articles, newest first, beside the graph that they make."""
    view = select.whole(graph, limit=limit)
    view = GraphView(view.nodes, view.edges, "", "articles", truncated=view.truncated, sources=view.sources)
    return Sheeted(view, {"kind": "articles", "articles": [_article(record) for record in graph.documents()]})


def _article(record: DocumentRecord) -> list[Any]:
    return [record.id, record.title, record.date, record.source, record.statements, record.length]
