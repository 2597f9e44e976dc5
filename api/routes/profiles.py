"""A thing on one page, and several side by side."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api.answers import Json
from api.deps import FreshDep
from api.errors import errors
from api.plain import plain_relation
from api.schemas import ComparisonOut, ProfileOut
from kg.graph import Graph
from kg.profile import Filled, Line, compare, profile
from kg.questions.plain import plain_entity, plain_statement

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["profiles"])
Lines = Annotated[int, Query(ge=1, le=100, description="At most so many lines a section.", examples=[20])]


@router.get("/profiles/{entity_id:path}", response_model=ProfileOut, responses=errors(404))
def read_profile(
    entity_id: Annotated[str, Path(description="An entity's id.", examples=["company:騰訊"])],
    fresh: FreshDep,
    lines: Lines = 20,
) -> Json:
    """Return a thing on one page: products, strategies, rivals, people, figures, strengths, weaknesses.

    Each line has its quotes, and its relation counts the sources. What is denied is left out.
    """
    found = profile(fresh.graph, entity_id, lines=lines)
    content = {
        "entity": plain_entity(found.entity),
        "sections": [_section(fresh.graph, filled, fresh.lang) for filled in found.sections],
    }
    return fresh.json(content)


@router.get("/compare", response_model=ComparisonOut, responses=errors(404))
def compare_entities(
    fresh: FreshDep,
    ids: Annotated[
        list[str],
        Query(min_length=1, max_length=50, description="Entity ids.", examples=[["company:騰訊", "company:阿里巴巴"]]),
    ],
    facet: Annotated[
        list[str] | None,
        Query(max_length=50, description="Ids of the sections wanted, all where none is given.", examples=[["rivals"]]),
    ] = None,
    lines: Lines = 10,
) -> Json:
    """Put from two to ten things side by side, section by section."""
    found = compare(fresh.graph, ids, facets=facet or (), lines=lines)
    content = {
        "entities": [plain_entity(entity) for entity in found.entities],
        "sections": [
            {
                "id": section.id,
                "label": section.labels[fresh.lang],
                "columns": [[_line(fresh.graph, line, fresh.lang) for line in filled.lines] for filled in row],
            }
            for section, row in found.sections
        ],
    }
    return fresh.json(content)


def _section(graph: Graph, filled: Filled, lang: str) -> dict[str, Any]:
    return {
        "id": filled.section.id,
        "label": filled.section.labels[lang],
        "lines": [_line(graph, line, lang) for line in filled.lines],
        "truncated": filled.truncated,
    }


def _line(graph: Graph, line: Line, lang: str) -> dict[str, Any]:
    return {
        "entity": plain_entity(line.entity),
        "relation": plain_relation(graph, line.relation, lang),
        "evidence": [plain_statement(statement) for statement in line.statements],
    }
