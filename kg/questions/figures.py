"""Figures: those of a thing that measure what is asked, and whose is highest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from heapq import merge
from typing import TypeVar

from kg.graph import EntityRecord, Relation, RelationFilter
from kg.model import Quantity
from kg.questions.found import Row
from kg.questions.grammar import LANGUAGES, builtin_grammar
from kg.questions.measured import ByUnit, Measured, Unit, by_highest, unit_of
from kg.questions.rows import Asked, rows_at, rows_of
from kg.text import name_key

__all__ = ["figures", "highest"]

T = TypeVar("T")
_MANY = 2_000
"""Figures of which each is looked at with all that is said of it."""


def figures(asked: Asked) -> Iterator[Row]:
    """The figures of x that measure what is asked, with their values."""
    for x in asked.entities("x"):
        yield from _measuring(rows_at(asked, x, asked.form.query.relations, direction="out"), asked)


def highest(asked: Asked) -> Iterator[Row]:
    """The figures of all things, or of those named, that measure what is asked; the highest first.

    Only figures of one unit can be compared: those of the commonest unit are. Where there are very many figures, only
    those count of which it is said what they measure, and statements are read from the highest down.
    """
    measuring = [] if asked.entities("x") else _said_to_measure(asked)
    if sum(len(metrics) for by_unit in measuring for metrics in by_unit.values()) > _MANY:
        held = (pair for metric in _highest_first(measuring) for pair in _holders(asked, metric))
        yield from (replace(row, value=_value(row)) for row in rows_of(asked, held))
        return
    rows = _by_unit(_measuring(_candidates(asked), asked), lambda row: row.entity.quantity if row.entity else None)
    commonest = max((rows[unit] for unit in sorted(rows)), key=len, default=[])
    yield from sorted(commonest, key=lambda row: -(row.value or 0.0))


def _by_unit(values: Iterable[T], quantity_of: Callable[[T], Quantity | None]) -> dict[Unit, list[T]]:
    of_unit: defaultdict[Unit, list[T]] = defaultdict(list)
    for value in values:
        quantity = quantity_of(value)
        if quantity:
            of_unit[unit_of(quantity)].append(value)
    return of_unit


def _highest_first(measuring: Iterable[ByUnit]) -> Iterator[EntityRecord]:
    """The figures of the commonest unit."""
    of_unit: defaultdict[Unit, list[list[EntityRecord]]] = defaultdict(list)
    for by_unit in measuring:
        for unit, metrics in by_unit.items():
            of_unit[unit].append(metrics)
    commonest = max(sorted(of_unit), key=lambda unit: sum(map(len, of_unit[unit])))
    return merge(*of_unit[commonest], key=by_highest)


def _said_to_measure(asked: Asked) -> list[ByUnit]:
    """The figures in the graph that are said to measure what is asked, by the question's own word first."""
    known = [*asked.graph.following(Measured).of(asked.form.query.types)]
    for words in ((asked.measure_word,), asked.measure):
        keys = {name_key(word) for word in words}
        found = [by_unit for name, by_unit in known if _means({name_key(name)}, keys)]
        if found:
            return found
    return []


def _holders(asked: Asked, metric: EntityRecord) -> Iterator[tuple[Relation, EntityRecord]]:
    """Whose figure it is."""
    where = RelationFilter(frozenset(asked.form.query.relations), asked.filters.modalities)
    return _of_type(asked, asked.graph.relations(metric.id, direction="in", where=where))


def _of_type(asked: Asked, relations: Iterable[Relation]) -> Iterator[tuple[Relation, EntityRecord]]:
    """The relations with their heads, where those are of the type that is asked for."""
    heads = ((relation, asked.graph.entity(relation.head)) for relation in relations)
    return ((relation, head) for relation, head in heads if asked.type in {None, head.type})


def _candidates(asked: Asked) -> Iterator[Row]:
    several = asked.entities("x")
    if several:
        for x in several:
            yield from rows_at(asked, x, asked.form.query.relations, direction="out")
        return
    where = RelationFilter(frozenset(asked.form.query.relations), asked.filters.modalities)
    yield from rows_of(asked, _of_type(asked, asked.graph.relations(where=where)))


def _measuring(rows: Iterable[Row], asked: Asked) -> Iterator[Row]:
    """The rows whose figure measures what is asked.

    What the text says that a figure measures comes first: by the question's own word, then by the others for it. Only
    where no figure says so is a word looked for in the quotes, in which several figures may stand.
    """
    every = [replace(row, value=_value(row)) for row in rows]
    word, words = asked.measure_word, asked.measure
    ways = ((_says, (word,)), (_says, words), (_quotes, words))
    found = ([row for row in every if test(row, {name_key(w) for w in tried})] for test, tried in ways)
    yield from next((some for some in found if some), [])


def _value(row: Row) -> float | None:
    quantity = row.entity.quantity if row.entity else None
    return quantity.value if quantity else None


def _says(row: Row, keys: set[str]) -> bool:
    """Whether the figure itself is said to measure one of these: 推理價格 is a 價格, but 銷售額 is not 銷售 of cars."""
    entity: EntityRecord | None = row.entity
    measures = entity.quantity.measures if entity and entity.quantity else None
    return _means({name_key(text) for text in (measures, *(s.aspect for s in row.statements)) if text}, keys)


def _means(said: set[str], keys: set[str]) -> bool:
    known = {text for text in said if text in _measure_words()}
    return bool(keys & known) or any(key in text or text in key for key in keys for text in said - known)


@cache
def _measure_words() -> frozenset[str]:
    """Every word that names a measure."""
    return frozenset(name_key(word) for language in LANGUAGES for word in builtin_grammar(language).measures)


def _quotes(row: Row, keys: set[str]) -> bool:
    """Whether one of these stands in the figure's name or in the words that it rests on."""
    names = row.entity.names if row.entity else ()
    quotes = (quote.text for statement in row.statements for quote in statement.quotes)
    text = name_key("\n".join((*names, *quotes)))
    return any(key in text for key in keys)
