"""Who wrote what: one row with each change, in its transaction."""

from __future__ import annotations

import getpass
from collections import Counter
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from kg.store.schema import audit, past

__all__ = ["Written", "acting", "left_since", "note", "written"]

_MOST = 1_000
acting: ContextVar[str | None] = ContextVar("acting", default=None)
"""Who is writing; else the user of the process."""


@dataclass(frozen=True, slots=True)
class Written:
    """One change: when, by whom, what was done and to what."""

    at: str
    who: str
    what: str
    about: str


def note(connection: Connection, what: str, about: str) -> None:
    """Write down that somebody is doing this."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    connection.execute(insert(audit).values(at=at, who=acting.get() or _user(), what=what, about=about))


def written(connection: Connection, *, limit: int = 1000) -> list[Written]:
    """The last changes, the newest first."""
    a = audit.c
    rows = connection.execute(select(a.at, a.who, a.what, a.about).order_by(a.pk.desc()).limit(limit))
    return [Written(*row) for row in rows]


def left_since(connection: Connection, day: str) -> list[Written]:
    """The articles that were replaced or taken out after a day and of which nothing is kept, the first first.

    They were forgotten, or left before versions were kept. The day is in ISO 8601; a month or year means its end.
    """
    a = audit.c
    rows = select(a.at, a.who, a.what, a.about).where(a.what.in_(("replace", "delete", "forget"))).order_by(a.pk.desc())
    kept = Counter(connection.scalars(select(past.c.id)))
    gone = []
    for row in connection.execute(rows):  # from the last: kept are the last versions of an article, if any
        if row.what != "forget" and kept[row.about]:
            kept[row.about] -= 1
        elif row.at > f"{day}~":
            gone.append(Written(*row))
    return gone[::-1][:_MOST]


def _user() -> str:
    try:
        return f"user {getpass.getuser()}"
    except (KeyError, OSError):  # a container whose user has no name
        return "user"
