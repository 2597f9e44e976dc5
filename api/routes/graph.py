"""Any part of the graph, as JSON or as a file for another tool."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain, islice
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from api.deps import FilterDep, FreshDep
from api.errors import errors
from api.plain import plain_subgraph
from api.schemas import SubgraphOut
from kg.exports import EXPORTERS

__all__ = ["GraphFormat", "router"]

_AT_ONCE = 1_000
router = APIRouter(prefix="/v1/graph", tags=["graph"])
GraphFormat = StrEnum("GraphFormat", {name.upper(): name for name in EXPORTERS})  # type: ignore[misc] # made of data
_JSON = GraphFormat("json")
_MEDIA = {
    "jsonl": "application/jsonl",
    "csv": "text/csv; charset=utf-8",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "cytoscape": "application/vnd.cytoscape+json",
    "jsonld": "application/ld+json",
    "turtle": "text/turtle; charset=utf-8",
    "cypher": "text/plain; charset=utf-8",
}
_FILES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The graph, in the format asked for.", "content": {name: {} for name in _MEDIA.values()}}
}


@router.get("", response_model=SubgraphOut, responses=_FILES | errors(404))
def read_graph(
    fresh: FreshDep,
    where: FilterDep,
    entity: Annotated[str | None, Query(description="Only what surrounds it.", examples=["company:騰訊"])] = None,
    depth: Annotated[int, Query(ge=0, le=6, description="So many steps around it.", examples=[1])] = 1,
    limit: Annotated[int, Query(ge=1, le=1_000_000, description="At most so many entities.", examples=[300])] = 300,
    bom: Annotated[  # noqa: FBT002 - a query parameter
        bool, Query(description="Begin CSV with a byte order mark, as Excel wants it.", examples=[False])
    ] = False,
    format_: Annotated[GraphFormat, Query(alias="format", description="JSON, or a file.", examples=["json"])] = _JSON,
) -> Response:
    """Return the graph, its most connected part, or what surrounds an entity, in any export format."""
    graph = fresh.graph
    part = (
        graph.neighbourhood(entity, depth=depth, where=where, limit=limit)
        if entity
        else graph.whole(where=where, limit=limit)
    )
    if format_ == "json":
        return fresh.json(plain_subgraph(graph, part, fresh.lang))
    name = str(format_)
    headers = fresh.headers | {"Content-Disposition": f'attachment; filename="qipan.{name}"'}
    pieces = chain(["\ufeff"] if bom and name == "csv" else [], EXPORTERS[name](graph, part))
    return StreamingResponse(_bytes(pieces), headers=headers, media_type=_MEDIA.get(name))


def _bytes(pieces: Iterator[str]) -> Iterator[bytes]:
    """Some pieces at a time: each that is sent waits for a thread of the server's."""
    while some := list(islice(pieces, _AT_ONCE)):
        yield "".join(some).encode("utf-8", "replace")
