"""Columns of relations in any order -> columns in the order of support, with what finds an entity's relations."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kg.columns import MODALITIES, Columns, Floats, Numbers, Side, Source
from kg.relation import Relation

__all__ = ["Loose", "columns_of", "ranked"]

_NUMBER = {modality: number for number, modality in enumerate(MODALITIES)}


@dataclass(frozen=True, slots=True, eq=False)
class Loose:
    """Relations and statements as numbers, each in any order; `said` is which relation a statement says."""

    ids: Numbers
    heads: Numbers
    kinds: Numbers
    tails: Numbers
    said: Numbers
    documents: Numbers
    modalities: Numbers
    confidences: Floats
    entities: Sequence[str]
    names: Sequence[str]
    sources: Sequence[Source]


def ranked(loose: Loose) -> Columns:
    """The columns. Each relation has a statement; O(n log n)."""
    said, place, works = loose.said, *_by_origin(loose.sources)
    order = np.lexsort((-loose.confidences, loose.modalities, place[loose.documents], said))
    rank = _best_first(loose, said[order], works[loose.documents[order]], loose.confidences[order])
    new = np.empty(len(rank), np.int32)
    new[rank] = np.arange(len(rank), dtype=np.int32)
    order = order[np.argsort(new[said[order]], kind="stable")]
    heads, tails = loose.heads[rank].astype(np.int32), loose.tails[rank].astype(np.int32)
    ids = loose.ids[rank]
    return Columns(
        ids=ids,
        by_id=np.argsort(ids).astype(np.int32),
        heads=heads,
        kinds=loose.kinds[rank].astype(np.uint16),
        tails=tails,
        first=_starts(np.bincount(said, minlength=len(rank))[rank]),
        documents=loose.documents[order].astype(np.int32),
        modalities=loose.modalities[order].astype(np.uint8),
        confidences=loose.confidences[order],
        entities=loose.entities,
        slots={entity: slot for slot, entity in enumerate(loose.entities)},
        names=loose.names,
        sources=loose.sources,
        outgoing=_side(heads, tails, len(loose.entities)),
        incoming=_side(tails, heads, len(loose.entities)),
    )


def _by_origin(sources: Sequence[Source]) -> tuple[Numbers, Numbers]:
    """Each document's place when sorted by origin and id, and the number of its origin."""
    place, work = (np.empty(len(sources), np.int32) for _ in range(2))
    number, before = -1, None
    for at, source in enumerate(sorted(range(len(sources)), key=lambda n: (sources[n][1], sources[n][0]))):
        number += sources[source][1] != before
        before = sources[source][1]
        place[source], work[source] = at, number
    return place, work


def _best_first(loose: Loose, said: Numbers, works: Numbers, confidences: Floats) -> Numbers:
    """Relations in the order of kg.adjacency.by_support; statements are given sorted by relation and work."""
    count = len(loose.ids)
    if not count:
        return np.empty(0, np.int32)
    statements = np.bincount(said, minlength=count)
    other = np.ones(len(said), bool)
    other[1:] = (said[1:] != said[:-1]) | (works[1:] != works[:-1])
    sources = np.bincount(said[other], minlength=count)
    surest = np.maximum.reduceat(confidences, _starts(statements)[:-1])
    return np.lexsort((loose.ids, -surest, -statements, -sources))


def _starts(counts: Numbers) -> Numbers:
    starts = np.zeros(len(counts) + 1, np.int32)
    np.cumsum(counts, out=starts[1:])
    return starts


def _side(ends: Numbers, others: Numbers, entities: int) -> Side:
    rows = np.argsort(ends, kind="stable").astype(np.int32)
    return Side(_starts(np.bincount(ends, minlength=entities)), rows, others[rows])


def columns_of(relations: Iterable[Relation]) -> Columns:
    """The columns of values."""
    writing = _Writing()
    for relation in relations:
        writing.put(relation)
    return ranked(writing.loose())


@dataclass
class _Writing:
    """Values taken apart, one after the other."""

    entities: dict[str, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    sources: dict[Source, int] = field(default_factory=dict)
    ids: array[int] = field(default_factory=lambda: array("Q"))
    triples: array[int] = field(default_factory=lambda: array("i"))
    statements: array[int] = field(default_factory=lambda: array("i"))
    confidences: array[float] = field(default_factory=lambda: array("d"))

    def put(self, relation: Relation) -> None:
        said = len(self.ids)
        self.ids.append(int(relation.id, 16))
        self.triples.append(self.entities.setdefault(relation.head, len(self.entities)))
        self.triples.append(self.names.setdefault(relation.relation, len(self.names)))
        self.triples.append(self.entities.setdefault(relation.tail, len(self.entities)))
        for support in relation.support:
            source = support.document, support.origin, support.date
            document = self.sources.setdefault(source, len(self.sources))
            self.statements.extend((said, document, _NUMBER[support.modality]))
            self.confidences.append(support.confidence)

    def loose(self) -> Loose:
        heads, kinds, tails = _three(self.triples)
        said, documents, modalities = _three(self.statements)
        return Loose(
            np.array(self.ids, np.uint64),
            heads,
            kinds,
            tails,
            said,
            documents,
            modalities,
            np.array(self.confidences, np.float64),
            list(self.entities),
            list(self.names),
            list(self.sources),
        )


def _three(numbers: array[int]) -> Any:
    return np.array(numbers, np.int32).reshape(-1, 3).T
