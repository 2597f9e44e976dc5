"""`qipan check-data`: whether a folder of ontology, lexicons and patterns is fit to be read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.output import complain
from kg.errors import InvalidRequest
from kg.resources import data_dir

__all__ = ["check_data"]


def check_data(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="A data folder; without it, Qipan's own.")
    ] = None,
) -> None:
    """Check ontology, lexicons and patterns, and name the file and line of each fault."""
    from kg.checks import data_files, faults  # noqa: PLC0415 - loads every part of the extractor

    place = folder or data_dir()
    if not place.is_dir():
        raise InvalidRequest(f"{place}: is no folder.", hint="Give a folder with an ontology.yaml.")
    found = faults(place)
    for fault in found:
        complain(fault)
    if found:
        raise typer.Exit(1)
    sys.stdout.write(f"{place}: {len(data_files(place))} files, all well\n")
