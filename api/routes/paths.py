"""Ways from one thing to another, and back to itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.answers import Json
from api.deps import FilterDep, FreshDep
from api.errors import errors
from api.plain import plain_path
from api.schemas import LoopsOut, PathsOut
from kg.loops import loops

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["ways"])


@router.get("/paths", response_model=PathsOut, responses=errors(404))
def find_paths(
    fresh: FreshDep,
    where: FilterDep,
    start: Annotated[str, Query(alias="from", description="An entity's id.", examples=["product:夸克"])],
    end: Annotated[str, Query(alias="to", description="An entity's id.", examples=["company:阿里巴巴"])],
    k: Annotated[int, Query(ge=1, le=20, description="At most so many ways.", examples=[3])] = 1,
    directed: Annotated[bool, Query(description="Only from head to tail.", examples=[False])] = False,  # noqa: FBT002
) -> Json:
    """Return the shortest ways between two entities; an empty list where there is none."""
    found = fresh.graph.paths(start, end, k=k, directed=directed, where=where)
    return fresh.json({"paths": [plain_path(fresh.graph, path, fresh.lang) for path in found]})


@router.get("/loops", response_model=LoopsOut, responses=errors(404))
def find_loops(
    fresh: FreshDep,
    through: Annotated[str, Query(description="An entity's id.", examples=["product:千問"])],
    longest: Annotated[int, Query(ge=2, le=8, description="Steps of the longest loop.", examples=[4])] = 4,
    limit: Annotated[int, Query(ge=1, le=200, description="At most so many loops.", examples=[50])] = 50,
) -> Json:
    """Return the loops through an entity along which data, parts, money or work flow back to it, shortest first."""
    found = loops(fresh.graph, through, longest=longest, limit=limit)
    return fresh.json({"loops": [plain_path(fresh.graph, path, fresh.lang) for path in found]})
