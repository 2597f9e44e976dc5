"""One table from errors to statuses, and one body for every error, whoever raises it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from api.answers import Json
from api.notices import notice, wants_page
from kg.errors import (
    AmbiguousName,
    DataError,
    InvalidRequest,
    KgError,
    NotFound,
    NotUnderstood,
    PipelineError,
    StoreError,
    UnreadableInput,
)
from kg.graph import EntityRecord
from kg.questions.plain import plain_entity

__all__ = [
    "STATUS",
    "NotModified",
    "NotOffered",
    "TooLarge",
    "Unsupported",
    "answer_of",
    "error_body",
    "errors",
    "handle_errors",
]


class TooLarge(KgError):
    """The body of a request is longer than the service takes."""


class Unsupported(KgError):
    """The body of a request is of a kind that is not read."""


class NotOffered(KgError):
    """Something that could be, and that this service does not do."""


class NotModified(Exception):
    """What the client has is still so."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


STATUS: Mapping[type[KgError], int] = {
    NotFound: 404,
    AmbiguousName: 409,
    TooLarge: 413,
    Unsupported: 415,
    NotUnderstood: 422,
    InvalidRequest: 422,
    UnreadableInput: 422,
    StoreError: 503,
    NotOffered: 501,
    DataError: 500,
    PipelineError: 500,
}

_MEANS = {
    404: "There is no such thing.",
    409: "A name fits several things; the error's details list them.",
    413: "The body is too long.",
    415: "The body is of a kind that is not read.",
    422: "The request cannot be used as it is; the message says what to change.",
    500: "Something went wrong here.",
    501: "This form of it is not offered.",
    503: "The store cannot be read or written now.",
}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that can fail in these ways; every route can be asked wrongly, or lack its store."""
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorOut"}}}
    return {status: {"description": _MEANS[status], "content": body} for status in sorted({*statuses, 422, 500, 503})}


def error_body(code: str, message: str, hint: str = "", details: Any = None) -> dict[str, Any]:
    """The one body of errors."""
    return {"error": {"code": code, "message": message, "hint": hint, "details": details or {}}}


def handle_errors(app: FastAPI) -> None:
    """Give every error of the app the one body."""
    app.add_exception_handler(KgError, _of_ours)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(NotModified, _not_modified)
    app.add_exception_handler(Exception, _unforeseen)


async def _of_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, KgError)  # noqa: S101 - for mypy; the handler is registered for it
    if not wants_page(request):
        return answer_of(error)
    return notice(request, _status(error), str(error), error.details)


def answer_of(error: KgError) -> Json:
    """The answer that says so."""
    status = _status(error)
    body = error_body(_code(type(error).__name__), error.message, error.hint, _plain(error.details))
    return Json(body, status, headers={"Retry-After": "1"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None)


def _status(error: KgError) -> int:
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - for mypy; the handler is registered for it
    if wants_page(request):
        return notice(request, error.status_code, "", {})
    status, headers = HTTPStatus(error.status_code), dict(error.headers or {})
    hint = "The routes are listed at /docs." if status == HTTPStatus.NOT_FOUND else ""
    if status == HTTPStatus.BAD_REQUEST:  # the one that FastAPI raises, for bytes that are no text
        return Json(error_body("invalid_request", "The body is not JSON.", "Send JSON in UTF-8."), 422)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_allowed(request))
        hint = f"Allowed: {headers['Allow']}."
    return Json(error_body(_code(status.phrase), f"{status.phrase}.", hint), status, headers=headers)


def _allowed(request: Request) -> list[str]:
    """The methods of every route at this path; Starlette knows only those of the first."""
    here = [route for route in request.app.state.routes if route.matches(request.scope)[0] is not Match.NONE]
    return sorted({method for route in here for method in route.methods or ()})


async def _of_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - for mypy; the handler is registered for it
    problems = [{"where": ".".join(map(str, e["loc"])), "problem": e["msg"]} for e in error.errors()]
    message = "; ".join(f"{p['where']}: {p['problem']}" for p in problems)
    if wants_page(request):
        return notice(request, 422, message, {})
    return Json(error_body("invalid_request", message, "The routes and their arguments are described at /docs.",
                           {"problems": problems}), 422)  # fmt: skip


async def _not_modified(_: Request, error: Exception) -> Json:
    assert isinstance(error, NotModified)  # noqa: S101 - for mypy; the handler is registered for it
    return Json(None, 304, headers={"ETag": error.etag})


async def _unforeseen(request: Request, _: Exception) -> Response:
    """What went wrong is in the log; a stranger learns nothing of our inside."""
    if wants_page(request):
        return notice(request, 500, "", {})
    return Json(error_body("internal_error", "Something went wrong here.", "Try again; if it stays, report it."), 500)


def _code(name: str) -> str:
    """NotFound -> not_found, Method Not Allowed -> method_not_allowed."""
    return re.sub(r"[\s-]+|(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _plain(value: Any) -> Any:
    if isinstance(value, EntityRecord):
        return plain_entity(value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
