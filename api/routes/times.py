"""What was said of when, and what changed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.answers import Json
from api.deps import DAY, FilterDep, FreshDep, FromDay, PageDep, ToDay
from api.errors import errors
from api.paging import paged
from api.plain import plain_relation
from api.schemas import ChangesOut, MomentOut, PageOut
from kg.questions.plain import plain_statement
from kg.timeline import Moment, changes, timeline

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["times"])


@router.get("/timeline", response_model=PageOut[MomentOut], responses=errors(404))
def read_timeline(
    fresh: FreshDep,
    page: PageDep,
    where: FilterDep,
    entity: Annotated[str | None, Query(description="Only what is said of it.", examples=["company:騰訊"])] = None,
    start: FromDay = None,
    end: ToDay = None,
) -> Json:
    """List statements by the time that they speak of, or where they do not say, by their document's date.

    `from` and `to` bound that time; `since` and `until` bound the dates of documents.
    """

    def show(moment: Moment) -> dict[str, Any]:
        return {
            "start": moment.start,
            "end": moment.end,
            "told": moment.told,
            "relation": plain_relation(fresh.graph, moment.relation, fresh.lang),
            "statement": plain_statement(moment.statement),
        }

    moments = timeline(fresh.graph, entity, where=where, since=start, until=end)
    return fresh.json(paged(moments, page, key=lambda m: m.statement.id, show=show))


@router.get("/changes", response_model=ChangesOut, responses=errors())
def read_changes(
    fresh: FreshDep,
    start: Annotated[str, Query(alias="from", pattern=DAY, description="The first day.", examples=["2026-01-01"])],
    end: Annotated[str, Query(alias="to", pattern=DAY, description="The last day.", examples=["2026-12-31"])],
    limit: Annotated[int, Query(ge=1, le=1000, description="At most so many of each kind.", examples=[100])] = 100,
) -> Json:
    """Say what the documents of a period brought: relations that are new, gone, or contradicted."""
    found = changes(fresh.graph, start, end)
    kinds = {"new": found.new, "gone": found.gone, "contradicted": found.contradicted}
    content = {kind: [plain_relation(fresh.graph, r, fresh.lang) for r in some[:limit]] for kind, some in kinds.items()}
    return fresh.json(content | {"counts": {kind: len(some) for kind, some in kinds.items()}})
