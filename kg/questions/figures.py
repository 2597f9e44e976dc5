"""Figures: those of a thing that measure what is asked, and whose is highest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from kg.graph import EntityRecord, RelationFilter
from kg.questions.found import Row
from kg.questions.grammar import LANGUAGES, builtin_grammar
from kg.questions.rows import Asked, row_of, rows_at
from kg.text import name_key

__all__ = ["figures", "highest"]


def figures(asked: Asked) -> Iterator[Row]:
    """The figures of x that measure what is asked, with their values."""
    for x in asked.entities("x"):
        yield from _measuring(rows_at(asked, x, asked.form.query.relations, direction="out"), asked)


def highest(asked: Asked) -> Iterator[Row]:
    """The figures of all things, or of those named, that measure what is asked; the highest first.

    Only figures of one unit can be compared: those of the commonest unit are.
    """
    of_unit: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in _measuring(_candidates(asked), asked):
        quantity = row.entity.quantity if row.entity else None
        if quantity:
            of_unit[quantity.currency or "", name_key(quantity.unit)].append(row)
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
    said = {name_key(text) for text in (measures, *(s.aspect for s in row.statements)) if text}
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
