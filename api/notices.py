"""Errors as pages, in the reader's language, for people who followed an address."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.language import best_language
from kg.graph import EntityRecord
from viz.notice import Notice, Reason, notice_page
from viz.words import LANGUAGES

__all__ = ["notice", "wants_page"]

_PROGRAMS = ("/v1/", "/docs", "/oembed", "/openapi.json", "/metrics", "/healthz", "/readyz")
"""Where only programs ask, and browsers are shown what a program would be."""
_REASONS: Mapping[int, Reason] = {
    HTTPStatus.NOT_FOUND: "no_page",
    HTTPStatus.CONFLICT: "several",
    HTTPStatus.UNPROCESSABLE_ENTITY: "unusable",
    HTTPStatus.SERVICE_UNAVAILABLE: "away",
}


def wants_page(request: Request) -> bool:
    """Whether a person in a browser asked for a page."""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    reads = request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("accept", "")
    return reads and not path.startswith(_PROGRAMS)


def notice(request: Request, status: int, said: str, details: Mapping[str, Any]) -> HTMLResponse:
    """The page. `said` is what a program is told; `details` may name what was asked for, and what is like it."""
    root, nonce = request.scope.get("root_path", ""), secrets.token_urlsafe(16)
    reason, what = _REASONS.get(status, "failed"), str(details.get("id") or details.get("name") or "")
    reason = "missing" if reason == "no_page" and what else reason
    told = Notice(reason, what, said if reason == "unusable" else "", tuple(_near(root, details)))
    page = notice_page(told, lang=_language(request), nonce=nonce, home=f"{root}/view")
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; img-src data:; base-uri 'none'; form-action 'none'"
    return HTMLResponse(page, status, headers={"Content-Security-Policy": policy, "Cache-Control": "no-store"})


def _language(request: Request) -> str:
    """What the address asks for, else what the reader does."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return str(asked)
    return best_language(request.headers.get("accept-language")) or "zh-Hant"


def _near(root: str, details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and address of each entity that may be meant."""
    for like in [*details.get("near", ()), *details.get("candidates", ())]:
        key, name = (like.id, like.name) if isinstance(like, EntityRecord) else (like, like.partition(":")[2])
        yield name, f"{root}/view/entity/{quote(key, safe='')}"
