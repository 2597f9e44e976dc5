"""Keys, links and who wrote what, on the wire."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from api.schemas.base import Out, field
from kg.store.keys import Role

__all__ = ["AuditOut", "KeyIn", "KeyOut", "LinkIn", "LinkOut", "MadeKeyOut"]


class KeyIn(BaseModel):
    """A key to be."""

    model_config = ConfigDict(extra="forbid")

    name: str = field("Whose it is.", "林彥廷", min_length=1, max_length=200)
    role: Role = field("reader, editor (also writes) or admin (also keys).", "reader", default=Role.READER)
    days: int | None = field("How long it is good; for ever where null.", 90, ge=1, le=36_500, default=None)


class KeyOut(Out):
    """A key, without what it is."""

    id: str = field("Its id.", "0f3a9c2b11d4")
    name: str = field("Whose it is.", "林彥廷")
    role: Literal["reader", "editor", "admin"] = field("What it may do.", "reader")
    made: str = field("When it was made.", "2026-02-03T08:00:00+00:00")
    expires: str | None = field("When it ends.", None)
    revoked: str | None = field("When it was revoked.", None)


class MadeKeyOut(KeyOut):
    """A key that was just made."""

    key: str = field("The key: shown this once.", "qipan_0f3a9c2b11d4_…")


class LinkIn(BaseModel):
    """A page to link to."""

    model_config = ConfigDict(extra="forbid")

    path: str = field("Its path and query.", "/view/entity/company:騰訊?depth=1", min_length=1, max_length=2000)
    hours: int = field("How long the link is good.", 24, ge=1, le=24 * 366, default=24)


class LinkOut(Out):
    """A link that opens one page."""

    url: str = field("The page's address on this service.", "/view?link=…")


class AuditOut(Out):
    """One change."""

    at: str = field("When.", "2026-02-03T08:00:00.000+00:00")
    who: str = field("By which key or user.", "key 0f3a9c2b11d4 林彥廷")
    what: str = field("What was done.", "add")
    about: str = field("To what: an id.", "red-envelopes")
