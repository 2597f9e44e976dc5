"""What the graph answers -> what is drawn: the whole, what surrounds an entity, the ways between two, an answer.

Sizes are capped, the best supported first, so that a picture can be read and a page stays small.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from kg.graph import EVERYTHING, EntityRecord, Graph, Relation, RelationFilter, StatementRecord, Subgraph
from viz.view import Edge, Evidence, GraphView, Kind, Node, Source

__all__ = ["answer", "ego", "path", "subgraph", "whole"]

_Record = TypeVar("_Record", EntityRecord, Relation)

STATEMENTS_PER_EDGE = 12
"""Shown with their quotes; the edge still counts all."""


def whole(graph: Graph, *, where: RelationFilter = EVERYTHING, limit: int = 300, title: str = "") -> GraphView:
    """The graph, or its most connected part of at most `limit` entities.

    view = select.whole(graph, limit=300)
    page = html.render(view, lang="zh-Hant")
    """
    return subgraph(graph, graph.whole(where=where, limit=limit), title=title, where=where)


def ego(
    graph: Graph,
    entity_id: str,
    *,
    depth: int = 1,
    where: RelationFilter = EVERYTHING,
    limit: int = 80,
    title: str = "",
) -> GraphView:
    """An entity and everything within `depth` steps of it. NotFound where there is no such entity.

    select.ego(graph, "company:騰訊", depth=2)
    """
    entity = graph.entity(entity_id)
    near = graph.neighbourhood(entity.id, depth=depth, where=where, limit=limit)
    return subgraph(graph, near, title=title or entity.name, kind="ego", focus=(entity.id,), where=where)


def path(
    graph: Graph,
    start: str,
    end: str,
    *,
    k: int = 3,
    directed: bool = False,
    where: RelationFilter = EVERYTHING,
    title: str = "",
) -> GraphView:
    """The k shortest ways between two entities; the two alone where there is none.

    select.path(graph, "company:騰訊", "product:千問")
    """
    ends = (graph.entity(start), graph.entity(end))
    ways = graph.paths(ends[0].id, ends[1].id, k=k, directed=directed, where=where)
    entities = [*ends, *(graph.entity(step) for way in ways for step in way.entities)]
    found = Subgraph(_once(entities), _once(r for way in ways for r in way.relations))
    named = title or " → ".join(entity.name for entity in ends)
    return subgraph(graph, found, title=named, kind="path", focus=_ids(ends), where=where)


def answer(
    graph: Graph,
    relation_ids: Iterable[str],
    *,
    focus: Sequence[str] = (),
    title: str = "",
    kind: Kind = "answer",
    keep: frozenset[str] = frozenset(),
) -> GraphView:
    """The relations that an answer (or a loop, or a profile) rests on, and their ends.

    `focus` is shown in any case, and so are the statements to `keep`.

    select.answer(graph, [row.relation for row in rows], focus=["product:千問"], title="千問的數據閉環")
    """
    relations = _once(graph.relation(key) for key in relation_ids)
    about = _once(graph.entity(key) for key in focus)
    ends = (graph.entity(end) for r in relations for end in (r.head, r.tail))
    found = Subgraph(_once([*about, *ends]), relations)
    return subgraph(graph, found, title=title, kind=kind, focus=_ids(about), keep=keep)


def subgraph(
    graph: Graph,
    part: Subgraph,
    *,
    title: str = "",
    kind: Kind = "whole",
    focus: Sequence[str] = (),
    where: RelationFilter = EVERYTHING,
    keep: frozenset[str] = frozenset(),
) -> GraphView:
    """Any part of the graph with the evidence of its relations; the statements to `keep` are never left out."""
    said = graph.statements_of([relation.id for relation in part.relations], where=where)
    edges = tuple(_edge(graph, relation, said[relation.id], keep) for relation in part.relations)
    sources = {e.source.document: e.source for edge in edges for e in edge.evidence}
    newest_first = sorted(sources.values(), key=lambda s: (s.date or "", s.document), reverse=True)
    return GraphView(
        nodes=tuple(_node(entity) for entity in part.entities),
        edges=edges,
        title=title,
        kind=kind,
        focus=tuple(focus),
        truncated=part.truncated,
        sources=tuple(newest_first),
    )


def _node(entity: EntityRecord) -> Node:
    return Node(entity.id, entity.type, entity.name, entity.names, entity.mentions, entity.documents)


def _edge(graph: Graph, relation: Relation, statements: Sequence[StatementRecord], keep: frozenset[str]) -> Edge:
    kept = sum(statement.id in keep for statement in statements)
    best = sorted(statements, key=lambda s: (s.id not in keep, -s.confidence))[: max(STATEMENTS_PER_EDGE, kept)]
    best.sort(key=lambda s: -s.confidence)
    return Edge(
        id=relation.id,
        head=relation.head,
        relation=relation.relation,
        tail=relation.tail,
        modality=relation.modality,
        statements=relation.statements,
        sources=relation.sources,
        confidence=relation.confidence,
        first=relation.first,
        last=relation.last,
        evidence=tuple(_evidence(graph, statement) for statement in best),
    )


def _evidence(graph: Graph, statement: StatementRecord) -> Evidence:
    speaker = statement.attributed_to
    return Evidence(
        statement=statement.id,
        source=Source(statement.document, statement.document_title, statement.document_date, statement.source),
        quotes=statement.quotes,
        modality=statement.modality,
        confidence=statement.confidence,
        speaker=graph.entity(speaker).name if speaker else None,
        polarity=statement.polarity,
        aspect=statement.aspect,
        condition=statement.condition,
        horizon=statement.horizon,
        time=statement.time.text if statement.time else None,
        rule=statement.rule,
    )


def _ids(entities: Iterable[EntityRecord]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entity.id for entity in entities))


def _once(values: Iterable[_Record]) -> tuple[_Record, ...]:
    return tuple({value.id: value for value in values}.values())
