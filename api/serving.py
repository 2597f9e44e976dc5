"""Serve a store over HTTP, with uvicorn."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable

from api.settings import Settings
from kg.errors import InvalidRequest

__all__ = ["LOGGING", "serve"]

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
            app = create_app(corpus, settings or Settings.from_env())
            config = uvicorn.Config(app, log_config=LOGGING, access_log=False, timeout_graceful_shutdown=10)
            if ready is not None:
                ready(f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}")
            uvicorn.Server(config).run(sockets=[listening])


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
