"""What narrows an answer, and which statements it lets through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.graph import EntityRecord, StatementRecord
from kg.model import Modality
from kg.questions.grammar import builtin_grammar
from kg.questions.reading import Reading
from kg.questions.values import Dated, Free, Named, Number, Value
from kg.text import name_key

__all__ = ["FACTS", "Filters", "filters_of"]

FACTS = frozenset({Modality.ASSERTED, Modality.REPORTED})
"""What is told as so, in the article's voice or in another's."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which statements count. `chosen` says that the question itself names the modalities.

    `since` and `until` are days, inclusive, compared with the time that a statement speaks of, or where it has none
    with its document's date. `topic` are words of which one stands in the statement's sentence, aspect or tail;
    `speakers` are ids of who says it. `sources` is the least number of independent sources, `limit` the most rows.
    """

    modalities: frozenset[Modality] = FACTS
    chosen: bool = False
    since: str | None = None
    until: str | None = None
    polarity: str | None = None
    speakers: frozenset[str] | None = None
    topic: tuple[str, ...] = ()
    sources: int = 0
    limit: int | None = None

    @property
    def looks_inside(self) -> bool:
        """Whether statements must be read to know; else their modality is enough."""
        return bool(self.since or self.until or self.polarity or self.speakers is not None or self.topic)

    def admits(self, statement: StatementRecord, *, about: str = "") -> bool:
        """Whether the statement counts; `about` is the other end's name, in which a topic may stand too."""
        return (
            statement.modality in self.modalities
            and (not self.polarity or statement.polarity in {self.polarity, "mixed"})
            and (self.speakers is None or statement.attributed_to in self.speakers)
            and self._in_time(statement)
            and self._on_topic(statement, about)
        )

    def _in_time(self, statement: StatementRecord) -> bool:
        if not self.since and not self.until:
            return True
        start, end = _times(statement)
        if start is None and end is None:
            return False
        late_enough = not self.since or end is None or end[:10] >= self.since[: len(end)]
        return late_enough and (not self.until or start is None or start[:10] <= self.until[: len(start)])

    def _on_topic(self, statement: StatementRecord, about: str) -> bool:
        if not self.topic:
            return True
        places = [statement.aspect or "", about, *(q.sentence for q in statement.quotes)]
        text = name_key("\n".join(places))
        return any(name_key(word) in text for word in self.topic)


def _times(statement: StatementRecord) -> tuple[str | None, str | None]:
    interval = statement.time.interval if statement.time else None
    if interval and (interval.start or interval.end):
        return interval.start, interval.end
    return statement.document_date, statement.document_date


def filters_of(reading: Reading, speakers: frozenset[str] | None, topic: tuple[EntityRecord, ...]) -> Filters:
    """The filters of a question; who speaks and what the topic is have been found in the graph."""
    values = reading.modifiers
    modalities = _modalities(reading)
    usual = reading.form.query.modalities or FACTS
    return Filters(
        modalities=modalities or usual,
        chosen=bool(modalities or reading.form.query.modalities),
        since=_day(values, "since", "start") or _day(values, "during", "start"),
        until=_day(values, "until", "end") or _day(values, "during", "end"),
        polarity=reading.form.query.polarity,
        speakers=speakers,
        topic=tuple(name for e in topic for name in e.names) or _words(values.get("topic")),
        sources=_number(values.get("sources")),
        limit=_number(values.get("limit")) or None,
    )


def _modalities(reading: Reading) -> frozenset[Modality]:
    modifiers = builtin_grammar(reading.language).modifiers
    return frozenset(m for modifier in modifiers if modifier.id in reading.modifiers for m in modifier.modalities)


def _day(values: Mapping[str, Value], name: str, end: str) -> str | None:
    value = values.get(name)
    return getattr(value.interval, end) if isinstance(value, Dated) else None


def _number(value: Value | None) -> int:
    return value.number if isinstance(value, Number) else 0


def _words(value: Value | None) -> tuple[str, ...]:
    return (value.text,) if isinstance(value, Free | Named) else ()
