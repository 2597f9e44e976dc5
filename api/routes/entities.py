"""Entities: found by any name, read, with their relations and surroundings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.answers import Json
from api.deps import FilterDep, FreshDep, PageDep
from api.errors import errors
from api.paging import paged
from api.plain import plain_match, plain_relation, plain_subgraph
from api.schemas import EntityOut, EntityPage, PageOut, RelationOut, SubgraphOut
from kg.graph import Direction, EntityRecord, Match
from kg.questions.plain import plain_entity

__all__ = ["router"]

router = APIRouter(prefix="/v1/entities", tags=["entities"])
_MOST_FOUND = 500


class Types:
    """How many entities there are of each type."""

    def __init__(self, entities: Iterable[EntityRecord] = ()) -> None:
        self.counts = Counter(entity.type for entity in entities)

    def updated(self, gone: Iterable[EntityRecord], come: Iterable[EntityRecord]) -> Types:
        """The same without those that are gone, and with those that have come."""
        after = Types()
        after.counts = self.counts - Types(gone).counts + Types(come).counts
        return after


EntityId = Annotated[
    str, Path(description="An entity's id; any of its names after the type will do.", examples=["company:騰訊"])
]


@router.get("", response_model=EntityPage, responses=errors())
def search_entities(
    fresh: FreshDep,
    page: PageDep,
    q: Annotated[
        str, Query(max_length=200, description="A name, or part of one, in either script.", examples=["腾讯"])
    ] = "",
    type_: Annotated[str | None, Query(alias="type", description="One entity type.", examples=["Company"])] = None,
) -> Json:
    """Find entities by any name: exact, then beginning so, holding it, spelt nearly so. Without a name, list all."""
    found: Iterable[Match]
    if q.strip():
        found = fresh.graph.find(q, type=type_, limit=_MOST_FOUND)
        counts = Counter(m.entity.type for m in found)
    else:
        found = (Match(entity, entity.name, 1.0) for entity in fresh.graph.entities(type=type_))
        every = fresh.graph.following(Types).counts
        counts = every if type_ is None else Counter({t: n for t, n in every.items() if t == type_})
    listed = paged(found, page, key=lambda m: m.entity.id, show=plain_match)
    return fresh.json(listed | {"facets": dict(sorted(counts.items(), key=lambda c: (-c[1], c[0])))})


@router.get("/{entity_id:path}/relations", response_model=PageOut[RelationOut], responses=errors(404))
def list_entity_relations(
    entity_id: EntityId,
    fresh: FreshDep,
    page: PageDep,
    where: FilterDep,
    direction: Annotated[Direction, Query(description="Seen from the entity.", examples=["out"])] = "both",
) -> Json:
    """List the relations of an entity, best supported first."""
    found = fresh.graph.relations(entity_id, direction=direction, where=where)
    return fresh.json(paged(found, page, key=lambda r: r.id, show=lambda r: plain_relation(fresh.graph, r, fresh.lang)))


@router.get("/{entity_id:path}/graph", response_model=SubgraphOut, responses=errors(404))
def read_surroundings(
    entity_id: EntityId,
    fresh: FreshDep,
    where: FilterDep,
    depth: Annotated[int, Query(ge=0, le=6, description="So many steps.", examples=[1])] = 1,
    limit: Annotated[int, Query(ge=1, le=2000, description="At most so many entities.", examples=[100])] = 300,
) -> Json:
    """Return everything within some steps of an entity, the best supported where there is more than the limit."""
    part = fresh.graph.neighbourhood(entity_id, depth=depth, where=where, limit=limit)
    return fresh.json(plain_subgraph(fresh.graph, part, fresh.lang))


@router.get("/{entity_id:path}", response_model=EntityOut, responses=errors(404))
def read_entity(entity_id: EntityId, fresh: FreshDep) -> Json:
    """Return one entity with all its names."""
    return fresh.json(plain_entity(fresh.graph.entity(entity_id)))
