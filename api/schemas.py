"""What goes over the wire. Every field says what it means and gives an example."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from kg.graph import Direction
from kg.model import Modality
from kg.questions.forms import Aggregate
from kg.questions.found import Stance, Verdict

__all__ = [
    "AddedOut", "AnswerOut", "CandidateOut", "DocumentIn", "DocumentOut", "DocumentTextOut", "EntityOut", "EntityPage",
    "ErrorOut", "FormOut", "HealthOut", "MatchOut", "PageOut", "PathOut", "PathsOut", "QuestionIn", "ReadyOut",
    "RelationOut", "RelationStatementsOut", "StatementOut", "SubgraphOut",
]  # fmt: skip

Item = TypeVar("Item")


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _field(description: str, example: Any, **more: Any) -> Any:
    return Field(description=description, examples=[example], **more)


EntityId = Annotated[str, _field("An entity's id: its type and name.", "company:騰訊")]
RelationId = Annotated[str, _field("A relation's id.", "3f96794319c84258")]
Day = Annotated[str, _field("An ISO 8601 date.", "2026-02-02")]


class ErrorDetail(_Out):
    """What went wrong."""

    code: str = _field("The kind of error, for programs.", "not_found")
    message: str = _field("What is wrong, for people.", "There is no entity 'company:xyz'.")
    hint: str = _field("What to do instead; may be empty.", "Search it by name.")
    details: dict[str, Any] = _field("More for programs, by kind.", {"near": []})


class ErrorOut(_Out):
    """The one body of every error."""

    error: ErrorDetail = Field(description="The error.")


class PageOut(_Out, Generic[Item]):
    """One page of a list."""

    items: list[Item] = Field(description="The rows, always in the same order.")
    next: str | None = _field("The cursor of the next page; null on the last.", "WzUwLCAiYSJd")


class QuantityOut(_Out):
    """What the words of a figure say."""

    value: float = _field("The number.", 1e9)
    high: float | None = _field("The upper end, where a range is told.", None)
    unit: str = _field("The unit, as written.", "元")
    currency: str | None = _field("ISO 4217, where it is money.", "CNY")
    approximate: bool = _field("Whether the text says about, more than, nearly.", False)
    measures: str | None = _field("What is counted or measured.", "下載量")


class EntityOut(_Out):
    """A real thing, over all documents."""

    id: EntityId
    type: str = _field("Its type, one of the ontology's.", "Company")
    name: str = _field("Its canonical name.", "騰訊")
    names: list[str] = _field("All its names, in every script.", ["騰訊", "腾讯", "Tencent"])
    mentions: int = _field("How often documents name it.", 12)
    documents: int = _field("How many documents name it.", 3)
    quantity: QuantityOut | None = Field(description="Where it is a figure, what it says.")


class MatchOut(_Out):
    """An entity found by a name."""

    entity: EntityOut = Field(description="The entity.")
    matched: str = _field("The name of it that matched.", "腾讯")
    score: float = _field("1 for the exact name, down to 0.", 1.0)


class EntityPage(PageOut[MatchOut]):
    """Entities found, and how many of each type were."""

    facets: dict[str, int] = _field("How many were found, by type.", {"Company": 1})


class EndOut(_Out):
    """One end of a relation."""

    id: EntityId
    type: str = _field("Its type.", "Company")
    name: str = _field("Its name.", "騰訊")


class RelationOut(_Out):
    """An edge of the graph: all statements with this head, relation and tail."""

    id: RelationId
    head: EndOut = Field(description="Who or what it is said of.")
    relation: str = _field("The relation type, one of the ontology's.", "develops")
    label: str = _field("What the relation is called, in the reader's language.", "開發")
    tail: EndOut = Field(description="The other end.")
    statements: int = _field("How many statements say so.", 2)
    sources: int = _field("How many independent documents say so.", 2)
    modality: Modality = _field("The surest modality among its statements.", "asserted")
    modalities: dict[Modality, int] = _field("How many statements have each modality.", {"asserted": 2})
    confidence: float = _field("Of the best statement, from 0 to 1.", 0.9)
    first: str | None = _field("The earliest date of its documents.", "2026-02-02")
    last: str | None = _field("The latest date of its documents.", "2026-02-02")


class QuoteOut(_Out):
    """The words that say it."""

    start: int = _field("Where they begin in the document, in code points.", 120)
    end: int = _field("Where they end.", 128)
    text: str = _field("The words.", "騰訊推出元寶")
    sentence: str = _field("The sentence around them.", "去年騰訊推出元寶。")
    sentence_start: int = _field("Where the sentence begins.", 118)


class SourceOut(_Out):
    """The document that says it."""

    id: str = _field("The document's id.", "red-envelopes")
    title: str = _field("Its title.", "騰訊再撒10億元紅包")
    date: str | None = _field("Its date.", "2026-02-02")
    source: str | None = _field("Its address or publisher.", "Qipan sample")


class TimeOut(_Out):
    """The time for which it holds."""

    text: str = _field("As the document words it.", "2014年春節")
    start: str | None = _field("The first day.", "2014-01-31")
    end: str | None = _field("The last day.", "2014-02-06")


class StatementOut(_Out):
    """One document saying one relation, with its quotes."""

    id: str = _field("The statement's id.", "a1b2c3d4e5f60718")
    relation_id: RelationId
    document: SourceOut = Field(description="Which document says it.")
    modality: Modality = _field("How surely it says so.", "asserted")
    attributed_to: str | None = _field("The id of who says it, where it is not the author.", "person:馬化騰")
    polarity: str | None = _field("Of a judgement: positive, negative, mixed or neutral.", "positive")
    aspect: str | None = _field("In what respect.", "組織力")
    condition: str | None = _field("The if-clause, verbatim.", "如果騰訊把AI融入微信")
    horizon: str | None = _field("Of a forecast: by when, verbatim.", "一年之內")
    time: TimeOut | None = Field(description="When it holds.")
    confidence: float = _field("The chance that a careful reader agrees.", 0.9)
    rule: str = _field("The pattern or model that found it.", "develops.launch")
    quotes: list[QuoteOut] = Field(description="The words it rests on.")


class RelationStatementsOut(RelationOut):
    """A relation with its statements."""

    evidence: list[StatementOut] = Field(description="Every statement, newest document first.")


class SubgraphOut(_Out):
    """Part of the graph; both ends of every relation are among the entities."""

    entities: list[EntityOut] = Field(description="The entities.")
    relations: list[RelationOut] = Field(description="The relations.")
    truncated: bool = _field("Whether a limit left some out.", False)


class PathOut(_Out):
    """A way from one entity to another."""

    entities: list[EntityId] = Field(description="The entities on the way, first and last included.")
    relations: list[RelationOut] = Field(description="The relation between each two of them.")


class PathsOut(_Out):
    """The shortest ways."""

    paths: list[PathOut] = Field(description="Shortest first; empty where there is none.")


class DocumentIn(BaseModel):
    """An article to read. Markdown may begin with front matter; what is given here goes before it."""

    model_config = ConfigDict(extra="forbid")

    text: str = _field("The article's text, or Markdown.", "騰訊推出了AI助手元寶，對手是字節跳動的豆包。", min_length=1)
    id: str | None = _field(
        "An id of your own; else it is made of the text.", "note-1", pattern=r"^\w[\w.:-]{0,99}$", default=None
    )
    title: str | None = _field("Its title; else its first line.", "騰訊推出元寶", max_length=1000, default=None)
    date: str | None = _field(
        "The day it was published.", "2026-02-02", pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", default=None
    )
    source: str | None = _field("Its address or publisher.", "https://example.org/a", max_length=2000, default=None)
    author: str | None = _field("Who wrote it.", "林彥廷", max_length=1000, default=None)


class DocumentOut(_Out):
    """An article in the graph."""

    id: str = _field("Its id.", "red-envelopes")
    title: str = _field("Its title.", "騰訊再撒10億元紅包")
    date: str | None = _field("The day it says it was published.", "2026-02-02")
    source: str | None = _field("Its address or publisher.", "Qipan sample")
    author: str | None = _field("Who wrote it.", None)
    script: str = _field("hant, hans or mixed.", "hant")
    length: int = _field("Its length in characters.", 1024)
    statements: int = _field("How many statements were found in it.", 31)
    read_at: str = _field("When it was read, ISO 8601, UTC.", "2026-02-03T08:00:00+00:00")


class AddedOut(_Out):
    """What adding a document did."""

    outcome: Literal["new", "changed", "unchanged"] = _field("What it did.", "new")
    document: DocumentOut = Field(description="The document as it is now in the graph.")


class SpanOut(_Out):
    """A place in the document."""

    start: int = _field("Where it begins, in code points.", 0)
    end: int = _field("Where it ends.", 2)


class MentionedOut(_Out):
    """An entity of one document."""

    id: str = _field("Its id within the document.", "company:騰訊")
    type: str = _field("Its type.", "Company")
    name: str = _field("Its name.", "騰訊")
    aliases: list[str] = _field("Its other names in the document.", ["腾讯"])
    mentions: list[SpanOut] = Field(description="Where it is named.")
    quantity: dict[str, Any] | None = _field("Where it is a figure, what it says.", None)


class DocumentTextOut(DocumentOut):
    """An article with its text, and what was found in it."""

    text: str = _field("The text, as it was read; all offsets count in it.", "騰訊推出了元寶。")
    entities: list[MentionedOut] = Field(description="The entities it names.")
    relations: list[dict[str, Any]] = Field(description="Its statements, in the form that `qipan extract` prints.")


class QuestionIn(BaseModel):
    """A question in Chinese, either script, or English."""

    model_config = ConfigDict(extra="forbid")

    question: str = _field("The question.", "哪些產品為千問的數據閉環供數？", max_length=2000)


class SubjectOut(_Out):
    """What a slot of the question was filled with."""

    text: str = _field("The question's words.", "千问")
    ids: list[EntityId] = Field(description="The entities that they mean.")
    via: str | None = _field("The form that led to them, where it is a phrase.", None)


class ReadAsOut(_Out):
    """The structured query that a question was read as."""

    form: str = _field("The question form.", "data_feeders_of")
    means: str = _field("What the form asks.", "哪些產品的數據回流給它")
    kind: str = _field("How it is answered.", "relations")
    aggregate: Aggregate = _field("Whether rows, a count, a yes or no, or a time is wanted.", "list")
    entities: dict[str, SubjectOut] = Field(description="The entities it is about, by slot.")
    words: dict[str, str] = _field("Other slots: a type, what a figure measures.", {})
    relations: list[str] = _field("The relation types asked for.", ["feeds_data_to"])
    direction: Direction = _field("Seen from the entity.", "in")
    types: list[str] = _field("The entity types wanted.", ["Product"])
    filters: dict[str, Any] = _field("What narrows it: since, until, topic, speakers, …", {"since": "2024-01-01"})


class NoteOut(_Out):
    """Something to know of the answer."""

    id: str = _field("Which note, for programs.", "only_unsure")
    text: str = _field("The note in words.", "以下只是預測或假設。")


class StepOut(_Out):
    """A relation that a row rests on."""

    id: RelationId
    head: EntityId
    relation: str = _field("The relation type.", "feeds_data_to")
    tail: EntityId


class RowOut(_Out):
    """One line of an answer."""

    entity: str | None = _field("The entity found.", "product:夸克")
    name: str | None = _field("Its name, in the reader's script.", "夸克")
    of: str | None = _field("The entity that it was asked of.", "product:千問")
    relation: str | None = _field("The first relation's type.", "feeds_data_to")
    relations: list[StepOut] = Field(description="The relations it rests on: one, or each step of a way.")
    way: list[str] | None = _field("Of a path or loop: the entities along it.", None)
    document: SourceOut | None = Field(description="Where an article was asked for.")
    value: float | None = _field("A figure or count.", None)
    quantity: QuantityOut | None = Field(description="Where the row is a figure, what it says.")
    section: str | None = _field("Of a profile: the section.", None)
    stance: Stance | None = _field("Of a yes-or-no question: for or against.", None)
    modality: Modality | None = _field("The surest modality of its statements.", "asserted")
    sources: int = _field("How many independent documents say so.", 1)
    quotes: list[str] = _field("The ids of the statements it rests on, in `quotes`.", ["a1b2c3d4e5f60718"])


class AnswerOut(_Out):
    """A question, how it was read, and what the graph says."""

    question: str = _field("The question.", "哪些產品為千問的數據閉環供數？")
    read_as: ReadAsOut = Field(description="The structured query.")
    verdict: Verdict = _field("What the answer comes to.", "found")
    message: str = _field("The verdict and notes in words.", "資料中有以下內容。")
    notes: list[NoteOut] = Field(description="What else to know.")
    count: int = _field("How many rows there are.", 2)
    truncated: bool = _field("Whether there are more rows.", False)
    rows: list[RowOut] = Field(description="The rows, best supported first.")
    quotes: list[StatementOut] = Field(description="Every statement that a row rests on.")
    entities: list[EntityOut] = Field(description="Every entity that is named.")
    candidates: list[EntityOut] = Field(description="What an unknown or ambiguous name may mean.")


class CandidateOut(_Out):
    """A question form as it is offered."""

    id: str = _field("The form's id.", "rivals_of")
    means: dict[str, str] = _field("What it asks.", {"en": "the rivals of a company or product"})
    examples: dict[str, str] = _field("A question of the form.", {"en": "Who are Alibaba's rivals?"})


class FormOut(CandidateOut):
    """A question form."""

    kind: str = _field("How it is answered.", "relations")
    relations: list[str] = _field("The relation types it asks for.", ["competes_with"])


class HealthOut(_Out):
    """The process is alive."""

    status: Literal["ok"] = _field("Always ok.", "ok")


class ReadyOut(HealthOut):
    """The store can be read."""

    version: str = _field("The graph's version: equal versions, equal answers.", "5f0c")
    documents: int = _field("How many documents there are.", 10)
    entities: int = _field("How many entities.", 280)
    relations: int = _field("How many relations.", 150)
    statements: int = _field("How many statements.", 150)
