"""What a database says went wrong, as errors that tell a user what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kg.errors import StoreError

__all__ = ["failing_as_store_error", "shown"]

# What SQLite and PostgreSQL say, in the order in which it is looked for
_HINTS = (
    ("database is locked", "Another process is writing to it. Wait for it to finish and try again."),
    ("database table is locked", "Another process is writing to it. Wait for it to finish and try again."),
    ("readonly database", "It is read-only here. Give another --store, or make the file and its folder writable."),
    ("read-only transaction", "It is read-only here. Give another --store, or a user who may write."),
    ("disk is full", "The disk is full. Make room and try again; what was stored before is whole."),
    ("not a database", "It is not a store. Give another --store; Qipan will not overwrite it."),
    ("malformed", "The file is damaged. Restore it from a backup."),
    ("unable to open", "Give a path in a folder that exists and that you may write to."),
    ("authentication failed", "Check the user and password in the --store address."),
    ("does not exist", "Create the database first, or give another --store."),
    ("connection", "Check that the database server runs and that the --store address is right."),
)


def shown(url: URL) -> str:
    """The store's name for messages: a file's path, or the address without its password."""
    if url.get_backend_name() == "sqlite" and url.database:
        return url.database
    return url.render_as_string(hide_password=True)


@contextmanager
def failing_as_store_error(url: URL) -> Iterator[None]:
    """Raise what the database raises as StoreError."""
    try:
        yield
    except SQLAlchemyError as error:
        what = str(error.orig) if isinstance(error, DBAPIError) and error.orig else str(error)
        what = what.strip().splitlines()[0] if what.strip() else type(error).__name__
        hint = next((hint for sign, hint in _HINTS if sign in what.lower()), "Give another --store.")
        raise StoreError(f"{shown(url)}: {what}.", hint=hint) from error
