"""The `serve` command."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api import serving
from kg.cli.stores import StoreAddress

__all__ = ["serve"]


def serve(
    *,
    store: StoreAddress = "qipan.db",
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen at; 0 takes a free one.")] = 8000,
) -> None:
    """Serve the graph over HTTP, with pages to explore it, until told to end."""
    serving.serve(store, host, port, ready=lambda address: _say_where(store, address))


def _say_where(store: str, address: str) -> None:
    sys.stdout.write(f"{store} is served at {address}/view, the API's documentation at {address}/docs\n")
    sys.stdout.flush()
