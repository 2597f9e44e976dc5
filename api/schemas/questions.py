"""Questions and answers on the wire."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.base import Out, field
from api.schemas.graph import EntityId, EntityOut, QuantityOut, RelationId, SourceOut, StatementOut
from kg.graph import Direction
from kg.model import Modality
from kg.questions.forms import Aggregate
from kg.questions.found import Stance, Verdict
from kg.questions.reading import LONGEST_QUESTION

__all__ = [
    "AnswerOut",
    "CandidateOut",
    "FormOut",
    "NoteOut",
    "QueryIn",
    "QuestionIn",
    "ReadAsOut",
    "RowOut",
    "StepOut",
    "SubjectOut",
    "TableOut",
]


class QuestionIn(BaseModel):
    """A question in Chinese, either script, or English."""

    model_config = ConfigDict(extra="forbid")

    question: str = field("The question.", "哪些產品為千問的數據閉環供數？", max_length=LONGEST_QUESTION)


class SubjectOut(Out):
    """What a slot of the question was filled with."""

    text: str = field("The question's words.", "千问")
    ids: list[EntityId] = Field(description="The entities that they mean.")
    via: str | None = field("The form that led to them, where it is a phrase.", None)


class ReadAsOut(Out):
    """The structured query that a question was read as."""

    form: str = field("The question form.", "data_feeders_of")
    means: str = field("What the form asks.", "哪些產品的數據回流給它")
    kind: str = field("How it is answered.", "relations")
    aggregate: Aggregate = field("Whether rows, a count, a yes or no, or a time is wanted.", "list")
    entities: dict[str, SubjectOut] = Field(description="The entities it is about, by slot.")
    words: dict[str, str] = field("Other slots: a type, what a figure measures.", {})
    relations: list[str] = field("The relation types asked for.", ["feeds_data_to"])
    direction: Direction = field("Seen from the entity.", "in")
    types: list[str] = field("The entity types wanted.", ["Product"])
    filters: dict[str, Any] = field("What narrows it: since, until, topic, speakers, …", {"since": "2024-01-01"})


class NoteOut(Out):
    """Something to know of the answer."""

    id: str = field("Which note, for programs.", "only_unsure")
    text: str = field("The note in words.", "以下只是預測或假設。")


class StepOut(Out):
    """A relation that a row rests on."""

    id: RelationId
    head: EntityId
    relation: str = field("The relation type.", "feeds_data_to")
    tail: EntityId


class RowOut(Out):
    """One line of an answer."""

    entity: str | None = field("The entity found.", "product:夸克")
    name: str | None = field("Its name, in the reader's script.", "夸克")
    of: str | None = field("The entity that it was asked of.", "product:千問")
    relation: str | None = field("The first relation's type.", "feeds_data_to")
    relations: list[StepOut] = Field(description="The relations it rests on: one, or each step of a way.")
    way: list[str] | None = field("Of a path or loop: the entities along it.", None)
    document: SourceOut | None = Field(description="Where an article was asked for.")
    value: float | None = field("A figure or count.", None)
    quantity: QuantityOut | None = Field(description="Where the row is a figure, what it says.")
    section: str | None = field("Of a profile: the section.", None)
    stance: Stance | None = field("Of a yes-or-no question: for or against.", None)
    modality: Modality | None = field("The surest modality of its statements.", "asserted")
    sources: int = field("How many independent documents say so.", 1)
    quotes: list[str] = field("The ids of the statements it rests on, in `quotes`.", ["a1b2c3d4e5f60718"])


class AnswerOut(Out):
    """A question, how it was read, and what the graph says."""

    question: str = field("The question.", "哪些產品為千問的數據閉環供數？")
    read_as: ReadAsOut = Field(description="The structured query.")
    verdict: Verdict = field("What the answer comes to.", "found")
    message: str = field("The verdict and notes in words.", "資料中有以下內容。")
    notes: list[NoteOut] = Field(description="What else to know.")
    count: int = field("How many rows there are.", 2)
    truncated: bool = field("Whether there are more rows.", False)
    rows: list[RowOut] = Field(description="The rows, best supported first.")
    quotes: list[StatementOut] = Field(description="Every statement that a row rests on.")
    entities: list[EntityOut] = Field(description="Every entity that is named.")
    candidates: list[EntityOut] = Field(description="What an unknown or ambiguous name may mean.")


class CandidateOut(Out):
    """A question form as it is offered."""

    id: str = field("The form's id.", "rivals_of")
    means: dict[str, str] = field("What it asks.", {"en": "the rivals of a company or product"})
    examples: dict[str, str] = field("A question of the form.", {"en": "Who are Alibaba's rivals?"})


class FormOut(CandidateOut):
    """A question form."""

    kind: str = field("How it is answered.", "relations")
    relations: list[str] = field("The relation types it asks for.", ["competes_with"])


class QueryIn(BaseModel):
    """A read-only openCypher query."""

    model_config = ConfigDict(extra="forbid")

    query: str = field(
        "The query.", "MATCH (c:Company)-[:develops]->(p:Product) RETURN c.name, p.name LIMIT 5", max_length=20_000
    )
    parameters: dict[str, Any] = field("Values for its $names.", {"id": "company:騰訊"}, default_factory=dict)
    limit: int = field("At most so many rows.", 100, ge=1, le=100_000, default=100)
    seconds: float | None = field("At most so much time; the service has a limit of its own.", 2.0, gt=0, default=None)


class TableOut(Out):
    """What a query returns."""

    columns: list[str] = field("The names of the columns.", ["c.name", "p.name"])
    rows: list[dict[str, Any]] = field("The rows.", [{"c.name": "騰訊", "p.name": "元寶"}])
    truncated: bool = field("Whether the limit left rows out.", False)
