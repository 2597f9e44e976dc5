"""Which rows of the columns a filter admits: what RelationFilter.admits says of a value, for many at once."""

from __future__ import annotations

from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from kg.columns import MODALITIES, Columns, Numbers
from kg.relation import RelationFilter

__all__ = ["Admission"]

Mask = NDArray[np.bool_]


class Admission:
    """A filter over these columns. What it has asked of as many rows as there are, it answers of all rows at once."""

    def __init__(self, columns: Columns, where: RelationFilter) -> None:
        self._columns = columns
        self._where = where
        self._looked_at = 0

    def __call__(self, rows: Numbers) -> Numbers:
        """Those of the rows that are admitted, in their order; the types of the ends are not looked at."""
        self._looked_at += len(rows)
        if self._looked_at > len(self._columns):
            return rows[self._every[rows]]
        return self._some(rows)

    @cached_property
    def _every(self) -> Mask:
        every = np.zeros(len(self._columns), bool)
        every[self._some(np.arange(len(every)))] = True
        return every

    def _some(self, rows: Numbers) -> Numbers:
        if self._where.relations:
            named = np.array([name in self._where.relations for name in self._columns.names], bool)
            rows = rows[named[self._columns.kinds[rows]]]
        if self._where.looks_at_statements and len(rows):
            rows = rows[self._backed(rows)]
        return rows

    def _backed(self, rows: Numbers) -> Mask:
        """Which of the rows rest on a statement that meets all conditions."""
        statements, counts = self._columns.statements_of(rows)
        backed = np.zeros(len(rows), bool)
        backed[np.repeat(np.arange(len(rows)), counts)[self._met(statements)]] = True
        return backed

    def _met(self, statements: Numbers) -> Mask:
        columns, where = self._columns, self._where
        met = columns.confidences[statements] >= where.min_confidence
        if where.modalities:
            met &= np.array([modality in where.modalities for modality in MODALITIES])[columns.modalities[statements]]
        if where.looks_at_documents:
            met &= self._documents[columns.documents[statements]]
        return met

    @cached_property
    def _documents(self) -> Mask:
        """Which documents meet the conditions: most days have many."""
        admits_day, source = cache(self._where.admits_day), self._where.source
        sources = self._columns.sources
        return np.array([admits_day(date) and (not source or id_ == source) for id_, _, date in sources], bool)
