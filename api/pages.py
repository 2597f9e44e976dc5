"""Answering with a page: its address book, its nonce and what it may do."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Query, Request
from starlette.responses import HTMLResponse

from api.deps import Fresh, parts_of
from kg.store import Store
from kg.views import Selection
from viz import html
from viz.html import Links
from viz.view import GraphView
from viz.words import Language

__all__ = ["PAGE", "Lang", "Limit", "page"]

_MORE = 2000
"""Entities that a page shows at most where more are asked for by a link of ours."""

PAGE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/html": {}}, "description": "A page."}}

Lang = Annotated[Language | None, Query(description="The language of the interface.", examples=["zh-Hant"])]
Limit = Annotated[int, Query(ge=1, le=20_000, description="At most so many entities.", examples=[300])]


def page(
    request: Request,
    fresh: Fresh,
    view: GraphView,
    lang: Language | None,
    *,
    twin: str,
    sheet: Mapping[str, Any] | None = None,
    selection: Selection | None = None,
    status: int = 200,
) -> HTMLResponse:
    """The page of a view, with the sheet beside it if there is one. `twin` is the address of the same as JSON.

    `selection` is what a saved view of it asks for; without one it keeps what is shown.
    """
    nonce = _nonce(request, fresh)
    decided = isinstance(parts_of(request).corpus, Store)
    links = replace(
        _links(request.scope.get("root_path", ""), twin, decided=decided),
        more=_again(request, limit=_MORE) if selection and selection.limit < _MORE and view.truncated else None,
        steps=_again(request, depth="{depth}") if view.kind == "ego" else None,
    )
    text = html.render(view, lang=lang or fresh.lang, nonce=nonce, links=links, sheet=sheet, selection=selection)
    return HTMLResponse(text, status, headers=fresh.headers | {"Content-Security-Policy": _policy(nonce)})


def _links(root: str, twin: str, *, decided: bool) -> Links:
    """Where the page leads; all of it on this host. What is read only is not `decided` about."""
    return Links(
        document=f"{root}/view/documents/{{document}}#mark={{start}}-{{end}}",
        expand=f"{root}/view/unfold/{{entity}}",
        twin=f"{root}{twin}",
        entity=f"{root}/view/entity/{{entity}}",
        profile=f"{root}/view/profile/{{entity}}",
        timeline=f"{root}/view/timeline?entity={{entity}}",
        loops=f"{root}/view/loops?through={{entity}}",
        compare=f"{root}/view/compare?ids={{entity}}&ids={{other}}",
        path=f"{root}/view/path?from={{entity}}&to={{other}}",
        ask=f"{root}/view/ask?q={{question}}",
        find=f"{root}/v1/entities?q={{words}}&limit=8",
        home=f"{root}/view",
        articles=f"{root}/view/documents",
        times=f"{root}/view/timeline",
        review=f"{root}/view/review" if decided else None,
        decide=f"{root}/v1/decisions" if decided else None,
        save=f"{root}/v1/views",
        share=f"{root}/embed/{{view}}/share",
    )


def _again(request: Request, **changed: object) -> str:
    """The address of this page with some of its arguments changed."""
    root = request.scope.get("root_path", "")
    path = quote(request.scope["path"].removeprefix(root))
    return f"{root}{path}?{urlencode(dict(request.query_params) | changed, safe='{}')}"


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
