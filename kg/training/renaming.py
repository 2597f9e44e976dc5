"""Annotated articles with other names in them, so that what is learnt is how names are spoken of and not the names."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.training.annotated import QUOTES, GoldArticle, GoldEntity, occurrences

__all__ = ["Renamer", "renamed"]

SHARE = {  # of the entities of a type that are given another name
    "Company": 0.6, "Product": 0.6, "Person": 0.6, "Organization": 0.5, "Technology": 0.4, "Event": 0.3, "Market": 0.3,
}  # fmt: skip
TRIES = 4  # names that are drawn for an entity before it keeps its own
PHRASES = ("Factor", "Strategy", "Metric")  # hold names, and are none


class Renamer:
    """Gives entities the names of others: of the same types and script, with as many names of the same shapes."""

    def __init__(self, articles: Sequence[GoldArticle]) -> None:
        self._names: dict[tuple[object, ...], list[tuple[str, ...]]] = defaultdict(list)
        for article in articles:
            for entity in article.entities:
                if entity.types[0] in SHARE and not entity.optional and not set(QUOTES) & set("".join(entity.names)):
                    self._names[_kind(article, entity)].append(entity.names)

    def __call__(self, article: GoldArticle, chance: random.Random) -> GoldArticle:
        """The article with other names for a share of its entities; its id is kept."""
        others: dict[str, str] = {}
        for entity in article.entities:
            drawn = self._names.get(_kind(article, entity))
            if drawn and chance.random() < SHARE[entity.types[0]]:
                for names in (chance.choice(drawn) for _ in range(TRIES)):
                    if not any(name in article.text or name in others.values() for name in names):
                        others |= zip(entity.names, names, strict=True)
                        break
        return renamed(article, others)


def _kind(article: GoldArticle, entity: GoldEntity) -> tuple[object, ...]:
    return article.script, entity.types, tuple(_shape(name) for name in entity.names)


def _shape(name: str) -> str:
    return "latin" if name.isascii() else "mixed" if re.search("[A-Za-z0-9]", name) else "chinese"


def renamed(article: GoldArticle, others: Mapping[str, str]) -> GoldArticle:
    """The article with other names in place of some; evidence and phrases as they stand in the new text.

    Names inside longer names stay as they are. What is annotated of words that can no longer be found is left out.
    """
    places = _places(article, others)
    borders = [0, *(border for start, end, _ in places for border in (start, end)), len(article.text)]
    parts = [article.text[a:b] for a, b in pairwise(borders)]
    parts[1::2] = [name for _, _, name in places]
    text = "".join(parts)
    moved: list[int] = []  # of each code point, where it stands now: those of a name where it begins
    at = 0
    for number, part in enumerate(parts):
        length = borders[number + 1] - borders[number]
        moved += [at] * length if number % 2 else range(at, at + length)
        at += len(part)
    moved.append(at)

    def now(words: str) -> str:
        start = article.text.find(words)
        return text[moved[start] : moved[start + len(words)]]

    def names(entity: GoldEntity) -> tuple[str, ...]:
        found = (others.get(name, now(name)) for name in entity.names)
        return tuple(dict.fromkeys(name for name in found if name and name in text))

    entities = [replace(e, names=names(e)) for e in article.entities if names(e)]
    kept = {e.id for e in entities}
    said = [r for r in article.relations if {r.head, r.tail} <= kept and all(map(now, r.evidence))]
    relations = [replace(r, evidence=tuple(map(now, r.evidence))) for r in said]
    return replace(article, text=text, entities=entities, relations=relations)


def _places(article: GoldArticle, others: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """(start, end, new name) of each name that is replaced, in order; the longest of all names has its place."""
    taken = bytearray(len(article.text))
    found = []
    names = {name for e in article.entities if e.types[0] not in PHRASES for name in e.names}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        for start, end in occurrences(name, article.text):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * len(name)
                if name in others:
                    found.append((start, end, others[name]))
    return sorted(found)
