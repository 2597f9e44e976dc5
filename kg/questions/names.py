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

    Never changed; `updated` gives the next, which shares most of it. Spotting costs at most 40 look-ups for each
    character of the question.
    """

    def __init__(self, entities: Iterable[EntityRecord] = ()) -> None:
        self._named: Map[str, tuple[EntityRecord, ...]] = Map()
        self._named = self._with((), entities)

    def updated(self, gone: Iterable[EntityRecord], come: Iterable[EntityRecord]) -> Names:
        """The names without those that are gone, and with those that have come."""
        after = Names()
        after._named = self._with(gone, come)
        return after

    def _with(self, gone: Iterable[EntityRecord], come: Iterable[EntityRecord]) -> Map[str, tuple[EntityRecord, ...]]:
        with self._named.mutate() as named:
            for entity, key in _keyed(gone):
                rest = tuple(e for e in named[key] if e.id != entity.id)
                if rest:
                    named[key] = rest
                else:
                    del named[key]
            for entity, key in _keyed(come):
                named[key] = (*named.get(key, ()), entity)
            after = named.finish()
        return after  # noqa: RET504 - a return inside `with` may be skipped, as far as mypy knows

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


def _keyed(entities: Iterable[EntityRecord]) -> Iterator[tuple[EntityRecord, str]]:
    """Each entity that can be named, with each of its keys."""
    for entity in entities:
        if entity.type not in UNNAMED:
            for key in {name_key(name) for name in (entity.id, entity.name, *entity.names)} - {""}:
                yield entity, key


def _by_mentions(entity: EntityRecord) -> tuple[int, int, str]:
    return (-entity.mentions, -entity.documents, entity.id)


def cuts_word(text: str, place: int) -> bool:
    """Whether cutting here would cut a Latin word or a number in two.

    >>> cuts_word("Qwen3的", 4), cuts_word("Qwen3的", 5)
    (True, False)
    """
    return 0 < place < len(text) and all(c.isascii() and c.isalnum() for c in text[place - 1 : place + 1])
