"""What people decide, on the wire."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.base import Out, field
from kg.decisions.model import Kind

__all__ = ["ClaimOut", "ConflictOut", "DecisionIn", "DecisionOut", "LogIn", "TakenOut", "ThingOut"]


_EXAMPLE: dict[str, Any] = {
    "kind": "rename",
    "author": "林彥廷",
    "reason": "正式名稱",
    "entities": ["company:騰訊"],
    "value": "騰訊控股",
}


class DecisionIn(BaseModel):
    """What is to be decided. Which fields count depends on the kind."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    kind: Kind = field("What is decided.", "merge")
    author: str = field("Who decides.", "林彥廷", min_length=1, max_length=200)
    reason: str = field("Why.", "同一家公司", max_length=2000, default="")
    entities: list[str] = field(
        "Ids or exact names: of merge (the first gives its name), split, rename and retype.",
        ["company:騰訊", "company:阿里巴巴"],
        max_length=100,
        default_factory=list,
    )
    names: list[str] = field("The names that leave by a split.", [], max_length=100, default_factory=list)
    value: str = field("The new name or type.", "", max_length=200, default="")
    statement: str = field("The id of a statement: accept, reject, correct.", "", max_length=100, default="")
    document: str = field("The id of the document that says what is added.", "", max_length=100, default="")
    head: str = field("Who or what the added statement is about: an id, or Type:name.", "", max_length=300, default="")
    relation: str = field("The relation of the added statement.", "", max_length=100, default="")
    tail: str = field("Its other end.", "", max_length=300, default="")
    quote: str = field("The words of the document that say what is added.", "", max_length=5000, default="")
    change: dict[str, str] = field(
        "What is said instead, by field: head, tail, relation, modality, polarity, aspect, condition, horizon.",
        {},
        max_length=20,
        default_factory=dict,
    )
    decision: str = field("The decision to undo.", "", max_length=100, default="")


class ThingOut(Out):
    """A thing as it was called when it was decided about."""

    type: str = field("Its type.", "Company")
    name: str = field("Its name.", "騰訊")
    names: list[str] = field("Its other names.", ["腾讯"], default_factory=list)
    measures: str | None = field("What it measures, where it is a figure.", None, default=None)


class ClaimOut(Out):
    """A statement as it stands in its document."""

    document: str = field("The document's id.", "red-envelopes")
    head: ThingOut = Field(description="Who or what it is about.")
    relation: str = field("Its relation.", "develops")
    tail: ThingOut = Field(description="Its other end.")
    quote: str = field("Its words.", "騰訊推出了元寶")
    sentence: str = field("The sentence around them.", "騰訊推出了元寶。")


class DecisionOut(Out):
    """One entry of the log."""

    id: str = field("Its id.", "0f3a9c2b11d4e5f6")
    at: str = field("When, ISO 8601, UTC.", "2026-02-03T08:00:00.000000+00:00")
    kind: Kind = field("What was decided.", "merge")
    author: str = field("Who decided.", "林彥廷")
    reason: str = field("Why.", "同一家公司", default="")
    things: list[ThingOut] = Field(description="The things that it is about.", default_factory=list)
    names: list[str] = field("The names that left by a split.", [], default_factory=list)
    value: str = field("The new name or type.", "", default="")
    claim: ClaimOut | None = Field(description="The statement that it is about.", default=None)
    change: dict[str, Any] = field("What is said instead.", {}, default_factory=dict)
    of: str | None = field("What it undoes.", None, default=None)
    standing: bool = field("Whether it is in force.", True)


class ConflictOut(Out):
    """A decision in force that meets nothing now."""

    decision: DecisionOut = Field(description="The decision.")
    why: str = field("What is not there: a `statement`, or a `thing` with its name.", "thing: 騰訊")


class LogIn(BaseModel):
    """A log as a file."""

    model_config = ConfigDict(extra="forbid")

    file: str = field("What GET /v1/decisions/file gave.", "[]\n", max_length=2_000_000)


class TakenOut(Out):
    """What came of a log."""

    taken: int = field("How many decisions were not there yet.", 3)
    conflicts: int = field("How many of all that are in force meet nothing.", 0)
