"""Finding entities by name: exact, then prefix, substring and near spellings, in either script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import merge, nsmallest

from immutables import Map

from kg.graph import EntityRecord, Match
from kg.ids import search_key
from kg.spellings import Spellings, close
from kg.text import script_of

__all__ = ["NameIndex"]

# Scores of the four ways to match; within each, the more of the name is typed the higher.
_PREFIX, _SUBSTRING, _NEAR = 0.75, 0.5, 0.49
_FEW = 0.02  # of all keys: so many may come before the spellings are laid out anew
_NEW: Map[str, None] = Map()


class NameIndex:
    """All names of all entities by key. Unchangeable; `updated` gives another that shares most of it."""

    def __init__(
        self,
        entities: Mapping[str, EntityRecord],
        by_key: Map[str, tuple[str, ...]] | None = None,
        spellings: Spellings | None = None,
        new: Map[str, None] = _NEW,
    ) -> None:
        self._entities = entities
        self._by_key: Map[str, tuple[str, ...]] = Map() if by_key is None else by_key
        self._spellings = Spellings(self._by_key) if spellings is None else spellings
        self._new = new  # keys that the spellings may lack; theirs may be gone

    def updated(
        self, entities: Mapping[str, EntityRecord], gone: Iterable[EntityRecord], come: Iterable[EntityRecord]
    ) -> NameIndex:
        """The index over `entities`, which lack those that are gone and hold those that have come."""
        fresh: list[str] = []
        with self._by_key.mutate() as keys:
            for record in gone:
                for key in _keys(record):
                    rest = tuple(i for i in keys[key] if i != record.id)
                    if rest:
                        keys[key] = rest
                    else:
                        del keys[key]
            for record in come:
                for key in _keys(record):
                    fresh += [] if key in keys else [key]
                    keys[key] = tuple(sorted({*keys.get(key, ()), record.id}))
            by_key = keys.finish()
        if len(self._new) + len(fresh) > _FEW * len(by_key):
            return NameIndex(entities, by_key)
        return NameIndex(entities, by_key, self._spellings, self._new.update(dict.fromkeys(fresh)))

    def exact(self, name: str) -> list[EntityRecord]:
        """The entities that have this name."""
        return [self._entities[i] for i in self._by_key.get(search_key(name), ())]

    def find(self, name: str, *, type_: str | None = None, limit: int = 10) -> list[Match]:
        """The best matches, best first: by score, then by mentions."""
        best: dict[str, tuple[float, str, EntityRecord]] = {}
        least = 0.0
        for score, key in self._scored(search_key(name), limit):
            if len(best) >= limit and score < least:
                break
            for entity in map(self._entities.__getitem__, self._by_key.get(key, ())):
                if type_ in {None, entity.type} and entity.id not in best:
                    best[entity.id] = score, key, entity
            least = score
        ranked = nsmallest(limit, best.values(), key=lambda match: (-match[0], -match[2].mentions, match[2].id))
        return [Match(entity, _spelling(entity, key, name), score) for score, key, entity in ranked]

    def _scored(self, key: str, limit: int) -> Iterator[tuple[float, str]]:
        """Keys that match with their score, best first. Near spellings are looked at only where nothing else does."""
        if not key.strip():
            return
        if key in self._by_key:
            yield 1.0, key
        found = False
        for longer in self._holding(key):
            found = True
            yield round((_PREFIX if longer.startswith(key) else _SUBSTRING) + 0.24 * len(key) / len(longer), 4), longer
        if not found and key not in self._by_key:
            near = {**self._spellings.near(key, 5 * limit), **close(key, self._new, 5 * limit)}
            ranked = sorted(near.items(), key=lambda item: -item[1])
            yield from ((round(_NEAR * ratio, 4), near_by) for near_by, ratio in ranked if near_by in self._by_key)

    def _holding(self, key: str) -> Iterator[str]:
        """All longer keys that hold this one: those that begin so first, then the shorter."""

        def order(other: str) -> tuple[bool, int]:
            return (not other.startswith(key), len(other))

        new = sorted((other for other in self._new if key in other and key != other), key=order)
        found = merge(self._spellings.holding(key), new, key=order) if new else self._spellings.holding(key)
        return (other for other in found if other in self._by_key)


def _keys(record: EntityRecord) -> set[str]:
    return {search_key(name) for name in record.names}


def _spelling(entity: EntityRecord, key: str, asked: str) -> str:
    """The entity's name that matched: as asked, else in the script in which was asked, else the commonest."""
    if len(entity.names) == 1:
        return entity.names[0]
    names = [name for name in entity.names if search_key(name) == key]
    script = script_of(asked)
    return min(names, key=lambda name: (name != asked, script_of(name) != script))
