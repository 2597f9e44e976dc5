"""The nouns: what an article becomes, step by step.

All offsets are Unicode code points into the text as it was read, half-open. Every value is frozen; a pipe returns
`dataclasses.replace(doc, …)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

__all__ = [
    "Document",
    "Entity",
    "Extraction",
    "Interval",
    "Mention",
    "Modality",
    "Quantity",
    "Rejection",
    "Script",
    "Span",
    "Statement",
    "TimeExpression",
    "Token",
]

Script = Literal["hant", "hans", "mixed"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a text: code points [start, end), like a slice."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words at this place."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether the other lies inside this one (or is the same)."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


class Modality(StrEnum):
    """How surely a statement is made."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    HYPOTHETICAL = "hypothetical"
    FORECAST = "forecast"
    NEGATED = "negated"


@dataclass(frozen=True, slots=True)
class Token:
    """A word as the segmenter cut it, with its part of speech where the segmenter gives one."""

    span: Span
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names something. `source` is the finder that saw it (lexicon, quoted, shape, recogniser, …)."""

    span: Span
    type: str
    source: str
    confidence: float = 1.0
    entity: str | None = None  # the id of what it names, once resolved


@dataclass(frozen=True, slots=True)
class Quantity:
    """What the words of a Metric say: 10億元 is value 1e9, unit 元, currency CNY.

    `measures` is what is counted or measured (下載量), where the text says it; `high` ends a range (2.5萬至3萬).
    """

    value: float
    unit: str
    currency: str | None = None
    approximate: bool = False
    measures: str | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """Days [start, end], ISO 8601 dates; None is open."""

    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as the text words it, and the days it means (None where it cannot be known)."""

    span: Span
    text: str
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """One real thing within one document.

    `name` is the canonical name; `aliases` are all other names, in every script and spelling, as sources write them.
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One document saying one relation. There is none without evidence.

    `head`, `tail` and `attributed_to` are entity ids of the same document. `rule` names the pattern or model that found
    it; `confidence` estimates the chance that a careful reader agrees, in [0, 1].
    """

    id: str
    head: str
    relation: str
    tail: str
    evidence: tuple[Span, ...]
    rule: str
    modality: Modality = Modality.ASSERTED
    attributed_to: str | None = None
    polarity: str | None = None
    aspect: str | None = None
    condition: str | None = None
    horizon: str | None = None
    time: TimeExpression | None = None
    confidence: float = 1.0
    cue: Span | None = None

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a statement needs evidence: {self.head} {self.relation} {self.tail}")


@dataclass(frozen=True, slots=True)
class Rejection:
    """Something that looked like a mention or a statement and was not taken, and why."""

    reason: str
    span: Span
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An article on its way through the pipeline.

    `twin` is the text in simplified characters and normal punctuation, code point for code point as long as `text`;
    it is what is matched, never what is shown.
    """

    id: str
    text: str
    title: str = ""
    date: str | None = None  # ISO 8601
    source: str | None = None  # an address or a publisher's name
    author: str | None = None
    script: Script = "hans"
    twin: str = ""
    sentences: tuple[Span, ...] = ()
    skipped: tuple[Span, ...] = ()  # boilerplate: yields no statement
    tokens: tuple[Token, ...] = ()  # the segmenter's
    words: tuple[Token, ...] = ()  # the recogniser's, with parts of speech and name types
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    states: Any = field(default=None, compare=False, repr=False)  # the recogniser's in bytes, a row a code point
    encoded_names: Any = field(default=None, compare=False, repr=False)  # the encoder's for the tagger, likewise
    encoded_pairs: Any = field(default=None, compare=False, repr=False)  # and for the scorer


Extraction = Document
"""A document that has gone through the whole pipeline."""
