"""Which rows of the columns a filter admits: what RelationFilter.admits says of a value, for many at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kg.columns import MODALITIES, Columns, Numbers
from kg.relation import RelationFilter

__all__ = ["admitted"]


def admitted(columns: Columns, rows: Numbers, where: RelationFilter) -> Numbers:
    """Those of the rows that are admitted, in their order; the types of the ends are not looked at."""
    if where.relations:
        named = np.array([name in where.relations for name in columns.names], bool)
        rows = rows[named[columns.kinds[rows]]]
    if where.looks_at_statements and len(rows):
        rows = rows[_backed(columns, rows, where)]
    return rows


def _backed(columns: Columns, rows: Numbers, where: RelationFilter) -> NDArray[np.bool_]:
    """Which of the rows rest on a statement that meets all conditions."""
    begin = columns.first[rows]
    counts = columns.first[rows + 1] - begin
    ends = np.cumsum(counts)
    statements = np.arange(ends[-1]) + np.repeat(begin - (ends - counts), counts)
    met = np.repeat(np.arange(len(rows)), counts)[_met(columns, statements, where)]
    backed = np.zeros(len(rows), bool)
    backed[met] = True
    return backed


def _met(columns: Columns, statements: Numbers, where: RelationFilter) -> NDArray[np.bool_]:
    met = columns.confidences[statements] >= where.min_confidence
    if where.modalities:
        met &= np.array([modality in where.modalities for modality in MODALITIES])[columns.modalities[statements]]
    if where.looks_at_documents:
        documents, which = np.unique(columns.documents[statements], return_inverse=True)
        sources = (columns.sources[document] for document in documents.tolist())
        met &= np.array([where.admits_document(id_, date) for id_, _, date in sources], bool)[which]
    return met
