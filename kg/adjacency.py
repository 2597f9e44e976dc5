"""All relations, and which are at which entity: columns, with what changed since laid over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from heapq import merge, nsmallest
from typing import NamedTuple

import numpy as np

from kg.columns import Columns, Numbers, Side
from kg.graph import Tally
from kg.made import Made, TypeOf
from kg.overlay import NOTHING, Overlay, Patch, by_support
from kg.ranking import columns_of
from kg.relation import EVERYTHING, Relation, RelationFilter
from kg.tally import tallied

__all__ = ["Adjacency", "by_support", "other_end"]

Direction = str
_OPPOSITE = {"out": "in", "in": "out", "both": "both"}
_LAID = 5_000  # relations that may lie over the columns, and which part of all: else the columns are made anew
_SHARE = 0.1
_AT_ONCE = 500


def other_end(relation: Relation, here: str) -> str:
    """The entity at the end that is not here."""
    return relation.tail if relation.head == here else relation.head


class _End(NamedTuple):
    """One side of an entity: its rows and their other ends in the columns, and what is laid over them."""

    rows: Numbers
    others: Numbers
    patch: Patch


class Adjacency:
    """All relations, best supported first. Unchangeable; `updated` gives another that shares most of it."""

    def __init__(
        self,
        columns: Columns | None = None,
        overlay: Overlay | None = None,
        made: Made | None = None,
    ) -> None:
        self._columns = columns_of([]) if columns is None else columns
        self._overlay = overlay or Overlay()
        self._made = made or Made(self._columns)

    def updated(self, changes: Mapping[str, Relation | None]) -> Adjacency:
        """The same with some relations put in or in place of others, and some (None) taken out."""
        overlay = self._overlay.updated(self._columns, changes)
        after = Adjacency(self._columns, overlay, self._made)
        much = len(overlay.changed) > _LAID + _SHARE * len(self._columns)
        return Adjacency(columns_of(after.every())) if much else after

    def __len__(self) -> int:
        return len(self._alive) + sum(1 for _ in self._overlay.come())

    def get(self, relation_id: str) -> Relation | None:
        """The relation of this id."""
        if relation_id in self._overlay.changed:
            return self._overlay.changed[relation_id]
        row = self._columns.row(relation_id)
        return None if row is None else self._made.value(row)

    @cached_property
    def statements(self) -> int:
        """How many statements all relations have."""
        gone = (self._columns.row(i) for i in self._overlay.changed)
        less = sum(self._columns.statements(row) for row in gone if row is not None)
        return len(self._columns.documents) - less + sum(r.statements for r in self._overlay.come())

    def every(self, where: RelationFilter = EVERYTHING, type_of: TypeOf | None = None) -> Iterator[Relation]:
        """All relations, or those that the filter admits; with `type_of` both ends are of its types."""
        rows, come = self._selected(where, type_of)
        in_columns = self._made.values(rows)
        return merge(in_columns, come, key=by_support) if come else in_columns

    def most_connected(self, where: RelationFilter, type_of: TypeOf, limit: int) -> tuple[dict[str, None], bool]:
        """The `limit` entities with the most of the relations in `every`; and whether there are more that have some."""
        columns, (rows, come) = self._columns, self._selected(where, type_of)
        counts = np.zeros(len(columns.entities), np.int64)
        for ends in (columns.heads, columns.tails):
            counts += np.bincount(ends[rows], minlength=len(counts))
        new: Counter[str] = Counter()
        for end in (end for relation in come for end in (relation.head, relation.tail)):
            if end in columns.slots:
                counts[columns.slots[end]] += 1
            else:
                new[end] += 1
        some = np.flatnonzero(counts)
        least = np.partition(counts[some], -limit)[-limit] if len(some) > limit else 1
        enough = np.flatnonzero(counts >= least)  # with all that are equal
        known = zip(map(columns.entities.__getitem__, enough.tolist()), counts[enough].tolist(), strict=True)
        degrees = {**dict(known), **new}
        ranked = nsmallest(limit, degrees, key=lambda entity: (-degrees[entity], entity))
        return dict.fromkeys(ranked), len(some) + len(new) > limit

    def degree(self, entity_id: str) -> int:
        """How many relations are at the entity."""
        slot, columns, laid = self._columns.slots.get(entity_id), self._columns, self._overlay
        count = 0 if slot is None else columns.outgoing.count(slot) + columns.incoming.count(slot)
        for patches in (laid.outgoing, laid.incoming) if laid.changed else ():
            gone, come = patches.get(entity_id, NOTHING)
            count += len(come) - len(gone)
        return count

    def at(
        self, entity_id: str, direction: Direction = "both", where: RelationFilter = EVERYTHING
    ) -> Iterator[Relation]:
        """The relations of an entity that the filter admits, best supported first; types are not looked at."""
        ends = self._ends(entity_id, direction)
        rows = ends[0].rows if len(ends) == 1 else np.sort(np.concatenate([end.rows for end in ends]))
        if not self._overlay.changed:
            return self._made.admitted_values(rows, where)
        gone = frozenset[int]().union(*(end.patch.gone for end in ends))
        in_columns = self._made.admitted_values(_without(rows, gone), where)
        come = [filter(where.admits, end.patch.come) for end in ends if end.patch.come]
        return merge(in_columns, *come, key=by_support) if come else in_columns

    def neighbours(self, entity_id: str, direction: Direction, where: RelationFilter) -> list[str]:
        """The entities one step away, some perhaps twice, in a stable order. For searches, so as fast as it can be."""
        if not self._overlay.changed and not where.restricts:
            return self._plain_neighbours(entity_id, direction)
        found: list[str] = []
        entities, restricted = self._columns.entities, where.restricts
        for rows, others, (gone, come) in self._ends(entity_id, direction):
            if gone or restricted:
                some = self._made.admitted(_without(rows, gone), where)
                others = others[np.searchsorted(rows, some)]  # noqa: PLW2901 - of those rows
            found += [entities[slot] for slot in others.tolist()]
            found += [other_end(relation, entity_id) for relation in come if where.admits(relation)]
        return found

    def _plain_neighbours(self, entity_id: str, direction: Direction) -> list[str]:
        """The same where nothing is laid over the columns and all is admitted."""
        slot = self._columns.slots.get(entity_id)
        if slot is None:
            return []
        out = self._columns.outgoing.ends(slot) if direction != "in" else []
        into = self._columns.incoming.ends(slot) if direction != "out" else []
        return [*map(self._columns.entities.__getitem__, out + into)]

    def around(self, entities: Sequence[str], where: RelationFilter) -> Iterator[str]:
        """The other ends of all relations of these entities, by the best supported first; whoever reads may stop early.

        Costs a sort of their rows; values are made only where something is laid over the columns.
        """
        columns, laid = self._columns, self._overlay
        rows, others = columns.around(entities)
        patches = [(e, p.get(e, NOTHING)) for e in entities for p in (laid.outgoing, laid.incoming) if laid.changed]
        gone = frozenset[int]().union(*(patch.gone for _, patch in patches))
        if gone or where.restricts:
            some = self._made.admitted(_without(rows, gone), where)
            rows, others = some, others[np.searchsorted(rows, some)]
        come = [(by_support(r), other_end(r, e)) for e, patch in patches for r in patch.come if where.admits(r)]
        if not come:
            return _named(columns.entities, others)
        there = zip(map(by_support, self._made.values(rows)), _named(columns.entities, others), strict=True)
        return (entity for _, entity in merge(there, sorted(come)))

    def between(self, here: str, there: str, direction: Direction, where: RelationFilter) -> list[Relation]:
        """The relations of two entities, best supported first; looked for where there are fewer."""
        if self.degree(there) < self.degree(here):
            here, there, direction = there, here, _OPPOSITE[direction]
        slot = self._columns.slots.get(there, -1)
        found: list[Relation] = []
        for rows, others, (gone, come) in self._ends(here, direction):
            found += self._made.admitted_values(_without(rows[others == slot], gone), where)
            found += [r for r in come if other_end(r, here) == there and where.admits(r)]
        return sorted(found, key=by_support)

    def most(self, direction: Direction, where: RelationFilter, type_of: TypeOf, limit: int) -> list[Tally]:
        """The entities with the most relations, and the best of each; the types are those of the other end."""
        rows, come = self._selected(replace(where, types=frozenset()), type_of)
        heads, tails = self._columns.heads, self._columns.tails
        ends, counted, laid = [rows[:0]], [rows[:0]], []
        for out in (True, False) if direction == "both" else (direction == "out",):
            near, far = (heads, tails) if out else (tails, heads)
            some = rows[self._made.typed(far[rows], where.types, type_of)] if where.types else rows
            ends.append(near[some])
            counted.append(some)
            pairs = ((r.head, r.tail, r) if out else (r.tail, r.head, r) for r in come)
            laid += [(here, r) for here, there, r in pairs if not where.types or type_of(there) in where.types]
        return tallied(self._made, np.concatenate(ends), np.concatenate(counted), laid, limit=limit)

    def among(self, entities: Collection[str], where: RelationFilter) -> list[Relation]:
        """The relations that join two of these and that the filter admits, best supported first."""
        rows, gone = self._columns.among(entities), set[int]()
        come: list[Relation] = []
        if self._overlay.changed:
            chosen = set(entities)
            for patch in filter(None, map(self._overlay.outgoing.get, entities)):
                gone |= patch.gone
                come += [r for r in patch.come if r.tail in chosen and where.admits(r)]
        in_columns = self._made.admitted_values(_without(rows, gone), where)
        return sorted([*in_columns, *come], key=by_support) if come else list(in_columns)

    @cached_property
    def _alive(self) -> Numbers:
        """The rows over which nothing is laid."""
        alive = np.ones(len(self._columns), bool)
        alive[[row for i in self._overlay.changed if (row := self._columns.row(i)) is not None]] = False
        return np.flatnonzero(alive).astype(np.int32)

    def _selected(self, where: RelationFilter, type_of: TypeOf | None) -> tuple[Numbers, list[Relation]]:
        rows = self._made.admitted(self._alive, where)
        come = sorted(filter(where.admits, self._overlay.come()), key=by_support)
        if type_of is None or not where.types:
            return rows, come
        return self._typed(rows, where.types, type_of), [
            r for r in come if {type_of(r.head), type_of(r.tail)} <= where.types
        ]

    def _typed(self, rows: Numbers, types: Collection[str], type_of: TypeOf) -> Numbers:
        """Those of the rows whose ends are both of these types."""
        heads, tails = self._columns.heads[rows], self._columns.tails[rows]
        return rows[self._made.typed(heads, types, type_of) & self._made.typed(tails, types, type_of)]

    def _ends(self, entity_id: str, direction: Direction) -> list[_End]:
        """Outgoing, incoming, or both."""
        slot = self._columns.slots.get(entity_id)
        ends = []
        if direction != "in":
            ends.append(_end(self._columns.outgoing, slot, self._overlay.outgoing.get(entity_id, NOTHING)))
        if direction != "out":
            ends.append(_end(self._columns.incoming, slot, self._overlay.incoming.get(entity_id, NOTHING)))
        return ends


def _end(side: Side, slot: int | None, patch: Patch) -> _End:
    span = slice(0) if slot is None else side.span(slot)
    return _End(side.rows[span], side.others[span], patch)


def _named(entities: Sequence[str], slots: Numbers) -> Iterator[str]:
    for start in range(0, len(slots), _AT_ONCE):
        yield from map(entities.__getitem__, slots[start : start + _AT_ONCE].tolist())


def _without(rows: Numbers, gone: Collection[int]) -> Numbers:
    return rows[~np.isin(rows, list(gone))] if gone else rows
