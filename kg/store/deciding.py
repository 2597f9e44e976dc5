"""The log of decisions as rows, and the graph brought in step with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from kg.assemble import decided_of
from kg.decisions.claims import judge
from kg.decisions.model import Conflict, Decision, Kind, active, from_plain, to_plain
from kg.decisions.naming import NameRules, targets
from kg.errors import InvalidRequest, NotFound
from kg.resolve import Named
from kg.store.packing import pack, unpack, unpack_quantity
from kg.store.reading import read_document
from kg.store.rows import in_parts, rows_of
from kg.store.schema import decision as table
from kg.store.schema import naming, naming_key, thing

__all__ = ["Force", "conflicts", "force_of", "found", "met_or_refused", "read_log", "rekey", "write_log"]


@dataclass(frozen=True, slots=True)
class Force:
    """The decisions in force, as they are applied."""

    names: NameRules = field(default_factory=NameRules)
    claims: dict[str, list[Decision]] = field(default_factory=dict)  # by document
    digest: str = ""

    def about(self, document_id: str) -> list[Decision]:
        """Those about statements of a document."""
        return self.claims.get(document_id, [])


def force_of(log: Iterable[Decision]) -> Force:
    """What a log amounts to."""
    standing = active(log)
    claims: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in standing:
        if decision.claim:
            claims[decision.claim.document].append(decision)
    return Force(NameRules(standing), dict(claims), decided_of(standing))


def read_log(connection: Connection) -> list[Decision]:
    """All decisions, in the order in which they were made."""
    rows = connection.execute(select(table.c.said).order_by(table.c.at, table.c.id))
    return [from_plain(unpack(row.said)) for row in rows]


def write_log(connection: Connection, decisions: Iterable[Decision]) -> None:
    """More entries."""
    rows = [
        {"id": d.id, "at": d.at, "kind": str(d.kind), "author": d.author, "said": pack(to_plain(d))} for d in decisions
    ]
    if rows:
        connection.execute(insert(table), rows)


def found(log: Sequence[Decision], decision_id: str) -> Decision:
    """The decision with this id. NotFound where it is not there."""
    for decision in log:
        if decision.id == decision_id:
            return decision
    raise NotFound(f"There is no decision {decision_id!r}.", hint="The list of decisions has their ids.")


def checked_undo(log: Sequence[Decision], decision_id: str) -> None:
    """InvalidRequest where the decision is not in force, NotFound where there is none."""
    meant = found(log, decision_id)
    undone = {d.of for d in log if d.kind is Kind.UNDO and not _is_undone(log, d)}
    if meant.id in undone:
        raise InvalidRequest(f"Decision {decision_id!r} is undone already.", hint="Undo its undoing to have it back.")


def _is_undone(log: Sequence[Decision], entry: Decision) -> bool:
    """Whether an entry has been taken back by one that still stands. Later entries only can undo it."""
    return any(d.kind is Kind.UNDO and d.of == entry.id and not _is_undone(log, d) for d in log if d.at > entry.at)


def rekey(connection: Connection, names: NameRules, changed: Iterable[Decision]) -> set[int]:
    """Give the namings that the changed decisions are about their new keys; the entities that are to be resolved anew.

    Those are the entities that hold one of these namings, or share a key with one.
    """
    wanted = {key for decision in changed for key in targets(decision)}
    query = select(naming.c.pk, naming.c.type, naming.c.names, naming.c.quantity)
    keyed = select(naming_key.c.naming_pk)
    rows = {
        row.pk: row
        for row in rows_of(
            connection, lambda p: query.where(naming.c.pk.in_(keyed.where(naming_key.c.key.in_(p)))), wanted
        )
    }
    keys = {pk: names.keyed(_named(row)).ever for pk, row in rows.items()}
    for part in in_parts(rows):
        connection.execute(delete(naming_key).where(naming_key.c.naming_pk.in_(part)))
    new = [{"key": key, "naming_pk": pk} for pk, every in keys.items() for key in sorted(every)]
    for part in in_parts(new):
        connection.execute(insert(naming_key), part)
    sharing = (
        select(naming.c.entity_pk)
        .join(naming_key, naming_key.c.naming_pk == naming.c.pk)
        .where(naming.c.entity_pk.is_not(None))
        .distinct()
    )
    every_key = {key for several in keys.values() for key in several} | wanted
    entities = rows_of(connection, lambda p: sharing.where(naming_key.c.key.in_(p)), every_key)
    return {row.entity_pk for row in entities}


def _named(row: Any) -> Named:
    return Named(row.type, tuple(unpack(row.names)), unpack_quantity(row.quantity))


def conflicts(connection: Connection, *, among: Decision | None = None) -> list[Conflict]:
    """The decisions in force that meet nothing now; all of them, or only this one."""
    standing = active(read_log(connection))
    force = force_of(standing)
    asked = [decision for decision in standing if among is None or decision.id == among.id]
    documents = sorted({d.claim.document for d in asked if d.claim})
    unmet = {d.id for document in documents for d in _unmet_claims(connection, force, document)}
    hits = _hits(connection, force.names, asked)
    listed = []
    for decision in asked:
        if decision.id in unmet:
            listed.append(Conflict(decision, "statement"))
        missing = [t.name for n, t in enumerate(decision.things) if (decision.id, n) not in hits]
        if missing and not decision.claim and decision.kind is not Kind.APART:
            listed.append(Conflict(decision, "thing: " + ", ".join(missing)))
    return listed


def met_or_refused(connection: Connection, decision: Decision) -> None:
    """NotFound where a decision that was just made meets nothing: then it was meant otherwise."""
    if conflicts(connection, among=decision):
        raise NotFound("There is nothing here that this decides about.", hint="Take names and ids from the graph.")


def _unmet_claims(connection: Connection, force: Force, document_id: str) -> Sequence[Decision]:
    doc = read_document(connection, document_id)
    return force.about(document_id) if doc is None else judge(doc, force.about(document_id)).unmet


def _hits(connection: Connection, names: NameRules, standing: Sequence[Decision]) -> set[tuple[str, int]]:
    wanted = {key for decision in standing for key in targets(decision)}
    query = (
        select(naming.c.pk, naming.c.type, naming.c.names, naming.c.quantity)
        .join(naming_key, naming_key.c.naming_pk == naming.c.pk)
        .join(thing, thing.c.naming_pk == naming.c.pk)
        .distinct()
    )
    rows = rows_of(connection, lambda p: query.where(naming_key.c.key.in_(p)), wanted)
    return {hit for row in rows for hit in names.keyed(_named(row)).hits}
