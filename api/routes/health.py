"""Whether the service lives, and whether it can answer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from api.answers import Json
from api.deps import GraphDep, MetricsDep
from api.errors import errors
from api.schemas import ErrorOut, HealthOut, ReadyOut

__all__ = ["router"]

router = APIRouter(tags=["health"])


# `errors` names the schema of its body; here it is declared.
_DECLARED: dict[int | str, dict[str, Any]] = {500: {"model": ErrorOut, "description": "Something went wrong here."}}


@router.get("/healthz", response_model=HealthOut, responses=errors() | _DECLARED)
def alive() -> Json:
    """Say that the process lives; nothing is read."""
    return Json({"status": "ok"})


@router.get("/readyz", response_model=ReadyOut, responses=errors())
def ready(graph: GraphDep) -> Json:
    """Say that the store can be read, and how much there is; 503 where it cannot."""
    return Json({"status": "ok", "version": graph.version} | graph.statistics())


_TEXT: dict[int | str, dict[str, Any]] = {200: {"content": {"text/plain": {}}, "description": "Counts."}}


@router.get("/metrics", response_class=PlainTextResponse, responses=_TEXT | errors())
def read_metrics(graph: GraphDep, metrics: MetricsDep) -> PlainTextResponse:
    """Return counts for Prometheus: requests, how long they took, and how much the graph holds."""
    return PlainTextResponse(metrics.text(graph))
