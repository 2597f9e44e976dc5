"""The `qipan` command, whole: the commands of `kg.cli` and those that need HTTP or pictures."""

from __future__ import annotations

from typing import NoReturn

from api.export import export
from kg.cli.add import add
from kg.cli.app import app, run
from kg.cli.ask import ask
from kg.cli.data import check_data
from kg.cli.extract import extract
from kg.cli.show import profile, show
from kg.cli.ways import loops, path

__all__ = ["COMMANDS", "main"]

COMMANDS = (extract, add, ask, show, profile, path, loops, export, check_data)
"""In the order in which the help lists them."""

for command in COMMANDS:
    app.command()(command)


def main() -> NoReturn:
    """Run `qipan`."""
    run()
