"""Finding entities by name: exact, then prefix, substring and near spellings, in either script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from heapq import nsmallest

from immutables import Map
from rapidfuzz import fuzz, process

from kg.graph import EntityRecord, Match
from kg.ids import search_key
from kg.text import script_of

__all__ = ["NameIndex"]

# Scores of the four ways to match; within each, the more of the name is typed the higher.
_PREFIX, _SUBSTRING = 0.75, 0.5
_ENOUGH = 50.0  # of 100, for near spellings: one of two characters right
_AT_ONCE = 20_000  # keys, in 5 ms
_END = "\n"  # between keys; `search_key` leaves no white space in a key


class NameIndex:
    """All names of all entities by key. Unchangeable; `updated` gives another that shares most of it."""

    def __init__(self, entities: Mapping[str, EntityRecord], by_key: Map[str, tuple[str, ...]] | None = None) -> None:
        self._entities = entities
        self._by_key: Map[str, tuple[str, ...]] = Map() if by_key is None else by_key

    def updated(
        self, entities: Mapping[str, EntityRecord], gone: Iterable[EntityRecord], come: Iterable[EntityRecord]
    ) -> NameIndex:
        """The index over `entities`, which lack those that are gone and hold those that have come."""
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
                    keys[key] = tuple(sorted({*keys.get(key, ()), record.id}))
            by_key = keys.finish()
        return NameIndex(entities, by_key)

    def exact(self, name: str) -> list[EntityRecord]:
        """The entities that have this name."""
        return [self._entities[i] for i in self._by_key.get(search_key(name), ())]

    def find(self, name: str, *, type_: str | None = None, limit: int = 10) -> list[Match]:
        """The best matches, best first: by score, then by mentions."""
        key = search_key(name)
        best: dict[str, Match] = {}
        for score, found in self._scored(key, limit):
            for entity in (self._entities[i] for i in self._by_key[found]):
                if type_ in {None, entity.type} and score > getattr(best.get(entity.id), "score", 0.0):
                    best[entity.id] = Match(entity, _spelling(entity, found, name), round(score, 4))
        ranked = sorted(best.values(), key=lambda m: (-m.score, -m.entity.mentions, m.entity.id))
        return ranked[:limit]

    def _scored(self, key: str, limit: int) -> Iterator[tuple[float, str]]:
        """Keys that match, with their score. Near spellings are looked at only where nothing else matches."""
        if not key.strip():
            return
        if key in self._by_key:
            yield 1.0, key
        inside = list(self._holding(key))
        for found in inside:
            base = _PREFIX if found.startswith(key) else _SUBSTRING
            yield base + 0.24 * len(key) / len(found), found
        if not inside and key not in self._by_key:
            yield from ((0.49 * ratio / 100, found) for found, ratio, _ in self._near(key, 5 * limit))

    def _near(self, key: str, limit: int) -> list[tuple[str, float, int]]:
        """The keys spelt most like this one, some thousands at a time: other threads wait until each search ends."""
        keys = self._keys
        parts = (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
        found = (
            near
            for part in parts
            for near in process.extract(key, part, scorer=fuzz.ratio, score_cutoff=_ENOUGH, limit=limit)
        )
        return nsmallest(limit, found, key=lambda near: (-near[1], near[0]))

    def _holding(self, key: str) -> Iterator[str]:
        """All longer keys that hold this one: one search through one long string."""
        text, start = self._joined, self._joined.find(key)
        while start >= 0:
            first = text.rfind(_END, 0, start) + 1
            last = text.find(_END, start)
            if last - first > len(key):
                yield text[first:last]
            start = text.find(key, last)

    @cached_property
    def _keys(self) -> list[str]:
        return sorted(self._by_key)

    @cached_property
    def _joined(self) -> str:
        return "".join(f"{key}{_END}" for key in self._keys)


def _keys(record: EntityRecord) -> set[str]:
    return {search_key(name) for name in record.names}


def _spelling(entity: EntityRecord, key: str, asked: str) -> str:
    """The entity's name that matched: as asked, else in the script in which was asked, else the commonest."""
    names = [name for name in entity.names if search_key(name) == key]
    script = script_of(asked)
    return min(names, key=lambda name: (name != asked, script_of(name) != script))
