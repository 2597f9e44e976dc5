"""Serve a store over HTTP, with uvicorn."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from api.settings import Settings
from kg.errors import InvalidRequest

if TYPE_CHECKING:
    from kg.store import Store

__all__ = ["LOGGING", "guarded", "serve"]

_PORTS = 65_536
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "qipan": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}


def serve(
    store: str = "qipan.db",
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    settings: Settings | None = None,
    ready: Callable[[str], object] | None = None,
) -> None:
    """Serve until the process is told to end; requests under way are finished first.

    `ready` is called with the service's address once it listens; port 0 takes any free port.
    StoreError where the store cannot be opened, InvalidRequest where the port cannot be had.
    """
    listening = _listen(host, port)
    with listening:
        import uvicorn  # noqa: PLC0415 - what only imports this package does not wait for it

        from api.app import create_app  # noqa: PLC0415 - as above
        from kg.store import open_store  # noqa: PLC0415 - as above

        with open_store(store) as corpus:
            app = create_app(corpus, guarded(settings or Settings.from_env(), corpus, host))
            config = uvicorn.Config(app, log_config=LOGGING, access_log=False, timeout_graceful_shutdown=10)
            if ready is not None:
                ready(f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}")
            uvicorn.Server(config).run(sockets=[listening])


def guarded(settings: Settings, store: Store, host: str) -> Settings:
    """The settings with which the store may be served at this address.

    On loopback it is open unless `access` says otherwise, under loopback's names; elsewhere a key is needed, and
    InvalidRequest says so where there is none.
    """
    from kg.store.keys import keys  # noqa: PLC0415 - SQLAlchemy takes half a second

    if settings.access not in {"open", "keys"}:
        raise InvalidRequest(f"QIPAN_ACCESS is {settings.access!r}.", hint="It is open or keys.")
    if _is_loopback(host) and settings.access == "open":
        return settings if settings.hosts else replace(settings, hosts="localhost,127.0.0.1,::1," + host)
    if not any(key.good for key in keys(store)):
        raise InvalidRequest(
            f"Whoever reaches {host} could read and write everything: there is no key.",
            hint="Make one: qipan keys make NAME --role admin",
        )
    return replace(settings, access="keys")


def _is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address, whatever it is called."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return all(ipaddress.ip_address(str(address[0]).partition("%")[0]).is_loopback for *_, address in found)


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address; one line says why there is none."""
    if not 0 <= port < _PORTS:
        raise InvalidRequest(f"{port} is no port to listen at.", hint=f"Give one below {_PORTS}.")
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, proto)
    except (OSError, OverflowError) as error:
        raise InvalidRequest(
            f"{host}:{port} is no address to listen at: {error}.", hint="Give another --host."
        ) from error
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(1024)
    except OSError as error:
        made.close()
        raise InvalidRequest(_why(host, port, error), hint="Give another --port or --host.") from error
    return made


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is in use."
    return f"Cannot listen at {host}:{port}: {error.strerror}."
