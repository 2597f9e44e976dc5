"""Pages that show something beside the graph: an article, a board, a comparison, a timeline."""

from __future__ import annotations

from itertools import islice
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse

from api.deps import CorpusDep, FreshDep, FromDay, StoreDep, ToDay
from api.errors import errors
from api.pages import PAGE, Lang, Limit, page
from kg.contradictions import contradictions
from kg.review import candidates
from viz import sheets
from viz.review import review

__all__ = ["router"]

router = APIRouter(prefix="/view", tags=["views"])


@router.get("/documents", response_class=HTMLResponse, responses=PAGE | errors())
def view_documents(request: Request, fresh: FreshDep, limit: Limit = 300, lang: Lang = None) -> HTMLResponse:
    """Show the list of articles beside the graph that they make."""
    made = sheets.articles(fresh.graph, limit=limit)
    return page(request, fresh, made.view, lang, twin="/v1/documents", sheet=made.sheet)


@router.get("/documents/{document_id}", response_class=HTMLResponse, responses=PAGE | errors(404))
def view_document(
    request: Request,
    fresh: FreshDep,
    corpus: CorpusDep,
    document_id: Annotated[str, Path(description="A document's id.", examples=["red-envelopes"])],
    lang: Lang = None,
) -> HTMLResponse:
    """Show an article with every mention and statement marked, and the graph of what it says beside it."""
    made = sheets.document(fresh.graph, corpus.get(document_id))
    twin = f"/v1/documents/{quote(document_id, safe='')}"
    return page(request, fresh, made.view, lang, twin=twin, sheet=made.sheet)


@router.get("/profile/{entity_id:path}", response_class=HTMLResponse, responses=PAGE | errors(404))
def view_profile(
    request: Request,
    fresh: FreshDep,
    entity_id: Annotated[str, Path(description="An entity's id.", examples=["company:騰訊"])],
    lines: Annotated[int, Query(ge=1, le=100, description="At most so many lines a section.", examples=[20])] = 20,
    lang: Lang = None,
) -> HTMLResponse:
    """Show a company's board: strengths, weaknesses, opportunities, threats and all else, each with its quotes."""
    made = sheets.board(fresh.graph, entity_id, lines=lines)
    twin = f"/v1/profiles/{quote(entity_id, safe='')}?lines={lines}"
    return page(request, fresh, made.view, lang, twin=twin, sheet=made.sheet)


@router.get("/compare", response_class=HTMLResponse, responses=PAGE | errors(404))
def view_comparison(
    request: Request,
    fresh: FreshDep,
    ids: Annotated[
        list[str],
        Query(min_length=1, max_length=50, description="Entity ids.", examples=[["company:騰訊", "company:阿里巴巴"]]),
    ],
    lines: Annotated[int, Query(ge=1, le=100, description="At most so many lines a section.", examples=[10])] = 10,
    lang: Lang = None,
) -> HTMLResponse:
    """Show from two to ten things side by side, and the graph of what is said of them."""
    made = sheets.comparison(fresh.graph, ids, lines=lines)
    twin = "/v1/compare?" + urlencode({"ids": ids, "lines": lines}, doseq=True)
    return page(request, fresh, made.view, lang, twin=twin, sheet=made.sheet)


@router.get("/timeline", response_class=HTMLResponse, responses=PAGE | errors(404))
def view_timeline(
    request: Request,
    fresh: FreshDep,
    entity: Annotated[str | None, Query(description="Only what is said of it.", examples=["company:騰訊"])] = None,
    start: FromDay = None,
    end: ToDay = None,
    number: Annotated[
        int, Query(alias="page", ge=1, le=100_000, description="Page 1 has the latest, each 500.", examples=[1])
    ] = 1,
    lang: Lang = None,
) -> HTMLResponse:
    """Show what is said in the order of the time it speaks of, beside its graph."""
    made = sheets.chronicle(fresh.graph, entity, since=start, until=end, number=number)
    asked = {"entity": entity, "from": start, "to": end}
    query = urlencode({key: value for key, value in asked.items() if value})
    sheet = made.sheet | {"other": f"{request.url.path}?{query}{'&' if query else ''}page={{page}}"}
    return page(request, fresh, made.view, lang, twin=f"/v1/timeline?{query}", sheet=sheet)


@router.get("/review", response_class=HTMLResponse, responses=PAGE | errors())
def view_review(
    request: Request,
    store: StoreDep,
    fresh: FreshDep,
    limit: Annotated[int, Query(ge=1, le=200, description="At most so many of each.", examples=[30])] = 30,
    lang: Lang = None,
) -> HTMLResponse:
    """Show what may be one thing, to merge it or keep it apart, and beside it what cannot both hold."""
    found = candidates(fresh.graph, store.decisions(), limit=limit)
    made = review(fresh.graph, found, list(islice(contradictions(fresh.graph), limit)))
    answer = page(request, fresh, made.view, lang, twin="/v1/review", sheet=made.sheet)
    del answer.headers["etag"]  # to keep two apart is decided, but leaves the graph as it was
    return answer
