"""What the shape of the graph says."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.answers import Json
from api.deps import FreshDep, MeasuresDep
from api.errors import errors
from api.schemas import BridgesOut, CentralOut, CommunitiesOut
from kg.measures import By, Central
from kg.questions.plain import plain_entity

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["measures"])
Limit = Annotated[int, Query(ge=1, le=500, description="At most so many.", examples=[20])]


@router.get("/central", response_model=CentralOut, responses=errors())
def read_central(
    fresh: FreshDep,
    measures: MeasuresDep,
    by: Annotated[
        By, Query(description="Most links, or most shortest ways through it.", examples=["degree"])
    ] = "degree",
    type_: Annotated[str | None, Query(alias="type", description="Only of this type.", examples=["Company"])] = None,
    limit: Limit = 20,
) -> Json:
    """Return the most central entities."""
    return fresh.json({"items": [_central(c) for c in measures.central(fresh.graph, by=by, type_=type_, limit=limit)]})


@router.get("/between", response_model=CentralOut, responses=errors(404))
def read_between(
    fresh: FreshDep,
    measures: MeasuresDep,
    start: Annotated[str, Query(alias="from", description="An entity's id.", examples=["product:夸克"])],
    end: Annotated[str, Query(alias="to", description="An entity's id.", examples=["company:阿里巴巴"])],
    limit: Limit = 20,
) -> Json:
    """Return who stands on the shortest ways between two entities, with the share of ways that lead through them."""
    return fresh.json({"items": [_central(c) for c in measures.between(fresh.graph, start, end, limit=limit)]})


@router.get("/communities", response_model=CommunitiesOut, responses=errors())
def read_communities(
    fresh: FreshDep,
    measures: MeasuresDep,
    limit: Limit = 20,
    members: Annotated[int, Query(ge=1, le=500, description="At most so many of each.", examples=[20])] = 20,
) -> Json:
    """Return the groups of entities that have more to do with each other than with the rest, the largest first."""
    found = measures.communities(fresh.graph, limit=limit, members=members)
    return fresh.json({"items": [{"size": c.size, "entities": [plain_entity(e) for e in c.entities]} for c in found]})


@router.get("/bridges", response_model=BridgesOut, responses=errors())
def read_bridges(fresh: FreshDep, measures: MeasuresDep, limit: Limit = 20) -> Json:
    """Return the links that alone join two parts of the graph, the greatest loss first."""
    found = measures.bridges(fresh.graph, limit=limit)
    return fresh.json({"items": [{"ends": [plain_entity(e) for e in b.ends], "cut_off": b.cut_off} for b in found]})


def _central(central: Central) -> dict[str, object]:
    return {"entity": plain_entity(central.entity), "score": central.score}
