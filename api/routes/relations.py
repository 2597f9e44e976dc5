"""Relations: all of them, filtered; and one, with the statements it rests on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api.answers import Json
from api.deps import FilterDep, FreshDep, PageDep
from api.errors import errors
from api.paging import paged
from api.plain import plain_relation, with_statements
from api.schemas import PageOut, RelationOut, RelationStatementsOut

__all__ = ["router"]

router = APIRouter(prefix="/v1/relations", tags=["relations"])


@router.get("", response_model=PageOut[RelationOut], responses=errors())
def list_relations(fresh: FreshDep, page: PageDep, where: FilterDep) -> Json:
    """List the relations of the whole graph, best supported first."""
    found = fresh.graph.relations(where=where)
    return fresh.json(paged(found, page, key=lambda r: r.id, show=lambda r: plain_relation(fresh.graph, r, fresh.lang)))


@router.get("/{relation_id}", response_model=RelationStatementsOut, responses=errors(404))
def read_relation(
    relation_id: Annotated[str, Path(description="A relation's id.", examples=["3f96794319c84258"])], fresh: FreshDep
) -> Json:
    """Return a relation with every statement behind it: the quotes, their sentences, who says it and how surely."""
    return fresh.json(with_statements(fresh.graph, fresh.graph.relation(relation_id), fresh.lang))
