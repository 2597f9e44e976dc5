"""Entities, relations, statements and parts of the graph on the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.schemas.base import Out, PageOut, field
from kg.model import Modality

__all__ = [
    "EndOut",
    "EntityId",
    "EntityOut",
    "EntityPage",
    "LoopsOut",
    "MatchOut",
    "PathOut",
    "PathsOut",
    "QuantityOut",
    "QuoteOut",
    "RelationId",
    "RelationOut",
    "RelationStatementsOut",
    "SourceOut",
    "StatementOut",
    "SubgraphOut",
    "TimeOut",
]


EntityId = Annotated[str, field("An entity's id: its type and name.", "company:騰訊")]
RelationId = Annotated[str, field("A relation's id.", "3f96794319c84258")]
Day = Annotated[str, field("An ISO 8601 date.", "2026-02-02")]


class QuantityOut(Out):
    """What the words of a figure say."""

    value: float = field("The number.", 1e9)
    high: float | None = field("The upper end, where a range is told.", None)
    unit: str = field("The unit, as written.", "元")
    currency: str | None = field("ISO 4217, where it is money.", "CNY")
    approximate: bool = field("Whether the text says about, more than, nearly.", False)
    measures: str | None = field("What is counted or measured.", "下載量")


class EntityOut(Out):
    """A real thing, over all documents."""

    id: EntityId
    type: str = field("Its type, one of the ontology's.", "Company")
    name: str = field("Its canonical name.", "騰訊")
    names: list[str] = field("All its names, in every script.", ["騰訊", "腾讯", "Tencent"])
    mentions: int = field("How often documents name it.", 12)
    documents: int = field("How many documents name it.", 3)
    quantity: QuantityOut | None = Field(description="Where it is a figure, what it says.")


class MatchOut(Out):
    """An entity found by a name."""

    entity: EntityOut = Field(description="The entity.")
    matched: str = field("The name of it that matched.", "腾讯")
    score: float = field("1 for the exact name, down to 0.", 1.0)


class EntityPage(PageOut[MatchOut]):
    """Entities found, and how many of each type were."""

    facets: dict[str, int] = field("How many were found, by type.", {"Company": 1})


class EndOut(Out):
    """One end of a relation."""

    id: EntityId
    type: str = field("Its type.", "Company")
    name: str = field("Its name.", "騰訊")


class RelationOut(Out):
    """An edge of the graph: all statements with this head, relation and tail."""

    id: RelationId
    head: EndOut = Field(description="Who or what it is said of.")
    relation: str = field("The relation type, one of the ontology's.", "develops")
    label: str = field("What the relation is called, in the reader's language.", "開發")
    tail: EndOut = Field(description="The other end.")
    statements: int = field("How many statements say so.", 2)
    sources: int = field("How many independent documents say so.", 2)
    modality: Modality = field("The surest modality among its statements.", "asserted")
    modalities: dict[Modality, int] = field("How many statements have each modality.", {"asserted": 2})
    confidence: float = field("Of the best statement, from 0 to 1.", 0.9)
    first: str | None = field("The earliest date of its documents.", "2026-02-02")
    last: str | None = field("The latest date of its documents.", "2026-02-02")


class QuoteOut(Out):
    """The words that say it."""

    start: int = field("Where they begin in the document, in code points.", 120)
    end: int = field("Where they end.", 128)
    text: str = field("The words.", "騰訊推出元寶")
    sentence: str = field("The sentence around them.", "去年騰訊推出元寶。")
    sentence_start: int = field("Where the sentence begins.", 118)


class SourceOut(Out):
    """The document that says it."""

    id: str = field("The document's id.", "red-envelopes")
    title: str = field("Its title.", "騰訊再撒10億元紅包")
    date: str | None = field("Its date.", "2026-02-02")
    source: str | None = field("Its address or publisher.", "Qipan sample")


class TimeOut(Out):
    """The time for which it holds."""

    text: str = field("As the document words it.", "2014年春節")
    start: str | None = field("The first day.", "2014-01-31")
    end: str | None = field("The last day.", "2014-02-06")


class StatementOut(Out):
    """One document saying one relation, with its quotes."""

    id: str = field("The statement's id.", "a1b2c3d4e5f60718")
    relation_id: RelationId
    document: SourceOut = Field(description="Which document says it.")
    modality: Modality = field("How surely it says so.", "asserted")
    attributed_to: str | None = field("The id of who says it, where it is not the author.", "person:馬化騰")
    polarity: str | None = field("Of a judgement: positive, negative, mixed or neutral.", "positive")
    aspect: str | None = field("In what respect.", "組織力")
    condition: str | None = field("The if-clause, verbatim.", "如果騰訊把AI融入微信")
    horizon: str | None = field("Of a forecast: by when, verbatim.", "一年之內")
    time: TimeOut | None = Field(description="When it holds.")
    confidence: float = field("The chance that a careful reader agrees.", 0.9)
    rule: str = field("The pattern or model that found it.", "develops.launch")
    decided: str | None = field("What people decided: accepted, corrected or added; null where nobody did.", None)
    quotes: list[QuoteOut] = Field(description="The words it rests on.")


class RelationStatementsOut(RelationOut):
    """A relation with its statements."""

    evidence: list[StatementOut] = Field(description="Every statement, newest document first.")


class SubgraphOut(Out):
    """Part of the graph; both ends of every relation are among the entities."""

    entities: list[EntityOut] = Field(description="The entities.")
    relations: list[RelationOut] = Field(description="The relations.")
    truncated: bool = field("Whether a limit left some out.", False)


class PathOut(Out):
    """A way from one entity to another."""

    entities: list[EntityId] = Field(description="The entities on the way, first and last included.")
    relations: list[RelationOut] = Field(description="The relation between each two of them.")


class PathsOut(Out):
    """The shortest ways."""

    paths: list[PathOut] = Field(description="Shortest first; empty where there is none.")


class LoopsOut(Out):
    """The loops through an entity."""

    loops: list[PathOut] = Field(description="Shortest first; each begins and ends with the entity.")
