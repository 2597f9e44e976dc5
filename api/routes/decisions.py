"""What people decide about the graph: made, undone, listed, carried to another store."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import PlainTextResponse

from api.answers import Json
from api.deps import PageDep, StoreDep
from api.errors import errors
from api.paging import paged
from api.schemas import ConflictOut, DecisionIn, DecisionOut, LogIn, PageOut, TakenOut
from kg.decisions.asked import Asked, drafted
from kg.decisions.files import from_file, to_file
from kg.decisions.model import Decision, Kind, active, to_plain
from kg.store.deciding import found

__all__ = ["router"]

router = APIRouter(prefix="/v1/decisions", tags=["decisions"])
_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/plain": {}}, "description": "The log as YAML."}}


@router.post("", status_code=201, response_model=DecisionOut, responses=errors(404, 409, 413))
def decide(body: DecisionIn, store: StoreDep) -> Json:
    """Decide about the graph, which follows at once.

    Merge, split, rename or retype an entity; accept, reject, correct or add a statement; undo a decision. Decisions
    stay when articles are read again, and what undoes one is a decision too.
    """
    given = body.model_dump(exclude={"head", "relation", "tail"})
    triple = (body.head, body.relation, body.tail) if body.kind is Kind.ADD else None
    decision = store.decide(drafted(store, Asked(**given, triple=triple)))
    return Json(_plain(decision, standing=True), 201, headers={"Location": f"/v1/decisions/{decision.id}"})


@router.get("", response_model=PageOut[DecisionOut], responses=errors())
def list_decisions(
    store: StoreDep,
    page: PageDep,
    *,
    standing: Annotated[bool, Query(description="Only those in force.", examples=[False])] = False,
) -> Json:
    """List the decisions, the newest first."""
    log = store.decisions()
    force = {decision.id for decision in active(log)}
    wanted = [decision for decision in reversed(log) if decision.id in force or not standing]
    return Json(paged(wanted, page, key=lambda d: d.id, show=lambda d: _plain(d, standing=d.id in force)))


@router.get("/conflicts", response_model=PageOut[ConflictOut], responses=errors())
def list_conflicts(store: StoreDep, page: PageDep) -> Json:
    """List the decisions in force that meet nothing now: what they are about is gone, or said otherwise."""

    def show(conflict: Any) -> dict[str, Any]:
        return {"decision": _plain(conflict.decision, standing=True), "why": conflict.why}

    return Json(paged(store.conflicts(), page, key=lambda c: c.decision.id + c.why, show=show))


@router.get("/file", response_class=PlainTextResponse, responses=_FILE | errors())
def export_decisions(store: StoreDep) -> PlainTextResponse:
    """Return the whole log as a file that people can read and compare."""
    return PlainTextResponse(to_file(store.decisions()))


@router.post("/file", response_model=TakenOut, responses=errors(413))
def import_decisions(body: LogIn, store: StoreDep) -> Json:
    """Put what another log holds into this one; what is there already stays as it is."""
    taken = store.take_decisions(from_file(body.file))
    return Json({"taken": taken, "conflicts": len(store.conflicts())})


@router.get("/{decision_id}", response_model=DecisionOut, responses=errors(404))
def read_decision(
    decision_id: Annotated[str, Path(description="A decision's id.", examples=["0f3a9c2b11d4e5f6"])], store: StoreDep
) -> Json:
    """Return one decision."""
    log = store.decisions()
    decision = found(log, decision_id)
    return Json(_plain(decision, standing=decision.id in {d.id for d in active(log)}))


def _plain(decision: Decision, *, standing: bool) -> dict[str, Any]:
    return to_plain(decision) | {"standing": standing and decision.kind is not Kind.UNDO}
