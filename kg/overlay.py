"""Changes laid over columns: relations that came or went since the columns were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from immutables import Map

from kg.columns import Columns
from kg.relation import Relation

__all__ = ["NOTHING", "Overlay", "Patch", "by_support"]


def by_support(relation: Relation) -> tuple[int, int, float, str]:
    """What sorts relations: more sources first, then more statements, then the surer."""
    return (-relation.sources, -relation.statements, -relation.confidence, relation.id)


class Patch(NamedTuple):
    """What is other at one side of an entity: rows that count no more, and relations that do, best supported first."""

    gone: frozenset[int]
    come: tuple[Relation, ...]


NOTHING = Patch(frozenset(), ())
Patches = Map[str, Patch]


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """All changes by the relations' ids (None: it is gone), and by the entities at their ends. Never changed."""

    changed: Map[str, Relation | None] = field(default_factory=Map)
    outgoing: Patches = field(default_factory=Map)
    incoming: Patches = field(default_factory=Map)

    def updated(self, columns: Columns, changes: Mapping[str, Relation | None]) -> Overlay:
        """The same and these; a relation that is None is gone."""
        rows = [row for i in changes if i not in self.changed and (row := columns.row(i)) is not None]
        left = [r for i in changes if (r := self.changed.get(i))]
        come = [r for r in changes.values() if r]
        outgoing, incoming = _Moves(), _Moves()
        for row in rows:
            outgoing.rows[columns.entities[columns.heads.item(row)]].add(row)
            incoming.rows[columns.entities[columns.tails.item(row)]].add(row)
        for relation in left:
            outgoing.left[relation.head].add(relation.id)
            incoming.left[relation.tail].add(relation.id)
        for relation in come:
            outgoing.come[relation.head].append(relation)
            incoming.come[relation.tail].append(relation)
        return Overlay(self._put(columns, changes), outgoing.patched(self.outgoing), incoming.patched(self.incoming))

    def _put(self, columns: Columns, changes: Mapping[str, Relation | None]) -> Map[str, Relation | None]:
        """What is gone is remembered only where the columns have it."""
        with self.changed.mutate() as after:
            for id_, relation in changes.items():
                if relation is not None or columns.row(id_) is not None:
                    after[id_] = relation
                else:
                    after.pop(id_, None)
            changed = after.finish()
        return changed  # noqa: RET504 - a return inside `with` may be skipped, as far as mypy knows

    def come(self) -> Iterable[Relation]:
        """The relations that are new or other than in the columns, in no order."""
        return filter(None, self.changed.values())


class _Moves:
    """What one change does at one side, by entity."""

    def __init__(self) -> None:
        self.rows: defaultdict[str, set[int]] = defaultdict(set)
        self.left: defaultdict[str, set[str]] = defaultdict(set)
        self.come: defaultdict[str, list[Relation]] = defaultdict(list)

    def patched(self, before: Patches) -> Patches:
        with before.mutate() as after:
            for entity in self.rows.keys() | self.left.keys() | self.come.keys():
                patch = self._patch(entity, before.get(entity, NOTHING))
                if patch != NOTHING:
                    after[entity] = patch
                else:
                    after.pop(entity, None)
            patches = after.finish()
        return patches  # noqa: RET504 - as above

    def _patch(self, entity: str, before: Patch) -> Patch:
        left = self.left.get(entity, ())
        stay = [relation for relation in before.come if relation.id not in left]
        come = sorted(stay + self.come.get(entity, []), key=by_support)
        return Patch(before.gone | self.rows.get(entity, frozenset()), tuple(come))
