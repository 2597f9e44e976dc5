"""Which relations are at which entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from heapq import merge

from immutables import Map

from kg.graph import Direction, Relation

__all__ = ["Adjacency", "by_support", "other_end"]

Side = Map[str, tuple[Relation, ...]]
Admits = Callable[[Relation], bool]
_MANY = 1_000
_OPPOSITE: dict[Direction, Direction] = {"out": "in", "in": "out", "both": "both"}


def by_support(relation: Relation) -> tuple[int, int, float, str]:
    """What sorts relations: more sources first, then more statements, then the surer."""
    backing = relation.backing
    return (-backing.sources, -backing.statements, -backing.confidence, relation.id)


def other_end(relation: Relation, here: str) -> str:
    """The entity at the end that is not here."""
    return relation.tail if relation.head == here else relation.head


class Adjacency:
    """Relations by head and by tail, best supported first. Unchangeable; `updated` gives another that shares most."""

    def __init__(self, outgoing: Side | None = None, incoming: Side | None = None) -> None:
        self.outgoing: Side = Map() if outgoing is None else outgoing
        self.incoming: Side = Map() if incoming is None else incoming
        self._by_tail: dict[str, dict[str, list[Relation]]] = {}

    def updated(self, gone: Collection[Relation], come: Collection[Relation]) -> Adjacency:
        """The same with some relations taken out and others put in."""
        after = Adjacency(
            _changed(self.outgoing, gone, come, lambda relation: relation.head),
            _changed(self.incoming, gone, come, lambda relation: relation.tail),
        )
        heads = {relation.head for every in (gone, come) for relation in every}
        after._by_tail = {e: by_tail for e, by_tail in self._by_tail.copy().items() if e not in heads}
        return after

    def degree(self, entity_id: str) -> int:
        """How many relations are at the entity."""
        return len(self.outgoing.get(entity_id, ())) + len(self.incoming.get(entity_id, ()))

    def at(self, entity_id: str, direction: Direction = "both") -> Iterable[Relation]:
        """The relations of an entity, best supported first."""
        if direction == "both":
            return merge(self.outgoing.get(entity_id, ()), self.incoming.get(entity_id, ()), key=by_support)
        return (self.outgoing if direction == "out" else self.incoming).get(entity_id, ())

    def neighbours(self, entity_id: str, direction: Direction, admits: Admits | None) -> list[str]:
        """The entities one step away, some perhaps twice, in a stable order. For searches, so as fast as it can be."""
        out = self.outgoing.get(entity_id, ()) if direction != "in" else ()
        into = self.incoming.get(entity_id, ()) if direction != "out" else ()
        if admits is None:
            return [r.tail for r in out] + [r.head for r in into]
        return [r.tail for r in out if admits(r)] + [r.head for r in into if admits(r)]

    def between(self, here: str, there: str, direction: Direction, admits: Admits | None) -> Relation:
        """The best supported relation of a step that `neighbours` has shown; looked for where there are fewer."""
        if self.degree(there) < self.degree(here):
            here, there, direction = there, here, _OPPOSITE[direction]
        found = (r for r in self.at(here, direction) if other_end(r, here) == there)
        return next(r for r in found if admits is None or admits(r))

    def among(self, entities: Collection[str]) -> list[Relation]:
        """All relations that join two of these (give a set or dict)."""
        found: list[Relation] = []
        for here in entities:
            relations = self.outgoing.get(here, ())
            if len(relations) > _MANY:
                by_tail = self._tails(here, relations)
                found += [r for there in entities if there in by_tail for r in by_tail[there]]
            else:
                found += [r for r in relations if r.tail in entities]
        return found

    def _tails(self, here: str, relations: Iterable[Relation]) -> dict[str, list[Relation]]:
        """The relations of an entity that has many, by their other end; kept, as who has many is asked for often."""
        if here not in self._by_tail:
            by_tail: dict[str, list[Relation]] = {}
            for relation in relations:
                by_tail.setdefault(relation.tail, []).append(relation)
            self._by_tail[here] = by_tail
        return self._by_tail[here]


def _changed(before: Side, gone: Iterable[Relation], come: Iterable[Relation], end: Callable[[Relation], str]) -> Side:
    old: defaultdict[str, set[str]] = defaultdict(set)
    new: defaultdict[str, list[Relation]] = defaultdict(list)
    for relation in gone:
        old[end(relation)].add(relation.id)
    for relation in come:
        new[end(relation)].append(relation)
    with before.mutate() as after:
        for entity in old.keys() | new.keys():
            out = old.get(entity, ())
            stay = [r for r in before.get(entity, ()) if r.id not in out]
            relations = tuple(sorted(stay + new.get(entity, []), key=by_support))
            if relations:
                after[entity] = relations
            else:
                after.pop(entity, None)
        changed = after.finish()
    return changed  # noqa: RET504 - a return inside `with` may be skipped, as far as mypy knows
