"""Who is worked on when: threads take turns at one interpreter, and the event loop is one more of them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Few", "asks", "short_turns"]

_ASKING = frozenset({"/v1/ask", "/v1/query"})
_WORKED_ON = ("/v1/", "/view", "/embed")
_ELSEWHERE = frozenset({"/v1/query"})  # another process works on them
_AT_ONCE = 3  # each may hold the interpreter for 15 ms where its answer has 9 MB
_SHORT = 0.05  # seconds, in which most questions are answered
_TURN = 0.0005  # seconds, in place of Python's 0.005


def asks(scope: Scope) -> bool:
    """Whether a request only asks."""
    return scope["type"] == "http" and (scope["method"] in {"GET", "HEAD"} or scope["path"] in _ASKING)


@contextmanager
def short_turns() -> Iterator[None]:
    """Let whoever waits for the interpreter have it soon: the event loop waits once for each request that comes in."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class Few:
    """Lets few questions be worked on at once, first come, first served.

    With as many at work as are asked, none is answered sooner, and the event loop gets its turn 700 ms late. So one
    begins at a time. The next begins when that one's answer begins to leave, or has taken longer than most: a long one
    does not hold up the short ones, until there are as many as may be worked on.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._beginning = asyncio.Lock()
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when it is its turn."""
        if not asks(scope) or not scope["path"].startswith(_WORKED_ON) or scope["path"] in _ELSEWHERE:
            await self._app(scope, receive, send)
            return
        await self._beginning.acquire()
        with ExitStack() as beginning, ExitStack() as turn:
            beginning.callback(self._beginning.release)
            await self._places.acquire()
            turn.callback(self._places.release)
            turn.callback(beginning.close)
            turn.callback(asyncio.get_running_loop().call_later(_SHORT, beginning.close).cancel)

            async def leaving(message: Message) -> None:
                turn.close()
                await send(message)

            await self._app(scope, receive, leaving)
