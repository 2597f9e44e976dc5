"""Columns with what has been made of them when somebody asked: values, filters, and the types of entities."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import lru_cache, partial
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from kg.admission import Admission
from kg.columns import Columns, Numbers
from kg.relation import Relation, RelationFilter

__all__ = ["Made", "TypeOf"]

TypeOf = Callable[[str], str]
_KEPT = 5_000  # values, once somebody has asked for them: more would be what a collection of garbage has to look at
_FEW = 32  # rows, whose values are asked one by one sooner than the columns
_FIRST = 100  # rows of a walk whose values are kept: what is looked at most often
_AT_ONCE = 500
_FILTERS = 8  # the last ones, a byte for each relation


class Made:
    """What all states of a graph share that have the same columns. May be used by threads."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.value: Callable[[int], Relation] = lru_cache(_KEPT)(columns.relation)
        self._admission = lru_cache(_FILTERS)(partial(Admission, columns))
        self._types = np.full(len(columns.entities), -1, np.int16)
        self._numbers: dict[str, int] = {}
        self._lock = Lock()

    def values(self, rows: Numbers) -> Iterator[Relation]:
        """The relations of these rows; whoever reads may stop early."""
        yield from map(self.value, rows[:_FIRST].tolist())
        for start in range(_FIRST, len(rows), _AT_ONCE):
            yield from self.columns.relations(rows[start : start + _AT_ONCE])

    def admitted(self, rows: Numbers, where: RelationFilter) -> Numbers:
        """Those of the rows that the filter admits, in their order; the types of the ends are not looked at."""
        return self._admission(where)(rows) if where.restricts else rows

    def admitted_values(self, rows: Numbers, where: RelationFilter) -> Iterator[Relation]:
        """The relations of those rows that the filter admits."""
        if not where.restricts or len(rows) > _FEW:
            return self.values(self.admitted(rows, where))
        return filter(where.admits, map(self.value, rows.tolist()))

    def typed(self, slots: Numbers, types: Collection[str], type_of: TypeOf) -> NDArray[np.bool_]:
        """Which of these entities are of these types; each is asked once, as an id never changes its type."""
        unknown = np.unique(slots[self._types[slots] < 0]).tolist()
        with self._lock:
            for slot in unknown:
                type_ = type_of(self.columns.entities[slot])
                self._types[slot] = self._numbers.setdefault(type_, len(self._numbers))
            wanted = np.array([type_ in types for type_ in self._numbers], bool)
        return wanted[self._types[slots]] if len(slots) else np.zeros(0, bool)
