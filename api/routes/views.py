"""Pages: a selection of the graph as a picture that can be explored. Each has its JSON twin under /v1."""

from __future__ import annotations

import base64
import hmac
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse

from api.deps import AskerDep, Fresh, FreshDep, parts_of
from api.errors import errors
from kg.questions.reading import LONGEST_QUESTION
from viz import html, select
from viz.html import Links
from viz.view import GraphView
from viz.words import Language

__all__ = ["router"]

router = APIRouter(tags=["views"])
_PAGE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/html": {}}, "description": "A page."}}

Lang = Annotated[Language | None, Query(description="The language of the interface.", examples=["zh-Hant"])]
Limit = Annotated[int, Query(ge=1, le=20_000, description="At most so many entities.", examples=[300])]


@router.get("/", include_in_schema=False)
def home() -> RedirectResponse:
    """Lead to the graph."""
    return RedirectResponse("view")


@router.get("/view", response_class=HTMLResponse, responses=_PAGE | errors())
def view_graph(request: Request, fresh: FreshDep, limit: Limit = 300, lang: Lang = None) -> HTMLResponse:
    """Show the whole graph, or its most connected part."""
    return _page(request, fresh, select.whole(fresh.graph, limit=limit), lang, twin=f"/v1/graph?limit={limit}")


@router.get("/view/entity/{entity_id:path}", response_class=HTMLResponse, responses=_PAGE | errors(404))
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
    return _page(request, fresh, view, lang, twin=twin)


@router.get("/view/path", response_class=HTMLResponse, responses=_PAGE | errors(404))
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
    return _page(request, fresh, select.path(fresh.graph, start, end, k=k), lang, twin=twin)


@router.get("/view/ask", response_class=HTMLResponse, responses=_PAGE | errors())
def view_answer(
    request: Request,
    fresh: FreshDep,
    asker: AskerDep,
    q: Annotated[
        str, Query(max_length=LONGEST_QUESTION, description="A question.", examples=["哪些產品為千問的數據閉環供數？"])
    ],
    lang: Lang = None,
) -> HTMLResponse:
    """Show what answers a question."""
    answer = asker.ask(fresh.graph, q)
    about = [e.id for subject in answer.subjects.values() for e in subject.entities]
    found = [row.entity.id for row in answer.rows if row.entity and not row.relations]
    relations = [relation.id for row in answer.rows for relation in row.relations]
    view = select.answer(fresh.graph, relations, focus=[*about, *found], title=q)
    return _page(request, fresh, view, lang, twin=f"/v1/ask?q={quote(q, safe='')}")


def _page(request: Request, fresh: Fresh, view: GraphView, lang: Language | None, *, twin: str) -> HTMLResponse:
    root = request.scope.get("root_path", "")
    nonce = _nonce(request, fresh)
    links = Links(document=f"{root}/v1/documents/{{document}}", twin=f"{root}{twin}")
    text = html.render(view, lang=lang or fresh.lang, nonce=nonce, links=links)
    return HTMLResponse(text, headers=fresh.headers | {"Content-Security-Policy": _policy(nonce)})


def _nonce(request: Request, fresh: Fresh) -> str:
    """One for each page and state of the graph, so that the page stays the same; nobody can guess it."""
    message = f"{fresh.etag} {request.url}".encode()
    return base64.b64encode(hmac.digest(parts_of(request).secret, message, "sha256")[:18]).decode()


def _policy(nonce: str) -> str:
    """Our own script and style run, and nothing else; nothing is loaded from another host."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data: blob:; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )
