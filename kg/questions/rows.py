"""Rows from relations: the statements that count, and what they say of the other end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from kg.graph import Direction, EntityRecord, Graph, Relation, RelationFilter, StatementRecord
from kg.model import Modality
from kg.questions.filters import Filters
from kg.questions.forms import Form
from kg.questions.found import Row, Stance, Subject
from kg.questions.reading import Reading
from kg.questions.values import Measure, TypeName

__all__ = ["Asked", "other_end", "read_ahead", "relations_at", "row_of", "rows_at", "rows_of"]

T = TypeVar("T")
_PER_ROW = 5
"""Statements quoted for a row; the relation counts all."""
_MOST_READ = 2000
"""Relations whose statements are read for one question. What lies behind is not looked at, and the answer says so."""
_READ_FIRST, _READ_AT_ONCE = 21, 80
"""Relations whose statements are read by one query: two tell whether there are more than a hundred rows."""

_SUREST = (Modality.ASSERTED, Modality.REPORTED, Modality.FORECAST, Modality.HYPOTHETICAL, Modality.NEGATED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put to a graph: how it was read, what its slots mean, and its filters."""

    graph: Graph
    reading: Reading
    subjects: Mapping[str, Subject]
    filters: Filters

    @property
    def form(self) -> Form:
        """The form that reads it."""
        return self.reading.form

    def entities(self, slot: str) -> tuple[EntityRecord, ...]:
        """What a slot means; nothing where it is not filled."""
        return self.subjects[slot].entities if slot in self.subjects else ()

    @property
    def type(self) -> str | None:
        """The entity type that is asked for by name, if one is."""
        value = self.reading.slots.get("t")
        return value.type if isinstance(value, TypeName) else None

    @property
    def measure(self) -> tuple[str, ...]:
        """The words that say what a figure measures."""
        value = self.reading.slots.get("m")
        return value.words if isinstance(value, Measure) else (value.text,) if value else ()

    @property
    def measure_word(self) -> str:
        """The question's own word for what a figure measures."""
        value = self.reading.slots.get("m")
        return value.text if value else ""

    def on_topic(self, words: tuple[str, ...]) -> Asked:
        """The same question, where one of these words must stand beside what is said."""
        return replace(self, filters=replace(self.filters, topic=words))

    def spoken_by(self, speakers: set[str]) -> Asked:
        """The same question, where one of these must be who says it, in any modality but denial."""
        modalities = frozenset(Modality) - {Modality.NEGATED}
        return replace(self, filters=replace(self.filters, speakers=frozenset(speakers), modalities=modalities))

    def statements(self, relation: Relation) -> tuple[StatementRecord, ...]:
        """The statements of a relation that count, the surest first."""
        return self.counting(self.read([relation])[relation.id])

    def read(self, relations: Iterable[Relation]) -> Mapping[str, Sequence[StatementRecord]]:
        """The statements of these relations, of the modalities that are asked for; where that is all, the surest."""
        where = RelationFilter(modalities=self.filters.modalities)
        surest = None if self.filters.looks_inside else _PER_ROW
        return self.graph.statements_of((relation.id for relation in relations), where=where, surest=surest)

    def counting(self, statements: Iterable[StatementRecord], *, about: str = "") -> tuple[StatementRecord, ...]:
        """Those of the statements that count, the surest first."""
        admitted = [s for s in statements if self.filters.admits(s, about=about)]
        return tuple(sorted(admitted, key=lambda s: (-s.confidence, s.id))[:_PER_ROW])


def relations_at(
    asked: Asked,
    entity: EntityRecord,
    names: Iterable[str],
    *,
    direction: Direction = "both",
    types: frozenset[str] = frozenset(),
) -> Iterator[Relation]:
    """The relations of these names at an entity, of the modalities and sources that are asked for."""
    where = RelationFilter(frozenset(names), asked.filters.modalities, types)
    found = asked.graph.relations(entity.id, direction=direction, where=where)
    for number, relation in enumerate(found):
        if number >= _MOST_READ:
            return
        if relation.sources >= asked.filters.sources:
            yield relation


def rows_at(
    asked: Asked,
    entity: EntityRecord,
    names: Iterable[str],
    *,
    direction: Direction = "both",
    types: frozenset[str] = frozenset(),
    section: str | None = None,
) -> Iterator[Row]:
    """A row for each relation at an entity that has a statement which counts, best supported first."""
    found = relations_at(asked, entity, names, direction=direction, types=types)
    return rows_of(asked, ((relation, entity) for relation in found), section=section)


def rows_of(
    asked: Asked,
    relations: Iterable[tuple[Relation, EntityRecord]],
    *,
    section: str | None = None,
    stance: Stance | None = None,
) -> Iterator[Row]:
    """What each relation says of the end that is not this entity, where a statement counts."""
    for (relation, of), every in read_ahead(asked, relations, lambda pair: pair[0]):
        entity = asked.graph.entity(other_end(relation, of.id))
        statements = asked.counting(every, about="\n".join(entity.names))
        if statements:
            yield Row(
                entity=entity,
                of=of,
                relations=(relation,),
                section=section,
                stance=stance,
                modality=min((s.modality for s in statements), key=_SUREST.index),
                statements=statements,
            )


def read_ahead(
    asked: Asked, items: Iterable[T], relation_of: Callable[[T], Relation]
) -> Iterator[tuple[T, Sequence[StatementRecord]]]:
    """Each item with the statements of its relation, which are read for many at once.

    Fewer are read at first: whoever reads may stop early.
    """
    rest, size = iter(items), _READ_FIRST
    while some := list(islice(rest, size)):
        every = asked.read(map(relation_of, some))
        yield from ((item, every[relation_of(item).id]) for item in some)
        size = _READ_AT_ONCE


def row_of(asked: Asked, relation: Relation, of: EntityRecord, *, stance: Stance | None = None) -> Row | None:
    """What the relation says of the other end; None where no statement counts."""
    return next(rows_of(asked, [(relation, of)], stance=stance), None)


def other_end(relation: Relation, entity_id: str) -> str:
    """The id at the other end of a relation."""
    return relation.tail if relation.head == entity_id else relation.head
