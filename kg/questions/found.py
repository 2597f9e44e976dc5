"""What an answer is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.graph import DocumentRecord, EntityRecord, Relation, StatementRecord
from kg.model import Modality
from kg.questions.filters import Filters
from kg.questions.reading import Reading

__all__ = ["Answer", "Note", "Row", "Stance", "Subject", "Verdict"]

Verdict = Literal["found", "yes", "no", "disputed", "unsure", "not_in_corpus", "ambiguous"]
"""`disputed`: there is evidence for and against. `unsure`: only forecasts or hypotheticals speak of it. `ambiguous`: a
name in the question fits several things, and more than one could answer."""

Stance = Literal["for", "against", "unsure"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an answer, with what it rests on.

    `entity` is what was asked for and `of` what it was asked of; `relations` are one, or the steps of a way, or one for
    each of two things compared. `value` is a figure or a count. `modality` is the surest of its statements.
    """

    entity: EntityRecord | None = None
    of: EntityRecord | None = None
    relations: tuple[Relation, ...] = ()
    way: tuple[str, ...] = ()  # entity ids, where the row is a path or a loop
    document: DocumentRecord | None = None
    value: float | None = None
    section: str | None = None
    stance: Stance | None = None
    modality: Modality | None = None
    statements: tuple[StatementRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader of an answer should know: an id of data/questions/messages.yaml and what fills it."""

    id: str
    values: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What fills a slot of the question: its words, and the entities that they mean."""

    text: str
    entities: tuple[EntityRecord, ...]
    via: str | None = None  # the form that led to them: rivals_of, in 騰訊的對手


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, how it was read, and what the graph says. Without rows the verdict is `not_in_corpus` or `ambiguous`.

    `candidates` are what a name that is unknown or ambiguous may mean. `truncated` says that there are more rows.
    """

    reading: Reading
    subjects: dict[str, Subject]
    filters: Filters
    rows: tuple[Row, ...]
    verdict: Verdict
    notes: tuple[Note, ...] = ()
    candidates: tuple[EntityRecord, ...] = ()
    truncated: bool = False

    @property
    def quotes(self) -> tuple[StatementRecord, ...]:
        """Every statement that a row rests on, once, in the order of the rows."""
        return tuple({s.id: s for row in self.rows for s in row.statements}.values())
