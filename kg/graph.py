"""The graph of many documents, and the questions that are asked of it.

`Graph` is what `kg.questions`, `viz` and `api` speak to, whatever holds the data. Statements merge into relations by
(head, relation, tail); merging is associative and does not depend on the order in which documents came.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, Self, TypeVar

from kg.model import Modality, Quantity, TimeExpression
from kg.relation import EVERYTHING, Relation, RelationFilter, Support

__all__ = [
    "EVERYTHING",
    "Direction",
    "DocumentRecord",
    "EntityRecord",
    "Follower",
    "Graph",
    "Match",
    "Path",
    "Quote",
    "Relation",
    "RelationFilter",
    "StatementRecord",
    "Subgraph",
    "Support",
    "Tally",
]

Direction = Literal["out", "in", "both"]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """An article in the graph. `read_at` is when it was read (ISO 8601, UTC); `date` is what it says of itself.

    `reprint_of` is the id of the earlier document that it repeats: the two count as one source.
    """

    id: str
    title: str
    date: str | None
    source: str | None
    author: str | None
    script: str
    length: int
    statements: int
    read_at: str
    reprint_of: str | None = None


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
    decided: str | None = None  # by people: accepted, corrected or added


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


class Tally(NamedTuple):
    """How many relations an entity has of those that are counted, and the best supported of them."""

    entity: str
    relations: int
    best: Relation


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one entity to another: entity ids, and the relation between each two of them (one fewer)."""

    entities: tuple[str, ...]
    relations: tuple[Relation, ...] = field(default=())


class Follower(Protocol):
    """Something made of entities that never changes, and tells what it is when some of them are others."""

    def updated(self, gone: Collection[EntityRecord], come: Collection[EntityRecord]) -> Self:
        """The same as made anew without those that are gone, and with those that have come."""


F = TypeVar("F", bound=Follower)


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

    def neighbours(
        self, entity_id: str, *, direction: Direction = "both", where: RelationFilter = EVERYTHING
    ) -> Sequence[str]:
        """The other ends of those relations, some perhaps twice, in a stable order; much quicker than the relations."""

    def between(
        self, start: str, end: str, *, direction: Direction = "both", where: RelationFilter = EVERYTHING
    ) -> list[Relation]:
        """The relations of the two entities, best supported first; `direction` is seen from the first."""

    def most(
        self, *, direction: Direction = "both", where: RelationFilter = EVERYTHING, limit: int = 100
    ) -> list[Tally]:
        """The entities with the most relations, the most first; `where.types` are types of the other ends."""

    def statements(self, relation_id: str, *, where: RelationFilter = EVERYTHING) -> list[StatementRecord]:
        """The statements of a relation with their quotes, newest document first."""

    def statements_of(
        self, relation_ids: Iterable[str], *, where: RelationFilter = EVERYTHING, surest: int | None = None
    ) -> dict[str, list[StatementRecord]]:
        """The statements of each of these relations, read at once: what to use for more than a few.

        With `surest` at most so many of each, those of the highest confidence.
        """

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

    def document(self, document_id: str) -> DocumentRecord:
        """One article. NotFound where it is not there."""

    def documents(self) -> Sequence[DocumentRecord]:
        """All articles, newest first."""

    def following(self, make: Callable[[Iterable[EntityRecord]], F]) -> F:
        """What this makes of all entities: made once, and from one state to the next brought up by what changed."""

    def statistics(self) -> dict[str, int]:
        """How many documents, entities, relations and statements there are."""
