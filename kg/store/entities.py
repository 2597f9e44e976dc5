"""The graph's entities kept in step with the documents, by looking only at those that a document touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update

from kg.decisions.naming import Keyed, NameRules, name_given
from kg.graph import EntityRecord
from kg.resolve import Named, components, record_of, summed_uses
from kg.store.packing import pack, pack_quantity, unpack, unpack_quantity
from kg.store.rows import in_parts, rows_of
from kg.store.schema import entity, naming, naming_key, thing

__all__ = ["Regrouped", "entities_of", "regroup"]


@dataclass(slots=True)
class Regrouped:
    """What regrouping did.

    Keys of the namings that went to another entity; keys of the entities that are gone or have another id; the ids, old
    and new, of all entities that differ in anything.
    """

    moved: list[int] = field(default_factory=list)
    displaced: list[int] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Group:
    """An entity to be: its namings, and the row it had, or gets."""

    namings: dict[int, Keyed]
    pk: int | None = None


def entities_of(connection: Connection, document_pk: int) -> set[int]:
    """The entities that have a key of one of the document's namings: those that it is part of, or would join."""
    mine, theirs = naming_key.alias(), naming_key.alias()
    return set(
        connection.scalars(
            select(naming.c.entity_pk)
            .join(theirs, theirs.c.naming_pk == naming.c.pk)
            .join(mine, mine.c.key == theirs.c.key)
            .join(thing, thing.c.naming_pk == mine.c.naming_pk)
            .where(thing.c.document_pk == document_pk, naming.c.entity_pk.is_not(None))
            .distinct()
        )
    )


def regroup(connection: Connection, touched: set[int], rules: NameRules) -> Regrouped:
    """Resolve anew the namings of the touched entities and those that have none yet; rewrite what differs."""
    done = Regrouped()
    _forget_unused(connection, touched)
    old = {row.pk: row for row in rows_of(connection, lambda p: select(entity).where(entity.c.pk.in_(p)), touched)}
    home, groups = _groups(connection, touched, rules)
    _assign(groups, home)
    kept = {group.pk for group in groups if group.pk is not None}
    gone = [pk for pk in old if pk not in kept]
    _move(connection, groups, home, done)
    for part in in_parts(gone):
        connection.execute(delete(entity).where(entity.c.pk.in_(part)))
    records = _records(connection, groups)
    changed = {pk: r for pk, r in records.items() if pk not in old or _values(r) != _values_of(old[pk])}
    renamed = [pk for pk, record in changed.items() if pk in old and record.id != old[pk].id]
    _write(connection, changed, renamed)
    done.changed = {old[pk].id for pk in [*gone, *changed] if pk in old} | {r.id for r in changed.values()}
    done.displaced = gone + renamed
    return done


def _forget_unused(connection: Connection, touched: set[int]) -> None:
    """Drop namings that no document uses any more."""
    unused = ~exists().where(thing.c.naming_pk == naming.c.pk)
    for part in in_parts(touched):
        connection.execute(delete(naming).where(naming.c.entity_pk.in_(part), unused))


def _groups(connection: Connection, touched: set[int], rules: NameRules) -> tuple[dict[int, int | None], list[_Group]]:
    """The entity that each naming had, and how they belong together now."""
    columns = select(naming.c.pk, naming.c.type, naming.c.names, naming.c.quantity, naming.c.entity_pk)
    rows = [*connection.execute(columns.where(naming.c.entity_pk.is_(None)))]
    rows += rows_of(connection, lambda part: columns.where(naming.c.entity_pk.in_(part)), touched)
    named = ((r.pk, Named(r.type, tuple(unpack(r.names)), unpack_quantity(r.quantity))) for r in rows)
    keyed = {pk: rules.keyed(thing) for pk, thing in named}
    group_of: dict[str, _Group] = {}
    for component in components(one.keys for one in keyed.values()):
        group_of |= dict.fromkeys(component, _Group({}))
    for pk, one in keyed.items():
        group_of[min(one.keys)].namings[pk] = one
    groups = {id(group): group for group in group_of.values()}
    return {row.pk: row.entity_pk for row in rows}, list(groups.values())


def _assign(groups: list[_Group], home: dict[int, int | None]) -> None:
    """Let each group stay in the row that most of its namings have, unless a larger group has it."""
    taken: set[int] = set()
    for group in sorted(groups, key=lambda g: (-len(g.namings), min(g.namings))):
        homes = Counter(home[pk] for pk in group.namings)
        free = [(-count, pk) for pk, count in homes.items() if pk is not None and pk not in taken]
        if free:
            group.pk = min(free)[1]
            taken.add(group.pk)


def _move(connection: Connection, groups: list[_Group], home: dict[int, int | None], done: Regrouped) -> None:
    """Point each naming to its group's row, which is made where there is none."""
    for group in groups:
        if group.pk is None:
            group.pk = _placeholder(connection, min(group.namings))
        away = [pk for pk in group.namings if home[pk] != group.pk]
        done.moved += away
        for part in in_parts(away):
            connection.execute(update(naming).where(naming.c.pk.in_(part)).values(entity_pk=group.pk))


def _placeholder(connection: Connection, naming_pk: int) -> int:
    row = {"id": f" new {naming_pk}", "type": "", "name": "", "names": "", "mentions": 0, "documents": 0}
    pk: int = connection.execute(insert(entity).values(row).returning(entity.c.pk)).scalar_one()
    return pk


def _records(connection: Connection, groups: Iterable[_Group]) -> dict[int, EntityRecord]:
    """What each group is called now, and counted."""
    members = {group.pk: group.namings for group in groups if group.pk is not None}
    by_naming = select(thing.c.naming_pk, func.count().label("uses")).group_by(thing.c.naming_pk)
    uses = {
        row.naming_pk: row.uses
        for row in rows_of(
            connection, lambda p: by_naming.where(thing.c.naming_pk.in_(p)), (pk for m in members.values() for pk in m)
        )
    }
    by_entity = (
        select(
            naming.c.entity_pk,
            func.count(thing.c.document_pk.distinct()).label("documents"),
            func.sum(thing.c.mentions).label("mentions"),
        )
        .join(thing, thing.c.naming_pk == naming.c.pk)
        .group_by(naming.c.entity_pk)
    )
    counts = rows_of(connection, lambda p: by_entity.where(naming.c.entity_pk.in_(p)), members)
    return {
        row.entity_pk: record_of(
            summed_uses((one.thing, uses[pk]) for pk, one in members[row.entity_pk].items()),
            mentions=int(row.mentions),
            documents=row.documents,
            called=name_given(members[row.entity_pk].values()),
        )
        for row in counts
    }


def _write(connection: Connection, records: dict[int, EntityRecord], displaced: Iterable[int]) -> None:
    """Give the rows their new values; where ids change, first ids that nobody has, as one may take another's."""
    here = update(entity).where(entity.c.pk == bindparam("here"))
    away = [{"here": pk, "away": f" was {pk}"} for pk in displaced]
    if away:
        connection.execute(here.values(id=bindparam("away")), away)
    if records:
        connection.execute(here, [{"here": pk, **_values(record)} for pk, record in sorted(records.items())])


def _values(record: EntityRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "type": record.type,
        "name": record.name,
        "names": pack(record.names),
        "quantity": pack_quantity(record.quantity),
        "mentions": record.mentions,
        "documents": record.documents,
    }


def _values_of(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name != "pk"}  # noqa: SLF001 - SQLAlchemy's public name
