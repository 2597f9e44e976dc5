"""A relation, what it rests on, and which relations are meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kg.model import Modality

__all__ = ["EVERYTHING", "Relation", "RelationFilter", "Support"]


_MODALITIES = tuple(Modality)
_SUREST_FIRST = (Modality.ASSERTED, Modality.REPORTED, Modality.FORECAST, Modality.HYPOTHETICAL, Modality.NEGATED)


class Support(NamedTuple):
    """One statement behind a relation, in short: what filters look at. A tuple, as millions are made on the way.

    Documents of one `origin` hold the same text or nearly so (kg.reprints): together they are one source.
    """

    document: str
    origin: str
    date: str | None
    modality: Modality
    confidence: float


class Relation(NamedTuple):
    """An edge of the graph: all statements with this head, relation and tail (entity ids), in short and counted.

    The head of a symmetric relation is the lesser id. Only `sources`, by which relations are sorted, is counted
    beforehand. A tuple, as thousands are made for an answer.
    """

    id: str
    head: str
    relation: str
    tail: str
    sources: int  # how many independent documents say it
    support: tuple[Support, ...]

    @property
    def statements(self) -> int:
        """How many statements say it."""
        return len(self.support)

    @property
    def modalities(self) -> Mapping[Modality, int]:
        """How many statements have each modality."""
        if len(self.support) == 1:
            return {self.support[0].modality: 1}
        said = [statement.modality for statement in self.support]
        return {modality: said.count(modality) for modality in _MODALITIES if modality in said}

    @property
    def confidence(self) -> float:
        """The confidence of the best statement."""
        if len(self.support) == 1:  # as of most, here and below: millions are asked
            return self.support[0].confidence
        return max([statement.confidence for statement in self.support])

    @property
    def first(self) -> str | None:
        """The earliest date of its documents."""
        if len(self.support) == 1:
            return self.support[0].date or None
        return min([statement.date for statement in self.support if statement.date], default=None)

    @property
    def last(self) -> str | None:
        """The latest date of its documents."""
        if len(self.support) == 1:
            return self.support[0].date or None
        return max([statement.date for statement in self.support if statement.date], default=None)

    @property
    def modality(self) -> Modality:
        """The surest modality among its statements: asserted before reported, forecast, hypothetical, negated."""
        if len(self.support) == 1:
            return self.support[0].modality
        said = {statement.modality for statement in self.support}
        return said.pop() if len(said) == 1 else next(modality for modality in _SUREST_FIRST if modality in said)


@dataclass(frozen=True, slots=True)
class RelationFilter:
    """Which relations are meant: those with a statement that meets every condition. Empty or None does not restrict.

    `since` and `until` are ISO dates compared with the statements' document dates, inclusive: an undated document meets
    neither; `source` is a document id. A relation that is admitted keeps the counts of all its statements.
    """

    relations: frozenset[str] = frozenset()
    modalities: frozenset[Modality] = frozenset()
    types: frozenset[str] = frozenset()  # of the other end
    since: str | None = None
    until: str | None = None
    source: str | None = None
    min_confidence: float = 0.0

    @property
    def looks_at_statements(self) -> bool:
        """Whether a statement's own fields are restricted, and not only the relation's name and ends."""
        return bool(self.modalities or self.min_confidence or self.looks_at_documents)

    @property
    def restricts(self) -> bool:
        """Whether anything but the types of the ends is restricted."""
        return bool(self.relations or self.looks_at_statements)

    @property
    def looks_at_documents(self) -> bool:
        """Whether it matters which document says it."""
        return bool(self.since or self.until or self.source)

    def admits(self, relation: Relation) -> bool:
        """Whether the relation is of a named kind and rests on a statement as wanted; its ends are not looked at."""
        if self.relations and relation.relation not in self.relations:
            return False
        return not self.looks_at_statements or any(map(self.admits_statement, relation.support))

    def admits_statement(self, statement: Support) -> bool:
        """Whether one statement is as wanted."""
        return (
            (not self.modalities or statement.modality in self.modalities)
            and self.admits_document(statement.document, statement.date)
            and statement.confidence >= self.min_confidence
        )

    def admits_document(self, document: str, date: str | None) -> bool:
        """Whether a statement of the document may be as wanted."""
        return self.admits_day(date) and (not self.source or document == self.source)

    def admits_day(self, date: str | None) -> bool:
        """Whether a document of this date is of the time that is wanted."""
        return (not self.since or _by_day(date, self.since) >= 0) and (not self.until or _by_day(self.until, date) >= 0)


EVERYTHING = RelationFilter()


def _by_day(later: str | None, earlier: str | None) -> int:
    """1, 0 or -1 as the first date is later, equal or earlier, as far as both are known: 2024 equals 2024-05-01."""
    if not later or not earlier:
        return -1
    known = min(len(later), len(earlier), len("2024-05-01"))
    return (later[:known] > earlier[:known]) - (later[:known] < earlier[:known])
