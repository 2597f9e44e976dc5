"""Which things of which documents are one entity, and what it is called.

Two things are one where they are of one type and share a name by `link_keys`; entities are the connected components of
that, so the order of documents cannot matter, and what one document adds or takes away touches only the components that
hold one of its names. Nothing here reads a text or a store.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from networkx.utils import UnionFind

from kg.graph import EntityRecord
from kg.ids import entity_id, search_key
from kg.model import Entity, Quantity
from kg.text import script_of

__all__ = ["RULES", "Named", "components", "first_key", "link_keys", "named", "record_of", "summed_uses"]

RULES = 2
"""Raised whenever the same documents would give other entities or relations: a store then rebuilds its graph."""


_BY_WORDS_ALONE = frozenset({"factor", "metric"})


@dataclass(frozen=True, slots=True)
class Named:
    """What one document calls one thing: all that resolving looks at. The canonical name comes first."""

    type: str
    names: tuple[str, ...]
    quantity: Quantity | None = None


def named(entity: Entity) -> Named:
    """What the document calls this entity."""
    return Named(entity.type, tuple(dict.fromkeys((entity.name, *entity.aliases))), entity.quantity)


def link_keys(thing: Named) -> frozenset[str]:
    """What joins this thing with others that have one of these keys. Each begins with the type.

    A Company and a Product of one name stay two entities: here is the place where that would be decided otherwise.
    A Metric is joined by its words, where it measures the same; a Factor by its words. An alias of one character joins
    nothing, as too many things have it.

    >>> sorted(link_keys(Named("Company", ("騰訊", "腾讯", "Tencent", "騰"))))
    ['company:tencent', 'company:腾讯']
    """
    kind = thing.type.lower()
    aliases = [] if kind in _BY_WORDS_ALONE else thing.names[1:]
    return frozenset({first_key(thing), *(f"{kind}:{key}" for key in map(search_key, aliases) if len(key) > 1)})


def first_key(thing: Named) -> str:
    """The key that its canonical name gives: no two entities have one."""
    return f"{thing.type.lower()}:{search_key(thing.names[0])}{_measured(thing.quantity)}"


def _measured(quantity: Quantity | None) -> str:
    return f":{search_key(quantity.measures)}" if quantity and quantity.measures else ""


def components(keys: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The keys of each entity: sets that share a key are joined. In the order of their least key.

    >>> [sorted(c) for c in components([frozenset("ab"), frozenset("c"), frozenset("bd")])]
    [['a', 'b', 'd'], ['c']]
    """
    joined: UnionFind[str] = UnionFind()
    for group in keys:
        joined.union(*group)
    return sorted((frozenset(c) for c in joined.to_sets()), key=min)


def record_of(
    uses: Mapping[Named, int], *, mentions: int = 0, documents: int = 0, called: str | None = None
) -> EntityRecord:
    """One entity from all that documents call it, each with the number of things so called.

    The canonical name is the one that people gave it (`called`), else the one that most documents put first; among its
    spellings, the commonest.
    """
    spellings = _spellings(uses)
    type_ = min(thing.type for thing in uses)
    first: Counter[str] = Counter()
    for thing, count in uses.items():
        first[search_key(thing.names[0])] += count
    leading = search_key(called) if called else min(first, key=lambda key: (-first[key], -len(key), key))
    ranked = sorted(spellings, key=lambda n: (search_key(n) != leading, -spellings[n], script_of(n) != "hant", n))
    ranked = list(dict.fromkeys([called, *ranked])) if called else ranked
    quantity = _quantity({t: n for t, n in uses.items() if search_key(t.names[0]) == leading})
    return EntityRecord(
        entity_id(type_, ranked[0], quantity), type_, ranked[0], tuple(ranked), mentions, documents, quantity
    )


def summed_uses(uses: Iterable[tuple[Named, int]]) -> dict[Named, int]:
    """The number of things so called, over namings that may be equal once people have retyped them."""
    total: Counter[Named] = Counter()
    for thing, count in uses:
        total[thing] += count
    return total


def _spellings(uses: Mapping[Named, int]) -> Counter[str]:
    """How many things are called each name."""
    counts: Counter[str] = Counter()
    for thing, count in uses.items():
        counts.update(dict.fromkeys(thing.names, count))
    return counts


def _quantity(uses: Mapping[Named, int]) -> Quantity | None:
    """The commonest quantity, if any."""
    counts: Counter[Quantity] = Counter()
    for thing, count in uses.items():
        if thing.quantity:
            counts[thing.quantity] += count
    return min(counts, key=lambda q: (-counts[q], repr(q)), default=None)
