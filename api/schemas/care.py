"""What people look after, on the wire: candidates for merging, contradictions, and what was said on a day."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.base import Out, PageOut, field
from api.schemas.graph import EntityOut, RelationStatementsOut

__all__ = ["CandidateOfMergeOut", "ContradictionOut", "HistoryPage", "LeftOut", "MergedOut", "ToldOut"]


class CandidateOfMergeOut(Out):
    """Two entities that may be one."""

    entities: list[EntityOut] = Field(description="The two, the more mentioned first.")
    reason: Literal["same_name", "within", "spelling"] = field(
        "Why: the same name with another type, a name within the other, or nearly the same spelling.", "within"
    )
    names: list[str] = field("The two names that say so.", ["騰訊控股", "騰訊"])
    shared: int = field("How many neighbours they share.", 2)
    score: float = field("How likely it is, from 0 to 1.", 0.65)


class MergedOut(Out):
    """An entity that was made one of several ways of calling it."""

    entity: str = field("Its id.", "company:騰訊")
    ways: list[list[str]] = field("What articles call it: the names of each way.", [["騰訊", "Tencent"], ["腾讯"]])
    shared: list[str] = field("The names that several ways share, in either script: the rule.", ["騰訊", "腾讯"])
    decisions: list[str] = field("The merges and new names by people that joined it.", [])


class ContradictionOut(Out):
    """Two sides that cannot both hold."""

    kind: Literal["denied", "one_head", "opposed", "figures"] = field(
        "Told and denied; two of what there is one of; a strength and a weakness; two values of one measure.", "denied"
    )
    about: str = field("The entity that it is about.", "company:騰訊")
    sides: list[RelationStatementsOut] = Field(description="The two, each with its statements, sources and dates.")


class ToldOut(Out):
    """A statement with its relation."""

    how: Literal["new", "gone", "altered"] | None = field("What became of it between two days.", "new")
    relation: RelationStatementsOut = Field(description="The relation, with this one statement.")


class LeftOut(Out):
    """An article of which nothing is kept from before."""

    document: str = field("Its id.", "red-envelopes")
    how: Literal["replace", "delete", "forget"] = field("What was done to it.", "forget")
    at: str = field("When, ISO 8601, UTC.", "2026-03-02T08:00:00.000+00:00")


class HistoryPage(PageOut[ToldOut]):
    """What was said, and what of it can no longer be shown."""

    left: list[LeftOut] = Field(
        description="Articles that were forgotten for good after the day, or replaced or taken out by a Qipan that "
        "kept no versions; the first 1,000. What they said before is not among the rows."
    )
