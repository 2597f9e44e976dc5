"""What a page fetches when a reader unfolds an entity."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api.answers import Json
from api.deps import FreshDep
from api.errors import errors
from viz import html, select

__all__ = ["router"]

router = APIRouter(prefix="/view", tags=["views"])


@router.get("/unfold/{entity_id:path}", response_model=dict[str, Any], responses=errors(404))
def unfold(
    entity_id: Annotated[str, Path(description="An entity's id.", examples=["company:騰訊"])],
    fresh: FreshDep,
    limit: Annotated[int, Query(ge=1, le=300, description="At most so many entities.", examples=[30])] = 30,
) -> Json:
    """Return an entity's neighbours, the relations among them and their evidence, in the form that pages read."""
    return fresh.json(html.fragment(select.ego(fresh.graph, entity_id, limit=limit)))
