"""Measures of the graph on the wire."""

from __future__ import annotations

from pydantic import Field

from api.schemas.base import Out, field
from api.schemas.graph import EntityOut

__all__ = ["BridgeOut", "BridgesOut", "CentralOut", "CommunitiesOut", "CommunityOut", "ScoredOut"]


class ScoredOut(Out):
    """An entity and its score."""

    entity: EntityOut = Field(description="The entity.")
    score: float = field("From 0 to 1.", 0.25)


class CentralOut(Out):
    """Entities by their score."""

    items: list[ScoredOut] = Field(description="The highest score first.")


class CommunityOut(Out):
    """A group of entities."""

    size: int = field("How many there are in it.", 12)
    entities: list[EntityOut] = Field(description="Its most linked members.")


class CommunitiesOut(Out):
    """The groups of the graph."""

    items: list[CommunityOut] = Field(description="The largest first.")


class BridgeOut(Out):
    """A link that alone joins two parts."""

    ends: list[EntityOut] = Field(description="Its two ends.")
    cut_off: int = field("How many are cut off without it.", 7)


class BridgesOut(Out):
    """The links that alone join two parts of the graph."""

    items: list[BridgeOut] = Field(description="The greatest loss first.")
