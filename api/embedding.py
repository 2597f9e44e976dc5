"""What pages in frames need: their address, what they may do, and pictures that are made once."""

from __future__ import annotations

import base64
import hmac
from collections import OrderedDict
from collections.abc import Callable
from html import escape
from threading import Lock
from urllib.parse import quote

from fastapi import Request

from kg.views import SavedView

__all__ = ["Kept", "address_of", "base_of", "discovery", "nonce_of", "policy_of"]


class Kept:
    """Files that were made, by all that they are made of. Where they are too many bytes, the longest unused goes."""

    def __init__(self, most: int = 64_000_000) -> None:
        self._most = most
        self._size = 0
        self._files: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._turn = Lock()

    def get(self, key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        """The file, made if it is not there."""
        with self._turn:
            if key in self._files:
                self._files.move_to_end(key)
                return self._files[key]
        made = make()
        with self._turn:
            if key not in self._files:
                self._files[key] = made
                self._size += len(made)
            while self._size > self._most and self._files:
                self._size -= len(self._files.popitem(last=False)[1])
        return made


def base_of(request: Request) -> str:
    """The service's own address, as the client called it."""
    root = request.scope.get("root_path", "")
    return f"{request.url.scheme}://{request.url.netloc}{root}"


def address_of(request: Request, view_id: str) -> str:
    """Where a view is embedded from."""
    return f"{base_of(request)}/embed/{quote(view_id, safe='')}"


def discovery(request: Request, view: SavedView, title: str) -> str:
    """Links and tags by which a pasted address becomes a preview, as markup."""
    address, base = address_of(request, view.id), base_of(request)
    asked = f"{base}/oembed?url={quote(address, safe='')}"
    links = "".join(
        f'<link rel="alternate" type="{kind}+oembed" href="{escape(asked)}&amp;format={name}" title="{escape(title)}">'
        for kind, name in (("application/json", "json"), ("text/xml", "xml"))
    )
    tags = {"og:title": title, "og:type": "article", "og:url": address, "og:site_name": "Qipan"}
    tags |= {"og:image": f"{address}.png?scale=1", "og:image:width": "1600", "og:image:height": "900"}
    named = "".join(f'<meta property="{key}" content="{escape(value)}">' for key, value in tags.items())
    return f'{links}{named}<meta name="twitter:card" content="summary_large_image">'


def nonce_of(secret: bytes, etag: str, request: Request) -> str:
    """One for each page and state of the graph; nobody can guess it."""
    return base64.b64encode(hmac.digest(secret, f"{etag} {request.url}".encode(), "sha256")[:18]).decode()


def policy_of(nonce: str, ancestors: str) -> str:
    """Its own script and style run, and nothing else; whose pages may show it is a setting."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data: blob:; "
        f"connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )
