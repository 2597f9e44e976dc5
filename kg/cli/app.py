"""The command's frame: what all commands share, and how a run ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated, NoReturn

import typer

from kg.cli.output import complain
from kg.errors import InvalidRequest, KgError, StoreError

__all__ = ["app", "run"]

app = typer.Typer(
    name="qipan",
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_UNUSABLE_ARGUMENT = (InvalidRequest, StoreError)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer's form of a callback
    if wanted:
        sys.stdout.write(f"qipan {version('qipan')}\n")
        raise typer.Exit


@app.callback()
def qipan(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read Chinese business articles into a strategy knowledge graph, and ask it."""


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and end the process with its exit status. Without arguments it prints its help."""
    status = _status(list(sys.argv[1:] if arguments is None else arguments) or ["--help"])
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has gone (| head): nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)


def _status(arguments: list[str]) -> int:
    try:
        return app(arguments, prog_name="qipan", standalone_mode=False) or 0
    except typer.TyperException as error:
        complain(f"{error.format_message().rstrip('.')}. Try 'qipan --help'.")
        return error.exit_code
    except KgError as error:
        complain(error)
        return 2 if isinstance(error, _UNUSABLE_ARGUMENT) else 1
    except typer.Abort:
        return 130
