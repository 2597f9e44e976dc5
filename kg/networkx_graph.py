"""The graph in memory: every entity and relation, and not the texts; their statements are read when somebody asks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from threading import Lock
from typing import TypeVar, cast

import networkx as nx
from immutables import Map

from kg import paths, subgraphs
from kg.adjacency import Adjacency, other_end
from kg.columns import Columns
from kg.decisions.model import Decision
from kg.errors import InvalidRequest, NotFound, no_document
from kg.evidence import Evidence, selected
from kg.graph import (
    EVERYTHING,
    Direction,
    DocumentRecord,
    EntityRecord,
    Follower,
    Match,
    Path,
    Relation,
    RelationFilter,
    StatementRecord,
    Subgraph,
    Tally,
)
from kg.model import Document
from kg.networkx_view import multidigraph
from kg.ordered import Ordered
from kg.search import NameIndex

__all__ = ["Change", "NetworkXGraph"]

F = TypeVar("F", bound=Follower)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """What is new, or gone (None), from one state of a graph to the next, by id."""

    version: str
    entities: Mapping[str, EntityRecord | None] = field(default_factory=dict)
    relations: Mapping[str, Relation | None] = field(default_factory=dict)
    documents: Mapping[str, DocumentRecord | None] = field(default_factory=dict)


class NetworkXGraph:
    """The Graph protocol over entities and relations in memory, which networkx can walk too.

    It never changes: `updated` gives the next state, which shares with this one all that stayed, so that a document
    more costs what that document touches and whoever still reads this state reads it whole.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._version = ""
        self._entities: Map[str, EntityRecord] = Map()
        self._documents: Map[str, DocumentRecord] = Map()
        self._adjacency = Adjacency()
        self._names = NameIndex(self._entities)
        self._by_mentions = Ordered(self._entities.values(), _by_mentions)
        self._newest = Ordered(self._documents.values(), _newest)
        self._followers: dict[Callable[..., Follower], Follower] = {}
        self._making = Lock()

    @classmethod
    def of(cls, documents: Iterable[Document], decisions: Iterable[Decision] = ()) -> NetworkXGraph:
        """The graph of these documents as people decided; of several documents with one id the last counts."""
        from kg.assemble import assembled  # noqa: PLC0415 - it makes what this class is made of

        evidence, change = assembled(documents, decisions=decisions)
        return cls(evidence).updated(change)

    def loaded(self, change: Change, columns: Columns) -> NetworkXGraph:
        """The graph of a change from nothing whose relations are columns."""
        after = self.updated(change)
        after._adjacency = Adjacency(columns)  # noqa: SLF001 - of the same class
        return after

    def updated(self, change: Change, evidence: Evidence | None = None) -> NetworkXGraph:
        """The next state of the graph, with its evidence where that is another's."""
        after = NetworkXGraph(evidence or self._evidence)
        after._version = change.version
        after._entities = _changed(self._entities, change.entities)
        after._documents = _changed(self._documents, change.documents)
        after._adjacency = self._adjacency.updated(change.relations)
        lost = [self._entities[i] for i in change.entities if i in self._entities]
        found = [e for e in change.entities.values() if e]
        after._names = self._names.updated(after._entities, lost, found)
        after._by_mentions = self._by_mentions.updated(after._entities.values(), lost, found)
        with self._making:  # else what is being made now would be made again
            after._followers = {make: known.updated(lost, found) for make, known in self._followers.items()}
        left = [self._documents[i] for i in change.documents if i in self._documents]
        put_in = [d for d in change.documents.values() if d]
        after._newest = self._newest.updated(after._documents.values(), left, put_in)
        return after

    @property
    def version(self) -> str:
        """Made of the documents' content."""
        return self._version

    @cached_property
    def networkx(self) -> nx.MultiDiGraph[str]:
        """The same state as a networkx MultiDiGraph."""
        return multidigraph(self._entities, self._adjacency)

    def entity(self, entity_id: str) -> EntityRecord:
        """One entity by id, or by its type and any of its names in the form of an id."""
        found = self._entities.get(entity_id) or self._by_other_name(entity_id)
        if found is None:
            near = [m.entity.id for m in self.find(entity_id.partition(":")[2], limit=3)]
            hint = f"Is it one of these: {', '.join(near)}?" if near else "Search it by name."
            raise NotFound(f"There is no entity {entity_id!r}.", hint=hint, details={"id": entity_id, "near": near})
        return found

    def entities(self, *, type: str | None = None) -> Iterator[EntityRecord]:  # noqa: A002 - the protocol's word
        """All entities, most mentioned first."""
        return (e for e in self._by_mentions() if type in {None, e.type})

    def find(self, name: str, *, type: str | None = None, limit: int = 10) -> list[Match]:  # noqa: A002
        """Entities by any name in either script: exact, then prefix, substring and near spellings."""
        _at_least(limit=(limit, 1))
        return self._names.find(name, type_=type, limit=limit)

    def relation(self, relation_id: str) -> Relation:
        """One relation by id."""
        found = self._adjacency.get(relation_id)
        if found is None:
            hint = "The relations of an entity carry their ids."
            raise NotFound(f"There is no relation {relation_id!r}.", hint=hint, details={"id": relation_id})
        return found

    def relations(
        self, entity_id: str | None = None, *, direction: Direction = "both", where: RelationFilter = EVERYTHING
    ) -> Iterator[Relation]:
        """The relations of one entity or of all, best supported first."""
        if entity_id is None:
            return self._adjacency.every(where, self._type_of)
        here = self.entity(entity_id).id
        found = self._adjacency.at(here, direction, where)
        return (r for r in found if self._type_of(other_end(r, here)) in where.types) if where.types else found

    def neighbours(
        self, entity_id: str, *, direction: Direction = "both", where: RelationFilter = EVERYTHING
    ) -> list[str]:
        """The other ends of the relations of an entity, some perhaps twice, in a stable order."""
        found = self._adjacency.neighbours(self.entity(entity_id).id, direction, where)
        return [e for e in found if self._type_of(e) in where.types] if where.types else found

    def between(
        self, start: str, end: str, *, direction: Direction = "both", where: RelationFilter = EVERYTHING
    ) -> list[Relation]:
        """The relations of two entities, best supported first."""
        here, there = self.entity(start).id, self.entity(end)
        wanted = not where.types or there.type in where.types
        return self._adjacency.between(here, there.id, direction, where) if wanted else []

    def most(
        self, *, direction: Direction = "both", where: RelationFilter = EVERYTHING, limit: int = 100
    ) -> list[Tally]:
        """The entities with the most relations, the most first."""
        _at_least(limit=(limit, 1))
        return self._adjacency.most(direction, where, self._type_of, limit)

    def statements(self, relation_id: str, *, where: RelationFilter = EVERYTHING) -> list[StatementRecord]:
        """The statements of a relation with their quotes, newest document first."""
        relation = self.relation(relation_id)
        return selected(self._evidence, [relation], where)[relation.id]

    def statements_of(
        self, relation_ids: Iterable[str], *, where: RelationFilter = EVERYTHING, surest: int | None = None
    ) -> dict[str, list[StatementRecord]]:
        """The statements of each of these relations, read at once: what to use for more than a few."""
        relations = [self.relation(relation_id) for relation_id in dict.fromkeys(relation_ids)]
        return selected(self._evidence, relations, where, surest=surest)

    def neighbourhood(
        self, entity_id: str, *, depth: int = 1, where: RelationFilter = EVERYTHING, limit: int = 300
    ) -> Subgraph:
        """Everything within `depth` steps, the best supported first when there is more than `limit` entities."""
        _at_least(depth=(depth, 0), limit=(limit, 1))
        here = self.entity(entity_id).id
        chosen, truncated = subgraphs.within(
            self._adjacency, here, depth=depth, where=where, type_of=self._type_of, limit=limit
        )
        return self._subgraph(chosen, where, truncated=truncated)

    def whole(self, *, where: RelationFilter = EVERYTHING, limit: int = 300) -> Subgraph:
        """The graph, or its most connected part. Entities without a relation are left out."""
        _at_least(limit=(limit, 1))
        chosen, truncated = self._adjacency.most_connected(where, self._type_of, limit)
        return self._subgraph(chosen, where, truncated=truncated)

    def paths(
        self, start: str, end: str, *, k: int = 1, directed: bool = False, where: RelationFilter = EVERYTHING
    ) -> list[Path]:
        """The k shortest simple paths, by the best supported relation at each step; empty where there is none."""
        _at_least(k=(k, 1))
        ends = self.entity(start).id, self.entity(end).id
        return paths.paths(self._adjacency, ends, k=k, directed=directed, where=where, type_of=self._type_of)

    def document(self, document_id: str) -> DocumentRecord:
        """One article. NotFound where it is not there."""
        found = self._documents.get(document_id)
        if found is None:
            raise no_document(document_id)
        return found

    def documents(self) -> Sequence[DocumentRecord]:
        """All articles, newest first."""
        return self._newest()

    def following(self, make: Callable[[Iterable[EntityRecord]], F]) -> F:
        """What this makes of all entities: made once, and from one state to the next brought up by what changed."""
        with self._making:
            if make not in self._followers:
                self._followers[make] = make(self._entities.values())
            return cast("F", self._followers[make])

    def statistics(self) -> dict[str, int]:
        """How many documents, entities, relations and statements there are."""
        return {
            "documents": len(self._documents),
            "entities": len(self._entities),
            "relations": len(self._adjacency),
            "statements": self._adjacency.statements,
        }

    def _by_other_name(self, entity_id: str) -> EntityRecord | None:
        """The one entity of this type that has this name."""
        kind, _, name = entity_id.partition(":")
        named = [e for e in self._names.exact(name) if e.type.lower() == kind.lower()]
        return named[0] if len(named) == 1 else None

    def _subgraph(self, chosen: dict[str, None], where: RelationFilter, *, truncated: bool) -> Subgraph:
        relations = tuple(self._adjacency.among(chosen, where))
        return Subgraph(tuple(self._entities[e] for e in chosen), relations, truncated)

    def _type_of(self, entity_id: str) -> str:
        return self._entities[entity_id].type


def _changed(before: Map[str, T], changes: Mapping[str, T | None]) -> Map[str, T]:
    """The map with what is new put in and what is gone taken out."""
    with before.mutate() as after:
        for key, value in changes.items():
            if value is not None:
                after[key] = value
            else:
                after.pop(key, None)
        changed = after.finish()
    return changed  # noqa: RET504 - a return inside `with` may be skipped, as far as mypy knows


def _by_mentions(entity: EntityRecord) -> tuple[int, int, str]:
    return (-entity.mentions, -entity.documents, entity.id)


def _newest(document: DocumentRecord) -> tuple[str, str]:
    return _turned(document.date or ""), document.id


@lru_cache(10_000)
def _turned(date: str) -> str:
    """What sorts the later dates first: each letter as far from the end as it was from the beginning."""
    return "".join(chr(sys.maxunicode - ord(letter)) for letter in date) + chr(sys.maxunicode)


def _at_least(**bounds: tuple[int, int]) -> None:
    for name, (value, least) in bounds.items():
        if value < least:
            raise InvalidRequest(f"{name} is {value}.", hint=f"It is at least {least}.", details={"argument": name})
