"""The statements of a relation with their quotes, read from the store when somebody asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, func, select

from kg.graph import Quote, Relation, StatementRecord
from kg.model import Modality
from kg.store.packing import unpack_time
from kg.store.schema import document, entity, evidence, naming, relation, statement

__all__ = ["StoredStatements"]


class StoredStatements:
    """Evidence (kg.evidence) from the store as it is when asked, whatever the graph's version."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._reading = reading

    def statements(self, relation: Relation) -> list[StatementRecord]:  # noqa: A002, RUF100
        """All statements of a relation."""
        with self._reading() as connection:
            quotes = _quotes(connection, relation.id)
            return [_record(row, relation.id, quotes[row.pk]) for row in _rows(connection, relation.id)]


def _rows(connection: Connection, relation_id: str) -> list[Any]:
    speaker, who = naming.alias(), entity.alias()
    d = document.c
    query = (
        select(
            statement,
            d.id.label("document"),
            d.title.label("document_title"),
            d.date.label("document_date"),
            d.source,
            who.c.id.label("speaker"),
        )
        .join(relation, statement.c.relation_pk == relation.c.pk)
        .join(document, statement.c.document_pk == d.pk)
        .outerjoin(speaker, statement.c.speaker_pk == speaker.c.pk)
        .outerjoin(who, speaker.c.entity_pk == who.c.pk)
        .where(relation.c.id == relation_id)
    )
    return list(connection.execute(query))


def _quotes(connection: Connection, relation_id: str) -> dict[int, tuple[Quote, ...]]:
    """The quotes of each statement, cut out of the text by the database."""
    e = evidence.c
    query = (
        select(
            e.statement_pk,
            e.start,
            e.end,
            func.substr(document.c.text, e.start + 1, e.end - e.start).label("text"),
            func.substr(document.c.text, e.sentence_start + 1, e.sentence_end - e.sentence_start).label("sentence"),
            e.sentence_start,
        )
        .join(statement, e.statement_pk == statement.c.pk)
        .join(relation, statement.c.relation_pk == relation.c.pk)
        .join(document, statement.c.document_pk == document.c.pk)
        .where(relation.c.id == relation_id)
        .order_by(e.statement_pk, e.position)
    )
    quotes: defaultdict[int, list[Quote]] = defaultdict(list)
    for row in connection.execute(query):
        quotes[row.statement_pk].append(Quote(row.start, row.end, row.text, row.sentence, row.sentence_start))
    return {pk: tuple(every) for pk, every in quotes.items()}


def _record(row: Any, relation_id: str, quotes: tuple[Quote, ...]) -> StatementRecord:
    return StatementRecord(
        id=row.key,
        relation_id=relation_id,
        document=row.document,
        document_title=row.document_title,
        document_date=row.document_date,
        source=row.source,
        modality=Modality(row.modality),
        rule=row.rule,
        confidence=row.confidence,
        quotes=quotes,
        attributed_to=row.speaker,
        polarity=row.polarity,
        aspect=row.aspect,
        condition=row.condition,
        horizon=row.horizon,
        time=unpack_time(row.time),
    )
