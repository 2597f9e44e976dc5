"""Figures by what they are said to measure and by their unit, the highest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from immutables import Map

from kg.graph import EntityRecord
from kg.model import Quantity
from kg.ordered import reordered
from kg.text import name_key

__all__ = ["ByUnit", "Measured", "Unit", "by_highest", "unit_of"]

Unit = tuple[str, str]
ByUnit = Mapping[Unit, list[EntityRecord]]
_Group = tuple[str, str]
"""A type, and what is measured."""
_key_of = lru_cache(1_000)(name_key)  # there are few units


def by_highest(metric: EntityRecord) -> tuple[float, str]:
    """What sorts figures of one unit."""
    return (-metric.quantity.value if metric.quantity else 0.0, metric.id)


def unit_of(quantity: Quantity) -> Unit:
    """Only figures of the same can be compared."""
    return quantity.currency or "", _key_of(quantity.unit)


class Measured:
    """The figures among many entities that are said to measure something. Never changed; `updated` gives the next."""

    def __init__(self, entities: Iterable[EntityRecord] = ()) -> None:
        self._groups: Map[_Group, Map[Unit, list[EntityRecord]]] = Map()
        self._groups = self._with((), entities)

    def of(self, types: Collection[str]) -> Iterator[tuple[str, ByUnit]]:
        """What figures of these types are said to measure, with those figures."""
        return ((measures, by_unit) for (type_, measures), by_unit in self._groups.items() if type_ in types)

    def updated(self, gone: Iterable[EntityRecord], come: Iterable[EntityRecord]) -> Measured:
        """The same without those that are gone, and with those that have come."""
        after = Measured()
        after._groups = self._with(gone, come)
        return after

    def _with(
        self, gone: Iterable[EntityRecord], come: Iterable[EntityRecord]
    ) -> Map[_Group, Map[Unit, list[EntityRecord]]]:
        less, more, groups = _placed(gone), _placed(come), self._groups
        for group, unit in dict.fromkeys([*less, *more]):
            by_unit = groups.get(group, Map())
            place = group, unit
            figures = reordered(by_unit.get(unit, []), less[place], more[place], key=by_highest)
            by_unit = by_unit.set(unit, figures) if figures else by_unit.delete(unit)
            groups = groups.set(group, by_unit) if by_unit else groups.delete(group)
        return groups


def _placed(entities: Iterable[EntityRecord]) -> defaultdict[tuple[_Group, Unit], list[EntityRecord]]:
    """Figures that measure something by their place."""
    placed: defaultdict[tuple[_Group, Unit], list[EntityRecord]] = defaultdict(list)
    for entity in entities:
        quantity = entity.quantity
        if quantity and quantity.measures:
            placed[(entity.type, quantity.measures), unit_of(quantity)].append(entity)
    return placed
