"""Who may do what: keys, browser sessions and signed links, checked before a request is read.

A key is given as `Authorization: Bearer …`, or in a browser once at /login, which answers with a signed cookie. A link
opens one page until it expires, and nothing else; it ends with the key that made it.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.answers import Json
from api.errors import answer_of, error_body
from kg.errors import KgError
from kg.store import Store
from kg.store.auditing import acting
from kg.store.keys import Key, Role, key_by_id, key_of, signing_secret

__all__ = ["COOKIE", "Guard", "Links", "Pace", "SameOrigin"]

COOKIE = "qipan_session"
SESSION_SECONDS = 12 * 3600
_OPEN = frozenset({"/healthz", "/login"})
_READING = frozenset({"/v1/ask", "/v1/query"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_PAGES = ("/view", "/embed")


class Links:
    """Signs and checks links to one page, and browser sessions."""

    def __init__(self, store: Store) -> None:
        self._store = store
        secret = signing_secret(store)
        self._links = URLSafeSerializer(secret, salt="link")
        self._sessions = URLSafeSerializer(secret, salt="session")

    def link(self, target: str, key: Key | None, *, seconds: int) -> str:
        """The target (a path with its query) with what opens it for so long."""
        signed = self._links.dumps([_canonical(target), int(time.time()) + seconds, key.id if key else ""])
        return f"{target}{'&' if '?' in target else '?'}link={signed}"

    def opens(self, target: str) -> bool:
        """Whether the target carries a signature for exactly itself that is good now."""
        path, _, query = target.partition("?")
        pairs = parse_qsl(query, keep_blank_values=True)
        signed = [value for name, value in pairs if name == "link"]
        rest = urlencode([pair for pair in pairs if pair[0] != "link"])
        try:
            [one] = signed
            wanted, expires, key_id = self._links.loads(one)
        except (BadSignature, ValueError, TypeError):
            return False
        page = path.startswith(_PAGES) and wanted == _canonical(f"{path}?{rest}")
        return page and expires > time.time() and (not key_id or key_by_id(self._store, key_id) is not None)

    def session(self, key: Key) -> str:
        """The value of a browser's cookie."""
        return str(self._sessions.dumps([key.id, int(time.time()) + SESSION_SECONDS]))

    def key_in(self, cookie: str) -> Key | None:
        """The key of a browser's session, if both are good."""
        try:
            key_id, expires = self._sessions.loads(cookie)
        except (BadSignature, ValueError, TypeError):
            return None
        return key_by_id(self._store, key_id) if expires > time.time() else None


def _canonical(target: str) -> str:
    path, _, query = target.partition("?")
    return f"{unquote(path)}?{urlencode(parse_qsl(query, keep_blank_values=True))}"


class Pace:
    """How many requests a minute each key may make: a bucket that fills evenly."""

    def __init__(self, a_minute: int, *, most: int = 10_000) -> None:
        self._a_minute = a_minute
        self._most = most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, who: str) -> float:
        """0 where it may go on; else the seconds until it may."""
        now = time.monotonic()
        left, then = self._left.pop(who, (float(self._a_minute), now))
        left = min(float(self._a_minute), left + (now - then) * self._a_minute / 60)
        self._left[who] = (max(left - 1, 0.0) if left >= 1 else left, now)
        while len(self._left) > self._most:
            self._left.popitem(last=False)
        return 0.0 if left >= 1 else (1 - left) * 60 / self._a_minute


class Guard:
    """Lets through what a key, a session or a link allows."""

    def __init__(self, app: ASGIApp, *, store: Store, links: Links, pace: Pace) -> None:
        self._app = app
        self._store = store
        self._links = links
        self._pace = pace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or scope["method"] == "OPTIONS":
            await self._app(scope, receive, send)
            return
        try:
            refused = await self._refusal(scope)
        except KgError as error:  # the store cannot be asked: routes' errors are handled further in
            refused = answer_of(error)
        if refused is not None:
            await refused(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Json | None:
        """Why it may not go on. What asks the store does so on a thread: a database may let one wait."""
        path = scope["path"]
        key = None if path in _OPEN else await run_in_threadpool(self._key, scope)
        client = scope.get("client")
        wait = self._pace.wait(key.id if key else f"address {client[0] if client else ''}")
        if wait:
            said = error_body("too_many_requests", "Too many requests.", f"Try again in {wait:.0f} s.")
            return Json(said, 429, headers={"Retry-After": str(int(wait) + 1)})
        scope["qipan_key"] = key
        acting.set(f"key {key.id} {key.name}" if key else None)
        if path in _OPEN:
            return None
        if key is None:
            return None if await run_in_threadpool(self._by_link, scope) else _unknown()
        needed = _needed(scope["method"], path)
        if not key.role.may(needed):
            said = error_body("forbidden", f"This key is a {key.role}'s.", f"It takes one of an {needed}.")
            return Json(said, 403)
        return None

    def _key(self, scope: Scope) -> Key | None:
        headers = Headers(scope=scope)
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return key_of(self._store, token.strip())
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return None
        return self._links.key_in(morsel.value) if morsel else None

    def _by_link(self, scope: Scope) -> bool:
        target = f"{scope['path']}?{scope['query_string'].decode('latin-1')}"
        return scope["method"] in {"GET", "HEAD"} and self._links.opens(target)


def _needed(method: str, path: str) -> Role:
    if path.startswith(("/v1/keys", "/v1/audit")):
        return Role.ADMIN
    return Role.READER if method in _SAFE or path in _READING else Role.EDITOR


def _unknown() -> Json:
    hint = "Send a key: Authorization: Bearer qipan_…; in a browser go to /login."
    return Json(error_body("unauthorized", "A key is needed.", hint), 401, headers={"WWW-Authenticate": "Bearer"})


class SameOrigin:
    """Refuses writes that another site's page makes with this browser, and names that are not ours.

    `hosts` are the names under which the service may be called, empty where any: on loopback, that no other site can
    have its name lead here. `origins` are those of CORS.
    """

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], origins: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            host = headers.get("host", "")
            if self._hosts and urlsplit(f"//{host}").hostname not in self._hosts:
                said = error_body("forbidden", "It is not served under this name.", "Set QIPAN_HOSTS to serve it.")
                await Json(said, 403)(scope, receive, send)
                return
            if scope["method"] not in _SAFE and not self._ours(headers.get("origin"), host):
                said = error_body("forbidden", "Another site's page may not write here.", "Set QIPAN_CORS to allow it.")
                await Json(said, 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _ours(self, origin: str | None, host: str) -> bool:
        if origin is None or origin in self._origins or "*" in self._origins:
            return True
        return urlsplit(origin).netloc == host
