"""The graph's relations kept in step with statements and entities, by looking only at those that changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, exists, insert, or_, select, update

from kg.ids import relation_id
from kg.merge import oriented
from kg.ontology import Ontology
from kg.store.entities import Regrouped
from kg.store.rows import in_parts, rows_of
from kg.store.schema import entity, naming, relation, statement

__all__ = ["relate", "relations_of"]

Triple = tuple[int, str, int]

TAKEN_OUT = ("rejected", "replaced")
"""What people decided of statements that are not in the graph."""


def relations_of(connection: Connection, document_pk: int) -> dict[int, str]:
    """Keys and ids of the relations that the document's statements belong to."""
    query = (
        select(relation.c.pk, relation.c.id)
        .join(statement, statement.c.relation_pk == relation.c.pk)
        .where(statement.c.document_pk == document_pk)
        .distinct()
    )
    return {row.pk: row.id for row in connection.execute(query)}


def relate(
    connection: Connection, ontology: Ontology, regrouped: Regrouped, *, left: dict[int, str], new: int | None
) -> set[str]:
    """Put statements under the relations that they now belong to; the ids of all relations that differ in anything.

    `left` are relations that a removed document's statements were under, `new` is a document to be related.
    """
    dead = _at(connection, regrouped.displaced)
    statements = _statements(connection, regrouped.moved, dead, new)
    touched = left | dead | _by_pk(connection, {s.relation_pk for s in statements if s.relation_pk is not None})
    for part in in_parts(dead):
        connection.execute(delete(relation).where(relation.c.pk.in_(part)))
    now = _under(connection, statements, ontology)
    _drop_empty(connection, touched)
    return set(touched.values()) | now


def _at(connection: Connection, entities: Sequence[int]) -> dict[int, str]:
    """All relations of these entities."""
    columns = select(relation.c.pk, relation.c.id)
    rows = rows_of(
        connection, lambda p: columns.where(or_(relation.c.head_pk.in_(p), relation.c.tail_pk.in_(p))), entities
    )
    return {row.pk: row.id for row in rows}


def _by_pk(connection: Connection, keys: Iterable[int]) -> dict[int, str]:
    columns = select(relation.c.pk, relation.c.id)
    return {row.pk: row.id for row in rows_of(connection, lambda p: columns.where(relation.c.pk.in_(p)), keys)}


def _statements(connection: Connection, moved: Sequence[int], dead: Iterable[int], new: int | None) -> list[Any]:
    """The statements whose relation is to be found anew, each once, with the entities of their ends."""
    every = _with_ends()
    rows = rows_of(
        connection, lambda p: every.where(or_(statement.c.head_pk.in_(p), statement.c.tail_pk.in_(p))), moved
    )
    rows += rows_of(connection, lambda p: every.where(statement.c.relation_pk.in_(p)), dead)
    if new is not None:
        rows += connection.execute(every.where(statement.c.document_pk == new))
    return list({row.pk: row for row in rows}.values())


def _with_ends() -> Select[Any]:
    head, tail, head_entity, tail_entity = naming.alias(), naming.alias(), entity.alias(), entity.alias()
    return (
        select(
            statement.c.pk,
            statement.c.relation,
            statement.c.relation_pk,
            head_entity.c.pk.label("head_pk"),
            head_entity.c.id.label("head"),
            tail_entity.c.pk.label("tail_pk"),
            tail_entity.c.id.label("tail"),
        )
        .join(head, statement.c.head_pk == head.c.pk)
        .join(head_entity, head.c.entity_pk == head_entity.c.pk)
        .join(tail, statement.c.tail_pk == tail.c.pk)
        .join(tail_entity, tail.c.entity_pk == tail_entity.c.pk)
        .where(or_(statement.c.decided.is_(None), statement.c.decided.not_in(TAKEN_OUT)))
    )


def _under(connection: Connection, statements: list[Any], ontology: Ontology) -> set[str]:
    """Write which relation each statement is under (none where both ends are one); the ids of those relations."""
    wanted = {s.pk: _wanted(s, ontology) for s in statements}
    pk_of = _made(connection, dict(filter(None, wanted.values())))
    rows = [{"s": pk, "r": pk_of[found[0]] if found else None} for pk, found in wanted.items()]
    if rows:
        set_relation = update(statement).where(statement.c.pk == bindparam("s")).values(relation_pk=bindparam("r"))
        connection.execute(set_relation, rows)
    return set(pk_of)


def _wanted(row: Any, ontology: Ontology) -> tuple[str, Triple] | None:
    spec = ontology.relations.get(row.relation)
    keys = {row.head: row.head_pk, row.tail: row.tail_pk}
    head, tail = oriented(row.head, row.tail, symmetric=spec is not None and spec.symmetric)
    if head == tail:
        return None
    return relation_id(head, row.relation, tail), (keys[head], row.relation, keys[tail])


def _made(connection: Connection, wanted: dict[str, Triple]) -> dict[str, int]:
    """The keys of these relations, made where they are not there."""
    columns = select(relation.c.pk, relation.c.id)
    found = {r.id: r.pk for r in rows_of(connection, lambda p: columns.where(relation.c.id.in_(p)), wanted)}
    for id_, (head, name, tail) in wanted.items():
        if id_ not in found:
            row = {"id": id_, "head_pk": head, "relation": name, "tail_pk": tail}
            found[id_] = connection.execute(insert(relation).values(row).returning(relation.c.pk)).scalar_one()
    return found


def _drop_empty(connection: Connection, keys: Iterable[int]) -> None:
    unused = ~exists().where(statement.c.relation_pk == relation.c.pk)
    for part in in_parts(keys):
        connection.execute(delete(relation).where(relation.c.pk.in_(part), unused))
