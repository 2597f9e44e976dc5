"""Rows from relations: the statements that count, and what they say of the other end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.graph import Direction, EntityRecord, Graph, Relation, RelationFilter, StatementRecord
from kg.model import Modality
from kg.questions.filters import Filters
from kg.questions.forms import Form
from kg.questions.found import Row, Stance, Subject
from kg.questions.reading import Reading
from kg.questions.values import Measure, TypeName

__all__ = ["Asked", "other_end", "relations_at", "row_of", "rows_at"]

_PER_ROW = 5
"""Statements quoted for a row; the relation counts all."""
_MOST_READ = 2000
"""Relations whose statements are read for one question. What lies behind is not looked at, and the answer says so."""


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

    def statements(self, relation: Relation, *, about: str = "") -> tuple[StatementRecord, ...]:
        """The statements of a relation that count, the surest first."""
        every = self.graph.statements(relation.id, where=RelationFilter(modalities=self.filters.modalities))
        admitted = [s for s in every if self.filters.admits(s, about=about)]
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
    for relation in relations_at(asked, entity, names, direction=direction, types=types):
        row = row_of(asked, relation, entity, section=section)
        if row is not None:
            yield row


def row_of(
    asked: Asked,
    relation: Relation,
    of: EntityRecord,
    *,
    section: str | None = None,
    stance: Stance | None = None,
) -> Row | None:
    """What the relation says of the other end; None where no statement counts."""
    entity = asked.graph.entity(other_end(relation, of.id))
    statements = asked.statements(relation, about="\n".join(entity.names))
    if not statements:
        return None
    return Row(
        entity=entity,
        of=of,
        relations=(relation,),
        section=section,
        stance=stance,
        modality=min((s.modality for s in statements), key=_SUREST.index),
        statements=statements,
    )


def other_end(relation: Relation, entity_id: str) -> str:
    """The id at the other end of a relation."""
    return relation.tail if relation.head == entity_id else relation.head
