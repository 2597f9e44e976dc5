"""The whole graph made anew from what was read: when the rules by which it is made are others."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from kg.decisions.naming import NameRules
from kg.ontology import Ontology
from kg.resolve import Named
from kg.store.entities import regroup
from kg.store.packing import unpack, unpack_quantity
from kg.store.relations import relate
from kg.store.schema import band, change, document, entity, naming, naming_key, near, relation, statement
from kg.store.works import note_near, place

__all__ = ["remake"]


def remake(connection: Connection, ontology: Ontology, rules: NameRules) -> None:
    """Forget entities and relations, and find them again. Costs what the store holds."""
    connection.execute(update(statement).values(relation_pk=None))
    connection.execute(update(naming).values(entity_pk=None))
    for table in (relation, entity, naming_key, change, band, near):
        connection.execute(delete(table))
    rows = connection.execute(select(naming.c.pk, naming.c.type, naming.c.names, naming.c.quantity))
    keys = [
        {"key": key, "naming_pk": row.pk}
        for row in rows
        for key in sorted(rules.keyed(Named(row.type, tuple(unpack(row.names)), unpack_quantity(row.quantity))).ever)
    ]
    if keys:
        connection.execute(insert(naming_key), keys)
    relate(connection, ontology, regroup(connection, set(), rules), left={}, new=None)
    _find_reprints(connection)


def _find_reprints(connection: Connection) -> None:
    connection.execute(update(document).values(work=document.c.origin, reprint_of=None))
    touched: set[str] = set()
    for pk in connection.scalars(select(document.c.pk)).all():  # one text in memory at a time
        text = connection.execute(select(document.c.text).where(document.c.pk == pk)).scalar_one()
        touched |= note_near(connection, pk, text)
    place(connection, touched)
