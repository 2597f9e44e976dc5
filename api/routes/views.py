"""Pages: a selection of the graph as a picture that can be explored. Each has its JSON twin under /v1."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.deps import AskerDep, FreshDep
from api.errors import errors
from api.pages import PAGE, Lang, Limit, page
from kg.errors import NotUnderstood
from kg.loops import loops
from kg.questions.reading import LONGEST_QUESTION
from kg.views import Selection
from viz import answers, select

__all__ = ["router"]

router = APIRouter(tags=["views"])


@router.get("/", include_in_schema=False)
def home() -> RedirectResponse:
    """Lead to the graph."""
    return RedirectResponse("view")


@router.get("/view", response_class=HTMLResponse, responses=PAGE | errors())
def view_graph(request: Request, fresh: FreshDep, limit: Limit = 300, lang: Lang = None) -> HTMLResponse:
    """Show the whole graph, or its most connected part."""
    view, asked = select.whole(fresh.graph, limit=limit), Selection(limit=limit)
    return page(request, fresh, view, lang, twin=f"/v1/graph?limit={limit}", selection=asked)


@router.get("/view/entity/{entity_id:path}", response_class=HTMLResponse, responses=PAGE | errors(404))
def view_entity(
    request: Request,
    fresh: FreshDep,
    entity_id: Annotated[str, Path(description="An entity's id.", examples=["company:騰訊"])],
    depth: Annotated[int, Query(ge=0, le=3, description="So many steps.", examples=[1])] = 1,
    limit: Limit = 80,
    lang: Lang = None,
) -> HTMLResponse:
    """Show an entity and what surrounds it."""
    view = select.ego(fresh.graph, entity_id, depth=depth, limit=limit)
    twin = f"/v1/entities/{quote(entity_id, safe='')}/graph?depth={depth}&limit={limit}"
    asked = Selection("ego", (view.focus[0],), depth=depth, limit=limit)
    return page(request, fresh, view, lang, twin=twin, selection=asked)


@router.get("/view/path", response_class=HTMLResponse, responses=PAGE | errors(404))
def view_path(
    request: Request,
    fresh: FreshDep,
    start: Annotated[str, Query(alias="from", description="An entity's id.", examples=["product:夸克"])],
    end: Annotated[str, Query(alias="to", description="An entity's id.", examples=["company:阿里巴巴"])],
    k: Annotated[int, Query(ge=1, le=10, description="At most so many ways.", examples=[3])] = 3,
    lang: Lang = None,
) -> HTMLResponse:
    """Show the shortest ways between two entities."""
    twin = f"/v1/paths?from={quote(start, safe='')}&to={quote(end, safe='')}&k={k}"
    return page(request, fresh, select.path(fresh.graph, start, end, k=k), lang, twin=twin)


@router.get("/view/loops", response_class=HTMLResponse, responses=PAGE | errors(404))
def view_loops(
    request: Request,
    fresh: FreshDep,
    through: Annotated[str, Query(description="An entity's id.", examples=["product:千問"])],
    longest: Annotated[int, Query(ge=2, le=8, description="Steps of the longest loop.", examples=[4])] = 4,
    lang: Lang = None,
) -> HTMLResponse:
    """Show the loops through an entity along which data, parts, money or work flow back to it."""
    found = loops(fresh.graph, through, longest=longest)
    about = fresh.graph.entity(through)
    relations = [relation.id for loop in found for relation in loop.relations]
    view = select.answer(fresh.graph, relations, focus=[about.id], title=about.name, kind="loop")
    return page(request, fresh, view, lang, twin=f"/v1/loops?through={quote(through, safe='')}&longest={longest}")


@router.get("/view/ask", response_class=HTMLResponse, responses=PAGE | errors())
def view_answer(
    request: Request,
    fresh: FreshDep,
    asker: AskerDep,
    q: Annotated[
        str, Query(max_length=LONGEST_QUESTION, description="A question.", examples=["哪些產品為千問的數據閉環供數？"])
    ],
    lang: Lang = None,
) -> Response:
    """Show what answers a question, row by row beside its graph; a browser is told what can be asked instead.

    A name alone leads to what it names.
    """
    twin = f"/v1/ask?q={quote(q, safe='')}"
    try:
        made = answers.answer(fresh.graph, asker.ask(fresh.graph, q))
    except NotUnderstood:
        if "text/html" not in request.headers.get("accept", ""):
            raise
        named = next(iter(fresh.graph.find(q, limit=1)), None)
        if named and named.score >= 1:
            return RedirectResponse(f"entity/{quote(named.entity.id, safe='')}{f'?lang={lang}' if lang else ''}", 303)
        made = answers.unread(q, asker.forms)
        return page(request, fresh, made.view, lang, twin=twin, sheet=made.sheet, status=422)
    return page(request, fresh, made.view, lang, twin=twin, sheet=made.sheet, selection=Selection("ask", question=q))
