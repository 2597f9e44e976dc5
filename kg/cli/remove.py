"""`qipan remove`: articles out of a store."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kg.cli.output import complain, plain
from kg.cli.stores import StoreAddress, existing_store
from kg.errors import NotFound

__all__ = ["remove"]


def remove(
    documents: Annotated[list[str], typer.Argument(metavar="ID...", help="The ids of articles.")],
    *,
    forget: Annotated[
        bool, typer.Option("--forget", help="For good: past days do not show them any more either.")
    ] = False,
    store: StoreAddress = "qipan.db",
) -> None:
    """Take articles out of a store, and from the graph what they alone said; `qipan history` still shows it."""
    missing = 0
    with existing_store(store) as kept:
        for document_id in documents:
            try:
                (kept.forget if forget else kept.delete)(document_id)
            except NotFound as error:
                complain(error)
                missing += 1
        holds = ", ".join(f"{count:,} {kind}" for kind, count in kept.graph().statistics().items())
    sys.stdout.write(f"{len(documents) - missing} removed, {missing} not there\n{plain(store)}: {holds}\n")
    raise typer.Exit(1 if missing else 0)
