"""What was merged by itself, and why: entities that articles call in several ways, and the names that join these."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from kg.decisions.model import Kind
from kg.decisions.naming import Keyed
from kg.ids import search_key
from kg.resolve import Named, link_keys
from kg.store.deciding import force_of, read_log
from kg.store.packing import unpack, unpack_quantity
from kg.store.rows import rows_of
from kg.store.schema import entity, naming

__all__ = ["Merged", "merged"]


@dataclass(frozen=True, slots=True)
class Merged:
    """One entity: what each way of calling it says, the names that several ways share, the decisions that joined it."""

    entity: str
    ways: tuple[tuple[str, ...], ...]
    shared: tuple[str, ...]
    decisions: tuple[str, ...] = ()


def merged(connection: Connection, *, limit: int = 100) -> list[Merged]:
    """The entities that more than one way of calling made one, those with the most ways first."""
    ways = func.count().label("ways")
    many = select(naming.c.entity_pk, entity.c.id, ways).join(entity, naming.c.entity_pk == entity.c.pk)
    many = many.group_by(naming.c.entity_pk, entity.c.id).having(ways > 1).order_by(ways.desc(), entity.c.id)
    id_of = {row.entity_pk: row.id for row in connection.execute(many.limit(limit))}
    log = read_log(connection)
    rules, merges = force_of(log).names, {d.id for d in log if d.kind in {Kind.MERGE, Kind.RENAME}}
    query = select(naming.c.entity_pk, naming.c.type, naming.c.names, naming.c.quantity)
    found: defaultdict[int, list[Keyed]] = defaultdict(list)
    for row in rows_of(connection, lambda p: query.where(naming.c.entity_pk.in_(p)).order_by(naming.c.pk), id_of):
        thing = Named(row.type, tuple(unpack(row.names)), unpack_quantity(row.quantity))
        found[row.entity_pk].append(rules.keyed(thing))
    return [_merged(id_of[pk], found[pk], merges) for pk in id_of]


def _merged(id_: str, every: list[Keyed], merges: set[str]) -> Merged:
    keys = Counter(key.split(":", 1)[1] for one in every for key in link_keys(one.thing))
    names = dict.fromkeys(name for one in every for name in one.thing.names)
    shared = tuple(name for name in names if keys[search_key(name)] > 1)
    people = sorted({decision for one in every for decision, _ in one.hits} & merges)
    return Merged(id_, tuple(dict.fromkeys(one.thing.names for one in every)), shared, tuple(people))
