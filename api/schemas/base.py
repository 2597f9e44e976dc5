"""What all of the wire is made of: errors, pages, and the state of the service."""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")

__all__ = ["ErrorDetail", "ErrorOut", "HealthOut", "Out", "PageOut", "ReadyOut", "field"]


class Out(BaseModel):
    """Something that is sent: exactly these fields."""

    model_config = ConfigDict(extra="forbid")


def field(description: str, example: Any, **more: Any) -> Any:
    """A field with its meaning and an example."""
    return Field(description=description, examples=[example], **more)


class ErrorDetail(Out):
    """What went wrong."""

    code: str = field("The kind of error, for programs.", "not_found")
    message: str = field("What is wrong, for people.", "There is no entity 'company:xyz'.")
    hint: str = field("What to do instead; may be empty.", "Search it by name.")
    details: dict[str, Any] = field("More for programs, by kind.", {"near": []})


class ErrorOut(Out):
    """The one body of every error."""

    error: ErrorDetail = Field(description="The error.")


class PageOut(Out, Generic[Item]):
    """One page of a list."""

    items: list[Item] = Field(description="The rows, always in the same order.")
    next: str | None = field("The cursor of the next page; null on the last.", "WzUwLCAiYSJd")


class HealthOut(Out):
    """The process is alive."""

    status: Literal["ok"] = field("Always ok.", "ok")


class ReadyOut(HealthOut):
    """The store can be read."""

    version: str = field("The graph's version: equal versions, equal answers.", "5f0c")
    documents: int = field("How many documents there are.", 10)
    entities: int = field("How many entities.", 280)
    relations: int = field("How many relations.", 150)
    statements: int = field("How many statements.", 150)
