"""Answers that were given before and are still true, given again without asking the routes.

A JSON answer with an ETag depends on the address, the language and the graph's version alone; so does its compressed
form. Pages are not kept: they name the host by which they were asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.corpus import Corpus

__all__ = ["Remember"]

_LARGEST = 4 << 20  # what surrounds a hub takes more than one
_ASKED = (b"accept-language", b"accept-encoding", b"range")
_Key = tuple[str, bytes, bytes, bytes, bytes]


@dataclass(frozen=True, slots=True)
class _Answer:
    """A response as it left, or where only a 304 has been sent its headers alone; and the route that gave it."""

    etag: bytes
    route: Any
    start: Message
    body: bytes | None

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return 1_000 + len(self.body or b"")


class Remember:
    """Keep the answers of one version of the graph, the longest unasked going first where there are too many."""

    def __init__(self, app: ASGIApp, *, corpus: Corpus, most_bytes: int) -> None:
        self._app = app
        self._corpus = corpus
        self._most = most_bytes
        self._version = ""
        self._answers: OrderedDict[_Key, _Answer] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass the request on and remember what comes."""
        graph = self._corpus.current() if scope["type"] == "http" and scope["method"] == "GET" else None
        if graph is None:
            await self._app(scope, receive, send)
            return
        if graph.version != self._version:
            self._answers.clear()
            self._version, self._size = graph.version, 0
        headers = dict(scope["headers"])
        key = (scope["path"], scope["query_string"], *(headers.get(name, b"") for name in _ASKED))
        known = _tags(headers.get(b"if-none-match", b""))
        answer = self._answers.get(key)
        if answer is not None and await _given(answer, known, scope, send):
            self._answers.move_to_end(key)
            return
        await self._app(scope, receive, self._noting(key, scope, send, self._version))

    def _noting(self, key: _Key, scope: Scope, send: Send, version: str) -> Send:
        """A send that keeps what is worth keeping once all of it has been sent."""
        start: Message = {}
        pieces: list[bytes] = []

        async def noting(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = {**message, "headers": list(message["headers"])}  # who sends it on adds to the list
            elif sum(map(len, pieces)) <= _LARGEST:
                pieces.append(message.get("body", b""))
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self._keep(key, start, b"".join(pieces), scope.get("route"), version)

        return noting

    def _keep(self, key: _Key, start: Message, body: bytes, route: Any, version: str) -> None:
        headers = dict(start["headers"])
        etag, json = headers.get(b"etag", b""), headers.get(b"content-type") == b"application/json"
        whole, unchanged = start["status"] == 200 and json, start["status"] == 304  # noqa: PLR2004 - as everybody knows
        if version != self._version or not (whole or unchanged) or f'"{version}.'.encode() not in etag:
            return
        if len(body) > _LARGEST or (unchanged and key in self._answers):
            return
        answer = _Answer(etag, route, start, body if whole else None)
        before = self._answers.pop(key, None)
        self._size += answer.size - (before.size if before else 0)
        self._answers[key] = answer
        while self._size > self._most:
            _, oldest = self._answers.popitem(last=False)
            self._size -= oldest.size


async def _given(answer: _Answer, known: set[bytes], scope: Scope, send: Send) -> bool:
    """Send the answer, or that it has not changed; whether that could be done."""
    unchanged = bool(known & {answer.etag, b"*"})
    if not unchanged and answer.body is None:
        return False
    scope["route"] = answer.route  # by which requests are counted
    headers = [(b"etag", answer.etag)] if unchanged else list(answer.start["headers"])
    await send({"type": "http.response.start", "status": 304 if unchanged else 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if unchanged else answer.body})
    return True


def _tags(header: bytes) -> set[bytes]:
    return {tag.strip() for tag in header.split(b",")} if header else set()
