"""The statements of relations with their quotes, read from the store when somebody asks.

By then the store may be at a later state than the graph whose relations these are. Who must not mix the two says so
(`Whole`), and is told by `Moved` to begin anew with the graph as it is now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from kg.evidence import admitted
from kg.graph import Quote, Relation, RelationFilter, StatementRecord
from kg.model import Modality
from kg.store.confidence import CONFIDENCE
from kg.store.packing import unpack_time
from kg.store.rows import rows_of
from kg.store.schema import change, corpus, document, entity, evidence, naming, relation, statement

__all__ = ["Moved", "StoredStatements", "Whole", "whole"]

_D, _E, _S = document.c, evidence.c, statement.c
_STATEMENTS = (
    select(
        _S.pk,
        relation.c.id.label("relation_id"),
        _S.key.label("id"),
        _S.modality,
        _S.rule,
        CONFIDENCE,
        _S.decided,
        _S.polarity,
        _S.aspect,
        _S.condition,
        _S.horizon,
        _S.time,
        _D.id.label("document"),
        _D.title,
        _D.date.label("document_date"),
        _D.source,
        entity.c.id.label("speaker"),
    )
    .join(relation, _S.relation_pk == relation.c.pk)
    .join(document, _S.document_pk == _D.pk)
    .outerjoin(naming, _S.speaker_pk == naming.c.pk)
    .outerjoin(entity, naming.c.entity_pk == entity.c.pk)
)
_QUOTES = (  # cut out of the text by the database
    select(
        _E.statement_pk,
        _E.start,
        _E.end,
        func.substr(_D.text, _E.start + 1, _E.end - _E.start),
        func.substr(_D.text, _E.sentence_start + 1, _E.sentence_end - _E.sentence_start),
        _E.sentence_start,
    )
    .join(statement, _E.statement_pk == _S.pk)
    .join(document, _S.document_pk == _D.pk)
    .order_by(_E.statement_pk, _E.position)
)


class Moved(Exception):
    """Statements were asked for that are others by now than the graph says."""


@dataclass(slots=True)
class Whole:
    """What somebody is told who must not mix two states, as long as it is `wanted`."""

    wanted: bool = True


whole: ContextVar[Whole | None] = ContextVar("whole", default=None)


class StoredStatements:
    """Evidence (kg.evidence) of the graph of a revision, from the store as it is when asked."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], revision: int = -1) -> None:
        self._reading = reading
        self._revision = revision

    def statements(
        self, relations: Sequence[Relation], where: RelationFilter, surest: int | None
    ) -> Iterator[StatementRecord]:
        """The statements of these relations that the filter admits, all or the surest of each.

        Two queries for up to some thousands: quotes, which cost most, are read of these only.
        """
        with self._reading() as connection:
            ids = [wanted.id for wanted in relations]
            asked = whole.get()
            if asked is not None and asked.wanted and self._moved(connection, ids):
                raise Moved
            told = rows_of(connection, lambda part: _STATEMENTS.where(relation.c.id.in_(part)), ids)
            rows = admitted(told, where, surest)
            quotes = _quotes(connection, [row.pk for row in rows])
        return (_record(row, tuple(quotes[row.pk])) for row in rows)

    def _moved(self, connection: Connection, ids: list[str]) -> bool:
        """Whether any of these relations has changed since the graph was read, as far as that is still known."""
        now = connection.execute(select(corpus.c.revision, corpus.c.forgotten)).one()
        if now.revision == self._revision:
            return False
        later = select(change.c.id).where(change.c.revision > self._revision, change.c.kind == "relation").distinct()
        return now.forgotten > self._revision or not set(ids).isdisjoint(connection.scalars(later))


def _quotes(connection: Connection, statements: Sequence[int]) -> dict[int, list[Quote]]:
    quotes: defaultdict[int, list[Quote]] = defaultdict(list)
    for pk, *fields in rows_of(connection, lambda part: _QUOTES.where(_E.statement_pk.in_(part)), statements):
        quotes[pk].append(Quote(*fields))
    return quotes


def _record(row: Any, quotes: tuple[Quote, ...]) -> StatementRecord:
    return StatementRecord(
        id=row.id,
        relation_id=row.relation_id,
        document=row.document,
        document_title=row.title,
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
        decided=row.decided,
    )
