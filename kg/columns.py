"""Relations as columns of numbers: some sixty bytes each, and made into values when somebody asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.model import Modality
from kg.relation import Relation, Support

__all__ = ["MODALITIES", "Columns", "Floats", "Numbers", "Side", "Source"]

Numbers = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
Source = tuple[str, str, str | None]
"""A document's id, its origin and its date."""

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
        supports = map(
            Support._make,
            [
                (*self.sources[document], MODALITIES[modality], confidence)
                for document, modality, confidence in zip(
                    self.documents[at].tolist(),
                    self.modalities[at].tolist(),
                    self.confidences[at].tolist(),
                    strict=True,
                )
            ],
        )
        support = [tuple(islice(supports, count)) for count in counts.tolist()]
        ids = self.ids[rows].astype(">u8").tobytes().hex()
        return map(
            Relation,
            [ids[start : start + 16] for start in range(0, len(ids), 16)],
            map(self.entities.__getitem__, self.heads[rows].tolist()),
            map(self.names.__getitem__, self.kinds[rows].tolist()),
            map(self.entities.__getitem__, self.tails[rows].tolist()),
            map(_origins, support),
            support,
        )

    def statements_of(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """Where the statements of these rows (at least one) are, row by row; and how many each row has."""
        begin = self.first[rows]
        counts = self.first[rows + 1] - begin
        ends = np.cumsum(counts)
        return np.arange(ends[-1]) + np.repeat(begin - (ends - counts), counts), counts

    def _support(self, at: int) -> Support:
        modality = MODALITIES[self.modalities.item(at)]
        return Support(*self.sources[self.documents.item(at)], modality, self.confidences.item(at))


def _origins(support: Sequence[Support]) -> int:
    return 1 if len(support) == 1 else len({statement.origin for statement in support})
