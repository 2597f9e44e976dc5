"""Which entities a question names: every place where a name of the graph stands in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from immutables import Map

from kg.graph import EntityRecord
from kg.text import name_key

__all__ = ["UNNAMED", "NameSpan", "Names", "cuts_word"]

UNNAMED = frozenset({"Metric", "Factor"})  # amounts and free text: asked for, never by name
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A place [start, end) of the question that is a name of these entities; `inside` a longer name or not."""

    start: int
    end: int
    entities: tuple[EntityRecord, ...]
    inside: bool = False


class Names:
    """The ids, names and aliases of many entities, by key.

    Made once for a graph; of the next graph only what is new is read. Never changed. Spotting costs at most 40 look-ups
    for each character of the question.
    """

    def __init__(self, entities: Iterable[EntityRecord] = ()) -> None:
        self._known: dict[str, EntityRecord] = {}
        self._named: Map[str, tuple[EntityRecord, ...]] = Map()
        self._take({e.id: e for e in entities if e.type not in UNNAMED})

    def updated(self, entities: Iterable[EntityRecord]) -> Names:
        """The names of these entities, most of which are known."""
        after = Names()
        after._known, after._named = self._known, self._named
        after._take({e.id: e for e in entities if e.type not in UNNAMED})
        return after

    def _take(self, now: dict[str, EntityRecord]) -> None:
        gone = [e for e in self._known.values() if now.get(e.id) is not e]
        come = [e for e in now.values() if self._known.get(e.id) is not e]
        with self._named.mutate() as named:
            for entity in gone:
                for key in _keys(entity):
                    named[key] = tuple(e for e in named[key] if e is not entity)
            for entity in come:
                for key in _keys(entity):
                    named[key] = (*named.get(key, ()), entity)
            self._known, self._named = now, named.finish()

    def spot(self, text: str) -> list[NameSpan]:
        """Every name in the text, also one inside another, in order of place and longest first."""
        found = list(self._spans(text))
        longest_end = 0
        for number, span in enumerate(found):
            if span.end <= longest_end:
                found[number] = NameSpan(span.start, span.end, span.entities, inside=True)
            longest_end = max(longest_end, span.end)
        return found

    def _spans(self, text: str) -> Iterator[NameSpan]:
        keys = [name_key(c) for c in text]
        for start, key in enumerate(keys):
            if key and not cuts_word(text, start):
                yield from self._starting_at(text, keys, start)

    def _starting_at(self, text: str, keys: list[str], start: int) -> Iterator[NameSpan]:
        for end in range(min(len(text), start + _LONGEST), start, -1):
            if keys[end - 1] and not cuts_word(text, end):
                named = self._named.get("".join(keys[start:end]))
                if named:
                    yield NameSpan(start, end, tuple(sorted(named, key=_by_mentions)))


def _keys(entity: EntityRecord) -> set[str]:
    return {name_key(name) for name in (entity.id, entity.name, *entity.names)} - {""}


def _by_mentions(entity: EntityRecord) -> tuple[int, int, str]:
    return (-entity.mentions, -entity.documents, entity.id)


def cuts_word(text: str, place: int) -> bool:
    """Whether cutting here would cut a Latin word or a number in two.

    >>> cuts_word("Qwen3的", 4), cuts_word("Qwen3的", 5)
    (True, False)
    """
    return 0 < place < len(text) and all(c.isascii() and c.isalnum() for c in text[place - 1 : place + 1])
