"""What happens to every request on its way in and out: an id, a bound on its body, one state, a line in the log."""

from __future__ import annotations

import logging
import re
from itertools import count
from json.encoder import encode_basestring_ascii as _quoted
from time import perf_counter

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.answers import Json
from api.errors import error_body
from api.metrics import Metrics
from api.turns import asks
from kg.store.statements import Moved, Whole, whole

__all__ = ["LimitBody", "Observe", "OneState"]

_LOG = logging.getLogger("qipan.access")
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_TURNS = 5
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
_HEADERS = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"))


class Observe:
    """Name each request (as the client names it, if it does), log how it ended, and send headers that keep it safe."""

    def __init__(self, app: ASGIApp, *, start: str, metrics: Metrics) -> None:
        self._app = app
        self._start = start
        self._metrics = metrics
        self._numbers = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("x-request-id", "")
        name = asked if _ID.fullmatch(asked) else f"{self._start}-{next(self._numbers)}"
        begun, status = perf_counter(), 500

        async def observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = {header for header, _ in message["headers"]}
                more = [pair for pair in _HEADERS if pair[0] not in given]
                message["headers"] = [*message["headers"], (b"x-request-id", name.encode()), *more]
            await send(message)

        try:
            await self._app(scope, receive, observed)
        finally:
            seconds = perf_counter() - begun
            self._metrics.count(_method(scope), _route(scope), status, seconds)
            _log(scope, name, status, seconds)


def _method(scope: Scope) -> str:
    """The method, if it is one that is known: a client may send any word."""
    return scope["method"] if scope["method"] in _METHODS else "other"


def _route(scope: Scope) -> str:
    """The route as declared; `none` where nothing matched, so that strange addresses are one."""
    return getattr(scope.get("route"), "path", "none")


def _log(scope: Scope, name: str, status: int, seconds: float) -> None:
    """One line of JSON, in which nothing that a client sends can begin another.

    Put together by hand, and without looking for the caller in the stack: so it takes a third of the time.
    """
    if _LOG.isEnabledFor(logging.INFO):
        asked = f'"id": "{name}", "method": {_quoted(scope["method"])}, "path": {_quoted(scope["path"])}'
        line = f'{{{asked}, "status": {status}, "ms": {round(seconds * 1000, 1)}}}'
        _LOG.handle(logging.LogRecord(_LOG.name, logging.INFO, __file__, 0, line, None, None))


class LimitBody:
    """Read the body of a request before it is handled; where it is too long, answer 413."""

    def __init__(self, app: ASGIApp, *, most_bytes: int) -> None:
        self._app = app
        self._most = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its whole body, or refuse it."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "")
        body = None if length.isdigit() and int(length) > self._most else await self._body(receive)
        if body is None:
            hint = f"Send at most {self._most:,} bytes; split a long text into its articles."
            await Json(error_body("too_large", "The body is too long.", hint), 413)(scope, receive, send)
            return
        await self._app(scope, _once(body, receive), send)

    async def _body(self, receive: Receive) -> bytes | None:
        """The whole body; None where it is too long."""
        pieces: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            pieces.append(message.get("body", b""))
            size += len(pieces[-1])
            if size > self._most:
                return None
            if not message.get("more_body"):
                return b"".join(pieces)


def _once(body: bytes, receive: Receive) -> Receive:
    """A receive that gives the body first, then whatever comes."""
    return _first({"type": "http.request", "body": body, "more_body": False}, receive)


class OneState:
    """Answers questions from one state of the store: one that a write came into is asked again of the graph after it.

    An answer that has begun to leave goes on as it is; so does the fifth, where writes come faster than answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, as often as it takes."""
        if not asks(scope):
            await self._app(scope, receive, send)
            return
        body = await receive() if scope["method"] == "POST" else None
        for turn in range(_TURNS):
            asked = Whole(wanted=turn < _TURNS - 1)
            again = receive if body is None else _first(body, receive)
            if await self._whole(asked, dict(scope), again, send, scope):
                return

    async def _whole(self, asked: Whole, scope: Scope, receive: Receive, send: Send, outer: Scope) -> bool:
        """Whether the request was answered."""

        async def begun(message: Message) -> None:
            asked.wanted = False
            outer["route"] = scope.get("route")  # by which requests are counted, and answers remembered
            await send(message)

        before = whole.set(asked)
        try:
            await self._app(scope, receive, begun)
        except Moved:
            return False
        finally:
            outer["route"] = scope.get("route")
            whole.reset(before)
        return True


def _first(message: Message, receive: Receive) -> Receive:
    """A receive that gives this message first, then whatever comes."""
    waiting = [message]

    async def received() -> Message:
        return waiting.pop() if waiting else await receive()

    return received
