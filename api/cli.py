"""The `qipan` command, whole: the commands of `kg.cli` and those that need HTTP or pictures."""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from api import serving
from api.export import export
from kg.cli.add import add
from kg.cli.app import app, run
from kg.cli.ask import ask
from kg.cli.data import check_data
from kg.cli.decide import decide, decisions
from kg.cli.extract import extract
from kg.cli.keeping import backup, restore, verify
from kg.cli.keys import audit, keys
from kg.cli.output import plain
from kg.cli.query import query
from kg.cli.remove import remove
from kg.cli.review import contradictions, history, review
from kg.cli.show import profile, show
from kg.cli.stores import StoreAddress
from kg.cli.ways import loops, path

__all__ = ["COMMANDS", "main"]


def serve(
    *,
    store: StoreAddress = "qipan.db",
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen at; 0 takes a free one.")] = 8000,
) -> None:
    """Serve the graph over HTTP, with pages to explore it, until told to end."""
    serving.serve(store, host, port, ready=lambda address: _say_where(store, address))


def _say_where(store: str, address: str) -> None:
    sys.stdout.write(f"{plain(store)} is served at {address}/view, the API's documentation at {address}/docs\n")
    sys.stdout.flush()


COMMANDS = (
    extract,
    add,
    remove,
    ask,
    query,
    show,
    profile,
    path,
    loops,
    review,
    contradictions,
    history,
    decide,
    decisions,
    backup,
    restore,
    verify,
    keys,
    audit,
    export,
    serve,
    check_data,
)
"""In the order in which the help lists them."""

for command in COMMANDS:
    app.command()(command)


def main() -> NoReturn:
    """Run `qipan`."""
    run()
