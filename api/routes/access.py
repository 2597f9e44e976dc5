"""Keys, links and who wrote what; and a browser's way in."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.answers import Json
from api.deps import PageDep, StoreDep
from api.errors import errors
from api.guard import COOKIE, SESSION_SECONDS, Links
from api.paging import paged
from api.schemas import AuditOut, KeyIn, KeyOut, LinkIn, LinkOut, MadeKeyOut, PageOut
from kg.errors import InvalidRequest
from kg.store.auditing import Written, written
from kg.store.keys import Key, key_of, keys, make_key, revoke_key

__all__ = ["router"]

router = APIRouter(tags=["access"])
_FORM = (
    "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<title>Qipan</title><form method=post><label>Key "
    "<input name=key type=password autocomplete=off autofocus required></label> <button>Enter</button></form></html>"
)
_POLICY = "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"


@router.post("/v1/keys", status_code=201, response_model=MadeKeyOut, responses=errors())
def add_key(body: KeyIn, store: StoreDep) -> Json:
    """Make a key. It is shown this once: the store holds only its hash."""
    token, key = make_key(store, body.name, body.role, days=body.days)
    return Json(_plain(key) | {"key": token}, 201)


@router.get("/v1/keys", response_model=PageOut[KeyOut], responses=errors())
def list_keys(store: StoreDep, page: PageDep) -> Json:
    """List the keys, without what they are."""
    return Json(paged(keys(store), page, key=lambda k: k.id, show=_plain))


@router.delete("/v1/keys/{key_id}", status_code=204, responses=errors(404))
def delete_key(
    key_id: Annotated[str, Path(description="A key's id.", examples=["0f3a9c2b11d4"])], store: StoreDep
) -> Response:
    """Revoke a key, and the links that were made with it."""
    revoke_key(store, key_id)
    return Response(status_code=204)


@router.post("/v1/links", status_code=201, response_model=LinkOut, responses=errors())
def add_link(body: LinkIn, request: Request, store: StoreDep) -> Json:
    """Sign a link that opens one page, for so many hours, without a key; and nothing else."""
    if not body.path.startswith(("/view", "/embed")):
        raise InvalidRequest(f"{body.path!r} is no page.", hint="Links open what is under /view and /embed.")
    root = request.scope.get("root_path", "")
    return Json(
        {"url": root + Links(store).link(body.path, request.scope.get("qipan_key"), seconds=body.hours * 3600)}, 201
    )


@router.get("/v1/audit", response_model=PageOut[AuditOut], responses=errors())
def list_writes(store: StoreDep, page: PageDep) -> Json:
    """List who wrote what, the newest first; the last 10,000."""
    with store.reading() as connection:
        rows = written(connection, limit=10_000)
    return Json(paged(rows, page, key=lambda w: w.at + w.about, show=_plain_write))


def _plain_write(one: Written) -> dict[str, str]:
    return {"at": one.at, "who": one.who, "what": one.what, "about": one.about}


def _plain(key: Key) -> dict[str, object]:
    return {
        "id": key.id,
        "name": key.name,
        "role": str(key.role),
        "made": key.made,
        "expires": key.expires,
        "revoked": key.revoked,
    }


@router.get("/login", include_in_schema=False)
def login_page() -> HTMLResponse:
    """Ask for a key."""
    return HTMLResponse(_FORM, headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"})


@router.post("/login", include_in_schema=False)
async def login(request: Request, store: StoreDep) -> Response:
    """Take a key, and give the browser a session that its scripts cannot read."""
    given = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=5).get("key", [""])[0]
    key = await run_in_threadpool(key_of, store, given.strip())
    if key is None:
        return HTMLResponse(_FORM, 401, headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"})
    answer = RedirectResponse(f"{request.scope.get('root_path', '')}/view", 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(
        COOKIE, Links(store).session(key), SESSION_SECONDS, httponly=True, samesite="strict", secure=secure
    )
    return answer
