"""Yes or no, and when: what the statements say for and against a relation of two things, and their times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.graph import Direction, EntityRecord, Relation, RelationFilter, StatementRecord
from kg.model import Modality
from kg.ontology import builtin_ontology
from kg.questions.filters import FACTS
from kg.questions.found import Row, Stance, Verdict
from kg.questions.rows import Asked, other_end, row_of, rows_of

__all__ = ["UNSURE", "checked", "dated", "verdict_of"]

UNSURE = frozenset({Modality.FORECAST, Modality.HYPOTHETICAL})
_OPPOSITE: dict[Direction, Direction] = {"out": "in", "in": "out", "both": "both"}


def checked(asked: Asked) -> Iterator[Row]:
    """The evidence for, against, and neither, of the form's relations between x and y."""
    query = asked.form.query
    for x, y, relation in _joining(asked, query.direction):
        for stance, modalities in _stances(asked):
            row = _row(asked, modalities, x, relation, stance)
            if row is not None:
                yield replace(row, entity=y)
    if query.opposed:
        for x, y, relation in _joining(asked, _OPPOSITE[query.direction]):
            row = _row(asked, FACTS, x, relation, "against")
            if row is not None:
                yield replace(row, entity=y)


def _stances(asked: Asked) -> list[tuple[Stance, frozenset[Modality]]]:
    if asked.filters.chosen:
        return [("for", asked.filters.modalities)]
    return [("for", FACTS), ("against", frozenset({Modality.NEGATED})), ("unsure", UNSURE)]


def _row(
    asked: Asked, modalities: frozenset[Modality], of: EntityRecord, relation: Relation, stance: Stance
) -> Row | None:
    narrowed = replace(asked, filters=replace(asked.filters, modalities=modalities))
    return row_of(narrowed, relation, of, stance=stance)


def _joining(asked: Asked, direction: Direction) -> Iterator[tuple[EntityRecord, EntityRecord, Relation]]:
    """The form's relations between each x and each y; both ways where the relation is one of equals."""
    query, ontology = asked.form.query, builtin_ontology()
    where = RelationFilter(frozenset(query.relations))
    ends = {y.id: y for y in asked.entities("y")}
    for x in asked.entities("x"):
        joining = (relation for y in ends for relation in asked.graph.between(x.id, y, where=where))
        for relation in joining:
            y = ends[other_end(relation, x.id)]
            points = "out" if relation.head == x.id else "in"
            if direction in {points, "both"} or ontology.relations[relation.relation].symmetric:
                yield x, y, relation


def verdict_of(rows: tuple[Row, ...]) -> Verdict:
    """What the evidence comes to."""
    stances = {row.stance for row in rows}
    if {"for", "against"} <= stances:
        return "disputed"
    if "for" in stances:
        return "yes"
    if "against" in stances:
        return "no"
    return "unsure" if stances else "not_in_corpus"


def dated(asked: Asked) -> Iterator[Row]:
    """The form's relations of x and y, each with the statements that tell a time, the earliest first."""
    rows = [row for row in _of_pair(asked) if any(_time(s) for s in row.statements)]
    for row in sorted(rows, key=lambda r: min(_time(s) or "~" for s in r.statements)):
        yield replace(row, statements=tuple(s for s in row.statements if _time(s)))


def _of_pair(asked: Asked) -> Iterator[Row]:
    if not asked.entities("x"):
        asked = replace(asked, subjects={"x": asked.subjects["y"], "y": asked.subjects["y"]})
        where, direction = RelationFilter(frozenset(asked.form.query.relations)), asked.form.query.direction
        for y in asked.entities("y"):
            found = asked.graph.relations(y.id, direction=_OPPOSITE[direction], where=where)
            yield from rows_of(asked, ((relation, y) for relation in found))
        return
    yield from rows_of(asked, ((relation, x) for x, _, relation in _joining(asked, asked.form.query.direction)))


def _time(statement: StatementRecord) -> str | None:
    """When it was so: what the statement says, else its document's date."""
    interval = statement.time.interval if statement.time else None
    return (interval.start or interval.end if interval else None) or statement.document_date
