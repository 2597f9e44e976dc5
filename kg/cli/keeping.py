"""`qipan backup`, `restore` and `verify`: a store kept safe."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kg.cli.output import complain, plain
from kg.cli.stores import StoreAddress, existing_store, store_at

__all__ = ["backup", "restore", "verify"]


def backup(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A name that is free.")],
    *,
    store: StoreAddress = "qipan.db",
) -> None:
    """Write the store to a file, while it is read and written. The file is a store of its own."""
    from kg.store.copying import backup as copy  # noqa: PLC0415 - SQLAlchemy takes half a second

    with existing_store(store) as kept:
        copy(kept, file)
    sys.stdout.write(f"{plain(store)} is in {plain(file)}\n")


def restore(
    file: Annotated[str, typer.Argument(metavar="FILE", help="What `qipan backup` wrote.")],
    *,
    store: StoreAddress = "qipan.db",
) -> None:
    """Put a backup into a store that holds nothing yet: a new file, or an empty database."""
    from kg.store.copying import restore as copy  # noqa: PLC0415 - as above

    with store_at(store) as kept:
        copy(file, kept)
        holds = ", ".join(f"{count:,} {kind}" for kind, count in kept.graph().statistics().items())
    sys.stdout.write(f"{plain(store)}: {holds}\n")


def verify(*, store: StoreAddress = "qipan.db") -> None:
    """Check a store: evidence is in the text, counts are right, nothing is left over, the graph is the articles'."""
    from kg.store.verifying import verified  # noqa: PLC0415 - as above

    wrong = 0
    with existing_store(store) as kept:
        for problem in verified(kept):
            complain(f"{store}: {problem}.")
            wrong += 1
        holds = ", ".join(f"{count:,} {kind}" for kind, count in kept.graph().statistics().items())
    sys.stdout.write(f"{plain(store)}: {holds}: {'well' if not wrong else f'{wrong} things are wrong'}\n")
    raise typer.Exit(1 if wrong else 0)
