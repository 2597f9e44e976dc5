"""Profiles, comparisons, timelines and changes on the wire."""

from __future__ import annotations

from pydantic import Field

from api.schemas.base import Out, field
from api.schemas.graph import EntityOut, RelationOut, StatementOut

__all__ = ["ChangesOut", "ComparisonOut", "LineOut", "MomentOut", "ProfileOut", "RowOfOut", "SectionOut"]


class LineOut(Out):
    """One thing said of a thing."""

    entity: EntityOut = Field(description="The other end.")
    relation: RelationOut = Field(description="The relation; it counts all statements and sources.")
    evidence: list[StatementOut] = Field(description="The best statements, with their quotes.")


class SectionOut(Out):
    """A part of a profile."""

    id: str = field("Which section.", "rivals")
    label: str = field("What it is called, in the reader's language.", "競爭對手")
    lines: list[LineOut] = Field(description="What is said, best supported first.")
    truncated: bool = field("Whether there is more.", False)


class ProfileOut(Out):
    """A thing on one page."""

    entity: EntityOut = Field(description="The thing.")
    sections: list[SectionOut] = Field(description="The sections that have lines.")


class RowOfOut(Out):
    """A section of a comparison."""

    id: str = field("Which section.", "rivals")
    label: str = field("What it is called, in the reader's language.", "競爭對手")
    columns: list[list[LineOut]] = Field(description="For each of the things, in their order, its lines.")


class ComparisonOut(Out):
    """Several things side by side."""

    entities: list[EntityOut] = Field(description="The things.")
    sections: list[RowOfOut] = Field(description="The sections that one of them fills.")


class MomentOut(Out):
    """A statement at its time."""

    start: str = field("The first day that it speaks of.", "2014-01-31")
    end: str = field("The last day.", "2014-02-06")
    told: bool = field("Whether the time is only that of its document.", False)
    relation: RelationOut = Field(description="What it says.")
    statement: StatementOut = Field(description="The statement, with its quotes.")


class ChangesOut(Out):
    """What a period brought."""

    new: list[RelationOut] = Field(description="First told as fact in the period.")
    gone: list[RelationOut] = Field(description="Told as fact before, and in the period only denied.")
    contradicted: list[RelationOut] = Field(description="Spoken of in the period, and both told and denied.")
    counts: dict[str, int] = field("How many of each there are.", {"new": 3, "gone": 0, "contradicted": 1})
