"""Figures: those of a thing that measure what is asked, and whose is highest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.graph import EntityRecord, RelationFilter
from kg.questions.found import Row
from kg.questions.rows import Asked, row_of, rows_at
from kg.text import name_key

__all__ = ["figures", "highest"]


def figures(asked: Asked) -> Iterator[Row]:
    """The figures of x that measure what is asked, with their values."""
    for x in asked.entities("x"):
        yield from _measuring(rows_at(asked, x, asked.form.query.relations, direction="out"), asked.measure)


def highest(asked: Asked) -> Iterator[Row]:
    """The figures of all things, or of those named, that measure what is asked; the highest first.

    Only figures of one unit can be compared: those of the commonest unit are.
    """
    of_unit: defaultdict[tuple[str | None, str], list[Row]] = defaultdict(list)
    for row in _measuring(_candidates(asked), asked.measure):
        quantity = row.entity.quantity if row.entity else None
        if quantity:
            of_unit[quantity.currency, name_key(quantity.unit)].append(row)
    best = max(sorted(of_unit), key=lambda unit: len(of_unit[unit]), default=None) if of_unit else None
    rows = of_unit[best] if best else []
    yield from sorted(rows, key=lambda row: -(row.value or 0.0))


def _candidates(asked: Asked) -> Iterator[Row]:
    several = asked.entities("x")
    if several:
        for x in several:
            yield from rows_at(asked, x, asked.form.query.relations, direction="out")
        return
    where = RelationFilter(frozenset(asked.form.query.relations), asked.filters.modalities)
    for relation in asked.graph.relations(where=where):
        head = asked.graph.entity(relation.head)
        if asked.type in {None, head.type}:
            row = row_of(asked, relation, head)
            if row:
                yield row


def _measuring(rows: Iterable[Row], words: tuple[str, ...]) -> Iterator[Row]:
    """The rows whose figure measures one of these, by its name, what it measures, or the words it rests on."""
    keys = [name_key(word) for word in words]
    for row in rows:
        said = name_key("\n".join(_said(row)))
        if any(key in said for key in keys):
            quantity = row.entity.quantity if row.entity else None
            yield replace(row, value=quantity.value if quantity else None)


def _said(row: Row) -> Iterator[str]:
    entity: EntityRecord | None = row.entity
    if entity:
        yield from entity.names
        yield (entity.quantity.measures or "") if entity.quantity else ""
    for statement in row.statements:
        yield statement.aspect or ""
        yield from (quote.text for quote in statement.quotes)
