"""`qipan keys` and `qipan audit`: who may use a served store, and who wrote what."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kg.cli.output import OutputFormat, print_json, print_table
from kg.cli.quotes import Format
from kg.cli.stores import StoreAddress, existing_store, store_at
from kg.errors import InvalidRequest

__all__ = ["audit", "keys"]


def keys(
    what: Annotated[str, typer.Argument(metavar="list|make|revoke", help="What to do.")] = "list",
    which: Annotated[str, typer.Argument(metavar="NAME|ID", help="Whose key to make, or the id to revoke.")] = "",
    *,
    role: Annotated[str, typer.Option(help="reader, editor (also writes) or admin (also keys).")] = "reader",
    days: Annotated[int, typer.Option(min=0, help="How long it is good; 0 is for ever.")] = 0,
    store: StoreAddress = "qipan.db",
) -> None:
    """List, make or revoke the keys of those who may use the store when it is served. A key is shown once."""
    from kg.store import keys as held  # noqa: PLC0415 - SQLAlchemy takes half a second

    if what == "make":
        if role not in set(held.Role):
            raise InvalidRequest(f"{role!r} is no role.", hint=f"One of: {', '.join(held.Role)}.")
        with store_at(store) as kept:
            token, _ = held.make_key(kept, which, held.Role(role), days=days or None)
        sys.stdout.write(f"{token}\n")
    elif what == "revoke":
        with existing_store(store) as kept:
            held.revoke_key(kept, which)
    elif what == "list":
        with existing_store(store) as kept:
            rows = [(k.id, k.name, str(k.role), k.made, k.expires or "", k.revoked or "") for k in held.keys(kept)]
        print_table("", ("id", "name", "role", "made", "expires", "revoked"), rows)
    else:
        raise InvalidRequest(f"{what!r} is nothing to do with keys.", hint="list, make NAME or revoke ID.")


def audit(
    *,
    store: StoreAddress = "qipan.db",
    output: Format = OutputFormat.TABLE,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows.")] = 50,
) -> None:
    """Show who wrote what into the store, the newest first."""
    from kg.store.auditing import written  # noqa: PLC0415 - as above

    with existing_store(store) as kept, kept.reading() as connection:
        rows = written(connection, limit=limit)
    if output is OutputFormat.JSON:
        print_json([{"at": w.at, "who": w.who, "what": w.what, "about": w.about} for w in rows])
        return
    print_table("", ("when", "who", "what", "about"), [(w.at, w.who, w.what, w.about) for w in rows])
