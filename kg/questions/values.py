"""What a question's slots can hold."""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph import EntityRecord
from kg.model import Interval

__all__ = ["Bindings", "Dated", "Free", "Measure", "Named", "Number", "Reached", "Several", "TypeName", "Value"]


@dataclass(frozen=True, slots=True)
class Named:
    """A name, and the entities that have it; none where the graph knows no such name."""

    text: str
    entities: tuple[EntityRecord, ...]


@dataclass(frozen=True, slots=True)
class Several:
    """Names joined by "and"."""

    text: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """Entities named by what they are to another: 騰訊的對手. `form` is the question that finds them."""

    text: str
    form: str
    bindings: Bindings


@dataclass(frozen=True, slots=True)
class Free:
    """Words that stand for themselves."""

    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure measures: the words that may say it, in both languages."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypeName:
    """A word for an entity type: 公司."""

    text: str
    type: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, month, quarter, half-year or year; both ends are set."""

    text: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class Number:
    """A small whole number."""

    text: str
    number: int


Value = Named | Several | Reached | Free | Measure | TypeName | Dated | Number
Bindings = tuple[tuple[str, Value], ...]
