"""What people look after: what may be one thing, what contradicts what, and what was said on a day."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.answers import Json
from api.deps import FreshDep, PageDep, StoreDep
from api.errors import errors
from api.paging import paged
from api.plain import plain_relation
from api.schemas import CandidateOfMergeOut, ContradictionOut, HistoryPage, MergedOut, PageOut
from kg.contradictions import contradictions
from kg.graph import Graph, Relation, StatementRecord
from kg.history import MOMENT, Told, statements_between, statements_on
from kg.questions.plain import plain_entity, plain_statement
from kg.review import Candidate, candidates
from kg.store.auditing import left_since

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["care"])
_MOST = 1000
About = Annotated[str | None, Query(description="An entity's id; all where none is given.", examples=[None])]


@router.get("/review", response_model=PageOut[CandidateOfMergeOut], responses=errors())
def list_candidates(store: StoreDep, fresh: FreshDep, page: PageDep) -> Json:
    """List entities that may be one thing, the likeliest first.

    Decide with `merge` or `apart`; nothing is merged until somebody does. What shares a type and a name, in either
    script, or is called both in one article, is one entity already.
    """
    found = candidates(fresh.graph, store.decisions(), limit=_MOST)
    return Json(paged(found, page, key=lambda c: "+".join(e.id for e in c.entities), show=_candidate))


@router.get("/review/merged", response_model=PageOut[MergedOut], responses=errors())
def list_merged(store: StoreDep, page: PageDep) -> Json:
    """List what was merged already, and why, the entities with the most ways of calling them first.

    What shares a type and a name is merged by itself; `split` takes names out again.
    """
    return Json(paged(store.merged(limit=_MOST), page, key=lambda one: one.entity, show=asdict))


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "entities": [plain_entity(entity) for entity in candidate.entities],
        "reason": candidate.reason,
        "names": list(candidate.names),
        "shared": candidate.shared,
        "score": candidate.score,
    }


@router.get("/contradictions", response_model=PageOut[ContradictionOut], responses=errors(404))
def list_contradictions(fresh: FreshDep, page: PageDep, entity: About = None) -> Json:
    """List statements that cannot both hold, side by side with their sources and dates."""
    graph = fresh.graph
    found = islice(contradictions(graph, graph.entity(entity).id if entity else None), _MOST)

    def show(one: Any) -> dict[str, Any]:
        sides = [_with(graph, side.relation, side.statements, fresh.lang) for side in one.sides]
        return {"kind": one.kind, "about": one.about, "sides": sides}

    return fresh.json(
        paged(found, page, key=lambda c: c.kind + c.sides[0].relation.id + c.sides[1].relation.id, show=show)
    )


@router.get("/history", response_model=HistoryPage, responses=errors(404))
def read_history(
    store: StoreDep,
    fresh: FreshDep,
    page: PageDep,
    on: Annotated[str, Query(pattern=MOMENT, description="The day.", examples=["2026-02-28"])],
    since: Annotated[
        str | None, Query(pattern=MOMENT, description="An earlier day, to list what changed.", examples=[None])
    ] = None,
    entity: About = None,
) -> Json:
    """List what the graph said on a day, statement by statement; or with `since`, what had changed by then.

    A day sees the articles that were published by then, as they were then, also where they were replaced or taken out
    since, and the decisions that were made by then. A moment of UTC (`2026-02-28T14:30`) does as well as a day. `left`
    lists what was forgotten for good.
    """
    with store.reading() as connection:
        left = left_since(connection, since or on)
    about = fresh.graph.entity(entity).id if entity else None
    told = statements_between(store, since, on, about) if since else statements_on(store, on, about)

    def show(one: Told) -> dict[str, Any]:
        return {"how": one.how or None, "relation": _with(one.graph, one.relation, (one.statement,), fresh.lang)}

    rows = paged(told, page, key=lambda t: t.statement.id, show=show)
    return fresh.json(rows | {"left": [{"document": one.about, "how": one.what, "at": one.at} for one in left]})


def _with(graph: Graph, relation: Relation, statements: tuple[StatementRecord, ...], lang: str) -> dict[str, Any]:
    return plain_relation(graph, relation, lang) | {"evidence": [plain_statement(s) for s in statements]}
