"""The `qipan` command, whole: the commands of `kg.cli` and those that need HTTP or pictures."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, NoReturn

from kg.cli.app import app, run

__all__ = ["COMMANDS", "command", "main", "register"]

COMMANDS = {
    "extract": "kg.cli.extract",
    "add": "kg.cli.add",
    "remove": "kg.cli.remove",
    "ask": "kg.cli.ask",
    "query": "kg.cli.query",
    "show": "kg.cli.show",
    "profile": "kg.cli.show",
    "path": "kg.cli.ways",
    "loops": "kg.cli.ways",
    "review": "kg.cli.review",
    "contradictions": "kg.cli.review",
    "history": "kg.cli.review",
    "decide": "kg.cli.decide",
    "decisions": "kg.cli.decide",
    "backup": "kg.cli.keeping",
    "restore": "kg.cli.keeping",
    "verify": "kg.cli.keeping",
    "keys": "kg.cli.keys",
    "audit": "kg.cli.keys",
    "export": "api.export",
    "serve": "api.serve",
    "check-data": "kg.cli.data",
}
"""Each command and the module of its function, in the order in which the help lists them."""


def command(name: str) -> Callable[..., Any]:
    """The function of a command. Its module is imported here and not before, since together they take half a second."""
    function: Callable[..., Any] = getattr(import_module(COMMANDS[name]), name.replace("-", "_"))
    return function


def register(names: Iterable[str] = COMMANDS) -> None:
    """Make commands known to the frame; those that are known stay as they are."""
    known = {registered.name for registered in app.registered_commands}
    for name in names:
        if name not in known:
            app.command(name)(command(name))


def main() -> NoReturn:
    """Run `qipan`."""
    register(wanted if (wanted := sys.argv[1:2]) and wanted[0] in COMMANDS else COMMANDS)
    run()
