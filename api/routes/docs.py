"""The documentation of the API: Swagger UI, served from this machine."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from kg.errors import NotFound

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_SWAGGER = ("swagger-ui-bundle.js", "swagger-ui.css")
_OURS = ("docs.js", "docs.css")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Swagger UI styles its own elements; it runs no script but its file."""


@router.get("/docs")
def show_docs(request: Request) -> HTMLResponse:
    """The page."""
    root = request.scope.get("root_path", "")
    page = (_static() / "docs.html").read_text(encoding="utf-8").replace("{root}", root)
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})


@router.get("/docs/{name}")
def read_asset(name: str) -> Response:
    """A file of the page."""
    if name not in (*_SWAGGER, *_OURS):
        raise NotFound(f"There is no file {name!r} here.", hint="The page is /docs.")
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response(_file(name), headers=headers, media_type=_KINDS[Path(name).suffix])


@cache
def _file(name: str) -> bytes:
    if name in _SWAGGER:
        return resources.files("fastapi_swagger.resources").joinpath(name).read_bytes()
    return (_static() / name).read_bytes()


def _static() -> Path:
    return Path(__file__).resolve().parent.parent / "static"
