"""Fetching an address that a stranger may have written: only public hosts, at every step, and only so much."""

from __future__ import annotations

import ipaddress
import os
import socket
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

import urllib3

from kg.errors import UnreadableInput

__all__ = ["Fetched", "fetch"]

_SECONDS = 20.0
_MOST_BYTES = 20_000_000
_HOPS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_HINT = "Save the page and add the file."


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: the bytes, what kind of file they are, and where they came from in the end."""

    raw: bytes
    suffix: str
    address: str


def fetch(address: str, *, private: bool | None = None) -> Fetched:
    """What stands at an http or https address. UnreadableInput where it is refused, fails, or is of no kind we read.

    Hosts are looked up here and reached under the very addresses that were looked at, on every redirect; loopback,
    private and link-local ones are refused, unless `private` (else QIPAN_FETCH_PRIVATE=1) allows them.
    """
    allowed = os.environ.get("QIPAN_FETCH_PRIVATE") == "1" if private is None else private
    until = time.monotonic() + _SECONDS
    for _ in range(_HOPS):
        response, pool = _asked(address, until, private=allowed)
        try:
            if response.status in _REDIRECTS:
                address = urljoin(address, response.headers.get("Location", ""))
                continue
            if response.status != _OK:
                raise _refused(address, f"answered {response.status}")
            return Fetched(_body(response, address, until), _suffix(response, address), address)
        except urllib3.exceptions.HTTPError as error:
            raise _refused(address, f"broke off: {type(error).__name__}") from error
        finally:
            response.close()
            pool.close()
    raise _refused(address, f"redirects more than {_HOPS} times")


def _asked(address: str, until: float, *, private: bool) -> tuple[urllib3.BaseHTTPResponse, urllib3.HTTPConnectionPool]:
    """The beginning of an answer, and what holds its connection."""
    try:
        url = urlsplit(address)
        host, port = url.hostname or "", url.port
    except ValueError as error:
        raise _refused(address[:200], "is no address") from error
    if url.scheme not in {"http", "https"} or not host or url.username is not None:
        raise _refused(address[:200], "is no http or https address, or has a user in it")
    place = _place(address, host, port or (443 if url.scheme == "https" else 80), private=private)
    timeout = urllib3.Timeout(total=max(0.1, until - time.monotonic()))
    pool: urllib3.HTTPConnectionPool
    if url.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            place, port or 443, timeout=timeout, server_hostname=host, assert_hostname=host, cert_reqs="CERT_REQUIRED"
        )
    else:
        pool = urllib3.HTTPConnectionPool(place, port or 80, timeout=timeout)
    headers = {"Host": url.netloc, "User-Agent": "qipan", "Accept": ", ".join(_TYPES)}
    path = urlunsplit(("", "", url.path or "/", url.query, ""))
    try:
        response = pool.request("GET", path, headers=headers, redirect=False, retries=False, preload_content=False)
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        pool.close()
        raise _refused(address, f"cannot be reached: {type(error).__name__}") from error
    return response, pool


def _place(address: str, host: str, port: int, *, private: bool) -> str:
    """The numeric address to reach the host at. Refused where any that it has is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _refused(address, "has a host that is not known") from error
    places = [str(place[0]).partition("%")[0] for *_, place in found]
    for place in places:
        number = ipaddress.ip_address(place)
        mapped = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None)
        if not private and not (number.is_global and not number.is_multicast and (mapped is None or mapped.is_global)):
            raise _refused(address, "leads into a private network")
    return places[0]


def _body(response: urllib3.BaseHTTPResponse, address: str, until: float) -> bytes:
    pieces, size = [], 0
    for piece in response.stream(65_536, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > _MOST_BYTES:
            raise _refused(address, f"gives more than {_MOST_BYTES:,} bytes")
        if time.monotonic() > until:
            raise _refused(address, f"takes more than {_SECONDS:.0f} s")
    return b"".join(pieces)


def _suffix(response: urllib3.BaseHTTPResponse, address: str) -> str:
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in _TYPES:
        raise _refused(address, f"is {kind[:80] or 'of no stated kind'}, which is not read")
    return _TYPES[kind]


def _refused(address: str, why: str) -> UnreadableInput:
    return UnreadableInput(f"{address}: {why}.", hint=_HINT)
