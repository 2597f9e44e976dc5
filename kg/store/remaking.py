"""The whole graph made anew from what was read: when the rules by which it is made are others."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from kg.ontology import Ontology
from kg.resolve import Named, link_keys
from kg.store.entities import regroup
from kg.store.packing import unpack, unpack_quantity
from kg.store.relations import relate
from kg.store.schema import change, entity, naming, naming_key, relation, statement

__all__ = ["remake"]


def remake(connection: Connection, ontology: Ontology) -> None:
    """Forget entities and relations, and find them again. Costs what the store holds."""
    connection.execute(update(statement).values(relation_pk=None))
    connection.execute(update(naming).values(entity_pk=None))
    for table in (relation, entity, naming_key, change):
        connection.execute(delete(table))
    rows = connection.execute(select(naming.c.pk, naming.c.type, naming.c.names, naming.c.quantity))
    keys = [
        {"key": key, "naming_pk": row.pk}
        for row in rows
        for key in sorted(link_keys(Named(row.type, tuple(unpack(row.names)), unpack_quantity(row.quantity))))
    ]
    if keys:
        connection.execute(insert(naming_key), keys)
    relate(connection, ontology, regroup(connection, set()), left={}, new=None)
