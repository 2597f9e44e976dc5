"""The graph of many documents, and the questions that are asked of it.

`Graph` is what `kg.questions`, `viz` and `api` speak to, whatever holds the data. Statements merge into relations by
(head, relation, tail); merging is associative and does not depend on the order in which documents came.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from kg.model import Modality, Quantity, TimeExpression

__all__ = [
    "EVERYTHING",
    "Backing",
    "Direction",
    "DocumentRecord",
    "EntityRecord",
    "Graph",
    "Match",
    "Path",
    "Quote",
    "Relation",
    "RelationFilter",
    "StatementRecord",
    "Subgraph",
    "Support",
]

Direction = Literal["out", "in", "both"]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """An article in the graph. `read_at` is when it was read (ISO 8601, UTC); `date` is what it says of itself."""

    id: str
    title: str
    date: str | None
    source: str | None
    author: str | None
    script: str
    length: int
    statements: int
    read_at: str


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """A real thing, over all documents. `names` holds the canonical name and every alias, in every script."""

    id: str
    type: str
    name: str
    names: tuple[str, ...]
    mentions: int = 0
    documents: int = 0
    quantity: Quantity | None = None

    def name_in(self, script: str) -> str:
        """The name for a reader of `hant` or `hans`; the canonical one where the sources have no other."""
        from kg.text import script_of  # noqa: PLC0415 - text builds OpenCC's tables

        return next((n for n in (self.name, *self.names) if script_of(n) in {script, "mixed"}), self.name)


@dataclass(frozen=True, slots=True)
class Quote:
    """Evidence: the words, where they stand in the document, and the sentence around them."""

    start: int
    end: int
    text: str
    sentence: str
    sentence_start: int


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """One document saying one relation, with its quotes."""

    id: str
    relation_id: str
    document: str
    document_title: str
    document_date: str | None
    source: str | None
    modality: Modality
    rule: str
    confidence: float
    quotes: tuple[Quote, ...]
    attributed_to: str | None = None  # an entity id
    polarity: str | None = None
    aspect: str | None = None
    condition: str | None = None
    horizon: str | None = None
    time: TimeExpression | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """One statement behind a relation, in short: what filters look at. Equal ones are one object in memory.

    Documents of one `origin` hold the same text: together they are one source.
    """

    document: str
    origin: str
    date: str | None
    modality: Modality
    confidence: float


@dataclass(frozen=True, slots=True)
class Backing:
    """What a relation rests on: all its statements in short, and counted. Equal ones are one object in memory."""

    support: tuple[Support, ...]
    statements: int
    sources: int
    modalities: Mapping[Modality, int] = field(hash=False)
    confidence: float
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge of the graph: all statements with this head, relation and tail (entity ids), counted.

    The head of a symmetric relation is the lesser id.
    """

    id: str
    head: str
    relation: str
    tail: str
    backing: Backing = field(repr=False)

    @property
    def statements(self) -> int:
        """How many statements say it."""
        return self.backing.statements

    @property
    def sources(self) -> int:
        """How many independent documents say it."""
        return self.backing.sources

    @property
    def modalities(self) -> Mapping[Modality, int]:
        """How many statements have each modality."""
        return self.backing.modalities

    @property
    def confidence(self) -> float:
        """The confidence of the best statement."""
        return self.backing.confidence

    @property
    def first(self) -> str | None:
        """The earliest date of its documents."""
        return self.backing.first

    @property
    def last(self) -> str | None:
        """The latest date of its documents."""
        return self.backing.last

    @property
    def support(self) -> tuple[Support, ...]:
        """All its statements in short."""
        return self.backing.support

    @property
    def modality(self) -> Modality:
        """The surest modality among its statements: asserted before reported, forecast, hypothetical, negated."""
        order = (Modality.ASSERTED, Modality.REPORTED, Modality.FORECAST, Modality.HYPOTHETICAL, Modality.NEGATED)
        return next(m for m in order if self.modalities.get(m))


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
        return bool(self.modalities or self.since or self.until or self.source or self.min_confidence)

    def admits(self, relation: Relation) -> bool:
        """Whether the relation is of a named kind and rests on a statement as wanted; its ends are not looked at."""
        if self.relations and relation.relation not in self.relations:
            return False
        return not self.looks_at_statements or any(map(self.admits_statement, relation.support))

    def admits_statement(self, statement: Support) -> bool:
        """Whether one statement is as wanted."""
        return (
            (not self.modalities or statement.modality in self.modalities)
            and (not self.since or _by_day(statement.date, self.since) >= 0)
            and (not self.until or _by_day(self.until, statement.date) >= 0)
            and (not self.source or statement.document == self.source)
            and statement.confidence >= self.min_confidence
        )


EVERYTHING = RelationFilter()


def _by_day(later: str | None, earlier: str | None) -> int:
    """1, 0 or -1 as the first date is later, equal or earlier, as far as both are known: 2024 equals 2024-05-01."""
    if not later or not earlier:
        return -1
    known = min(len(later), len(earlier), len("2024-05-01"))
    return (later[:known] > earlier[:known]) - (later[:known] < earlier[:known])


@dataclass(frozen=True, slots=True)
class Match:
    """An entity found by name: `name` is the one that matched; score 1 is the exact name."""

    entity: EntityRecord
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Part of the graph: every relation's ends are among the entities. `truncated` says that a cap cut it."""

    entities: tuple[EntityRecord, ...]
    relations: tuple[Relation, ...]
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one entity to another: entity ids, and the relation between each two of them (one fewer)."""

    entities: tuple[str, ...]
    relations: tuple[Relation, ...] = field(default=())


class Graph(Protocol):
    """What can be asked of the graph. Lists are in a stable order; ids that do not exist raise NotFound.

    A graph is a snapshot: it does not change while it is read. An entity's id may be made of any of its names:
    `company:腾讯` and `company:Tencent` are found where the id is `company:騰訊`.
    """

    @property
    def version(self) -> str:
        """Made of the content: equal versions mean equal answers, whenever and wherever they were read."""

    def entity(self, entity_id: str) -> EntityRecord:
        """One entity by id."""

    def entities(self, *, type: str | None = None) -> Iterator[EntityRecord]:  # noqa: A002 - the ontology's word
        """All entities, most mentioned first."""

    def find(self, name: str, *, type: str | None = None, limit: int = 10) -> list[Match]:  # noqa: A002
        """Entities by any name in either script: exact, then prefix, substring and near spellings."""

    def relation(self, relation_id: str) -> Relation:
        """One relation by id."""

    def relations(
        self, entity_id: str | None = None, *, direction: Direction = "both", where: RelationFilter = EVERYTHING
    ) -> Iterator[Relation]:
        """The relations of one entity or of all, best supported first.

        `where.types` are the types of the other end; of both ends where no entity is given.
        """

    def statements(self, relation_id: str, *, where: RelationFilter = EVERYTHING) -> list[StatementRecord]:
        """The statements of a relation with their quotes, newest document first."""

    def neighbourhood(
        self, entity_id: str, *, depth: int = 1, where: RelationFilter = EVERYTHING, limit: int = 300
    ) -> Subgraph:
        """Everything within `depth` steps, the best supported first when there is more than `limit` entities."""

    def whole(self, *, where: RelationFilter = EVERYTHING, limit: int = 300) -> Subgraph:
        """The graph, or its most connected part. Entities without a relation are left out."""

    def paths(
        self, start: str, end: str, *, k: int = 1, directed: bool = False, where: RelationFilter = EVERYTHING
    ) -> list[Path]:
        """The k shortest simple paths, by the best supported relation at each step; empty where there is none."""

    def documents(self) -> Sequence[DocumentRecord]:
        """All articles, newest first."""

    def statistics(self) -> dict[str, int]:
        """How many documents, entities, relations and statements there are."""
