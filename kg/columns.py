"""Relations as columns of numbers: some sixty bytes each, and made into values when somebody asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from kg.model import Modality
from kg.ranges import ranges
from kg.relation import Relation, Support

__all__ = ["MODALITIES", "Columns", "Floats", "Numbers", "Side", "Source"]

Numbers = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
T = TypeVar("T")
Source = tuple[str, str, str | None]
"""A document's id, its origin and its date."""

_HALF = 32  # bits
MODALITIES = tuple(sorted(Modality, key=lambda modality: modality.value))
"""By their number in the columns, which sorts as their names do."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Rows by the entity at one end: those of slot n are `rows[start[n]:start[n + 1]]`, best supported first.

    `others` are the slots at the other ends of `rows`: what searches look at, next to each other in memory.
    """

    start: Numbers
    rows: Numbers
    others: Numbers

    def span(self, slot: int) -> slice:
        """Where the entity's rows are."""
        return slice(self.start.item(slot), self.start.item(slot + 1))

    def count(self, slot: int) -> int:
        """How many rows the entity has."""
        return self.start.item(slot + 1) - self.start.item(slot)

    def ends(self, slot: int) -> list[int]:
        """The slots at the other ends of the entity's rows."""
        numbers: list[int] = self.others[self.start.item(slot) : self.start.item(slot + 1)].tolist()
        return numbers


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Relations by row, best supported first; entities, by slot, are numbered as they came.

    The statements of a row are those from `first[row]` to `first[row + 1]`, in the order of kg.merge. Never changed.
    """

    ids: Numbers
    by_id: Numbers  # rows, sorted by id
    heads: Numbers
    kinds: Numbers
    tails: Numbers
    first: Numbers
    documents: Numbers
    modalities: Numbers
    confidences: Floats
    entities: Sequence[str]
    slots: Mapping[str, int]
    names: Sequence[str]
    sources: Sequence[Source]
    outgoing: Side
    incoming: Side

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, relation_id: str) -> int | None:
        """Where the relation of this id is."""
        try:
            wanted = int(relation_id, 16)
        except ValueError:
            return None
        at = bisect_left(self.by_id, wanted, key=self.ids.item)
        row = self.by_id.item(at) if at < len(self) else None
        return row if row is not None and self.id(row) == relation_id else None

    def id(self, row: int) -> str:
        """The id of a relation, as kg.ids makes it."""
        return f"{self.ids.item(row):016x}"

    def around(self, entities: Iterable[str]) -> tuple[Numbers, Numbers]:
        """The rows at these entities and the slots at their other ends, best supported first.

        A row between two of the entities is there twice, by either end, in no order.
        """
        slots = self._slots(entities)
        sides = [(side, _within(side.start, slots)[0]) for side in (self.outgoing, self.incoming)]
        rows = np.concatenate([side.rows[at] for side, at in sides]).astype(np.int64)
        others = np.concatenate([side.others[at] for side, at in sides])
        ordered = np.sort(rows << _HALF | others)  # half of what sorting one by the other takes
        return ordered >> _HALF, ordered & ((1 << _HALF) - 1)

    def among(self, entities: Iterable[str]) -> Numbers:
        """The rows that join two of these entities, best supported first. Costs what leads out of them."""
        slots = self._slots(entities)
        wanted = np.zeros(len(self.entities), bool)
        wanted[slots] = True
        at, _ = _within(self.outgoing.start, slots)
        return np.sort(self.outgoing.rows[at[wanted[self.outgoing.others[at]]]])

    def _slots(self, entities: Iterable[str]) -> Numbers:
        return np.array([slot for entity in entities if (slot := self.slots.get(entity)) is not None], np.int64)

    def statements(self, row: int) -> int:
        """How many statements say it."""
        return self.first.item(row + 1) - self.first.item(row)

    def relation(self, row: int) -> Relation:
        """The relation as a value, made anew."""
        start, end = self.first.item(row), self.first.item(row + 1)
        support = tuple([self._support(at) for at in range(start, end)])
        return Relation(
            self.id(row),
            self.entities[self.heads.item(row)],
            self.names[self.kinds.item(row)],
            self.entities[self.tails.item(row)],
            _origins(support),
            support,
        )

    def relations(self, rows: Numbers) -> Iterator[Relation]:
        """The same for many rows at once, in half the time."""
        at, counts = self.statements_of(rows)
        sources = map(self.sources.__getitem__, self.documents[at].tolist())
        said = zip(sources, self.modalities[at].tolist(), self.confidences[at].tolist(), strict=True)
        supports = _each(Support, [(d, o, date, MODALITIES[m], confidence) for (d, o, date), m, confidence in said])
        support = [(next(supports),) if count == 1 else tuple(islice(supports, count)) for count in counts.tolist()]
        ids = self.ids[rows].astype(">u8").tobytes().hex()
        fields = zip(
            [ids[start : start + 16] for start in range(0, len(ids), 16)],
            map(self.entities.__getitem__, self.heads[rows].tolist()),
            map(self.names.__getitem__, self.kinds[rows].tolist()),
            map(self.entities.__getitem__, self.tails[rows].tolist()),
            map(_origins, support),
            support,
            strict=True,
        )
        return _each(Relation, fields)

    def statements_of(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """Where the statements of these rows are, row by row; and how many each row has."""
        return _within(self.first, rows)

    def _support(self, at: int) -> Support:
        modality = MODALITIES[self.modalities.item(at)]
        return Support(*self.sources[self.documents.item(at)], modality, self.confidences.item(at))


def _within(starts: Numbers, which: Numbers) -> tuple[Numbers, Numbers]:
    """All numbers from `starts[n]` to `starts[n + 1]` for each n of which, in turn; and how many of each."""
    begin = starts[which]
    counts = starts[which + 1] - begin
    return ranges(begin, counts), counts


def _each(kind: type[T], fields: Iterable[tuple[Any, ...]]) -> Iterator[T]:
    """A named tuple of each: `_make` without what it checks."""
    return map(tuple.__new__, repeat(kind), fields)  # type: ignore[arg-type] # a NamedTuple is a tuple


def _origins(support: Sequence[Support]) -> int:
    return 1 if len(support) == 1 else len({statement.origin for statement in support})
