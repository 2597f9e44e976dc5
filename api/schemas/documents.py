"""Articles on the wire."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from api.schemas.base import Out, field

__all__ = ["ID", "AddedOut", "DocumentIn", "DocumentOut", "DocumentTextOut", "MentionedOut", "SpanOut"]

_LETTERS = r"\w" + "\u00a1-\ud7ff\uf900-\uffef"  # JSON Schema's \w is ASCII alone
ID = rf"^[{_LETTERS}][{_LETTERS}.:-]{{0,99}}$"

_TEXT = "騰訊推出了AI助手元寶，對手是字節跳動的豆包。"


class DocumentIn(BaseModel):
    """An article to read. Markdown may begin with front matter; what is given here goes before it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": _TEXT}]})

    text: str | None = field("The article's text, or Markdown.", _TEXT, min_length=1, default=None)
    url: str | None = field("Instead of a text, the public address of a page.", None, max_length=2000, default=None)
    id: str | None = field("An id of your own; else it is made of the text.", "note-1", pattern=ID, default=None)
    title: str | None = field("Its title; else its first line.", "騰訊推出元寶", max_length=1000, default=None)
    date: str | None = field(
        "The day it was published.", "2026-02-02", pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", default=None
    )
    source: str | None = field("Its address or publisher.", "https://example.org/a", max_length=2000, default=None)
    author: str | None = field("Who wrote it.", "林彥廷", max_length=1000, default=None)

    @field_validator("date")
    @classmethod
    def _on_the_calendar(cls, day: str | None) -> str | None:
        """A year, a month or a day that there is."""
        if day is not None:
            dt.date.fromisoformat(day + "0001-01-01"[len(day) :])
        return day


class DocumentOut(Out):
    """An article in the graph."""

    id: str = field("Its id.", "red-envelopes")
    title: str = field("Its title.", "騰訊再撒10億元紅包")
    date: str | None = field("The day it says it was published.", "2026-02-02")
    source: str | None = field("Its address or publisher.", "Qipan sample")
    author: str | None = field("Who wrote it.", None)
    script: str = field("hant, hans or mixed.", "hant")
    length: int = field("Its length in characters.", 1024)
    statements: int = field("How many statements were found in it.", 31)
    read_at: str = field("When it was read, ISO 8601, UTC.", "2026-02-03T08:00:00+00:00")
    reprint_of: str | None = field(
        "The id of an earlier document that it repeats, if any: the two count as one source.", None
    )


class AddedOut(Out):
    """What adding a document did."""

    outcome: Literal["new", "changed", "unchanged"] = field("What it did.", "new")
    document: DocumentOut = Field(description="The document as it is now in the graph.")


class SpanOut(Out):
    """A place in the document."""

    start: int = field("Where it begins, in code points.", 0)
    end: int = field("Where it ends.", 2)


class MentionedOut(Out):
    """An entity of one document."""

    id: str = field("Its id within the document.", "company:騰訊")
    type: str = field("Its type.", "Company")
    name: str = field("Its name.", "騰訊")
    aliases: list[str] = field("Its other names in the document.", ["腾讯"])
    mentions: list[SpanOut] = Field(description="Where it is named.")
    quantity: dict[str, Any] | None = field("Where it is a figure, what it says.", None)


class DocumentTextOut(DocumentOut):
    """An article with its text, and what was found in it."""

    text: str = field("The text, as it was read; all offsets count in it.", "騰訊推出了元寶。")
    entities: list[MentionedOut] = Field(description="The entities it names.")
    relations: list[dict[str, Any]] = Field(description="Its statements, in the form that `qipan extract` prints.")
