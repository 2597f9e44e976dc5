"""What was said of when: statements in the order of the time they speak of, and what changed between two dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from kg.errors import InvalidRequest
from kg.graph import EVERYTHING, Graph, Relation, RelationFilter, StatementRecord, Support
from kg.model import Modality

__all__ = ["Changes", "Moment", "changes", "timeline"]

_FACTS = frozenset({Modality.ASSERTED, Modality.REPORTED})
_MOST_READ = 2000
"""Relations whose statements are read for a timeline, the best supported first."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A statement at its time: the days that it speaks of, or where it does not say, its document's date (`told`)."""

    start: str
    end: str
    told: bool
    relation: Relation
    statement: StatementRecord


def timeline(
    graph: Graph,
    entity_id: str | None = None,
    *,
    where: RelationFilter = EVERYTHING,
    since: str | None = None,
    until: str | None = None,
) -> list[Moment]:
    """The statements about an entity, or all, whose time lies between two dates (inclusive), the earliest first.

    What has no time, neither its own nor its document's, is left out. NotFound where there is no such entity.
    """
    relations = list(islice(graph.relations(entity_id, where=where), _MOST_READ))
    said = graph.statements_of((r.id for r in relations), where=where)
    moments = (moment for r in relations for s in said[r.id] if (moment := _moment(r, s)))
    within = (m for m in moments if (not since or m.end >= since) and (not until or m.start <= _last_day(until)))
    return sorted(within, key=lambda m: (m.start, m.end, m.relation.id, m.statement.id))


def _moment(relation: Relation, statement: StatementRecord) -> Moment | None:
    interval = statement.time.interval if statement.time else None
    start = interval and (interval.start or interval.end)
    if interval and start:
        return Moment(start, interval.end or start, False, relation, statement)
    date = statement.document_date
    return Moment(date, date, True, relation, statement) if date else None


def _last_day(date: str) -> str:
    """A bound that no day of this day, month or year lies above."""
    return f"{date}~"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a period of time brought.

    `new` are relations first told as fact in it; `gone` those told as fact before and in it only denied; `contradicted`
    those that it speaks of and that are both told and denied.
    """

    new: tuple[Relation, ...]
    gone: tuple[Relation, ...]
    contradicted: tuple[Relation, ...]


def changes(graph: Graph, since: str, until: str, *, where: RelationFilter = EVERYTHING) -> Changes:
    """What changed between two dates (inclusive), by the dates of documents. Looks once at every relation."""
    if since > _last_day(until):
        raise InvalidRequest(f"{since} is after {until}.", hint="Give the earlier date first.")
    found: dict[str, list[Relation]] = {"new": [], "gone": [], "contradicted": []}
    for relation in graph.relations(where=where):
        kind = _change(relation, since, until)
        if kind:
            found[kind].append(relation)
    return Changes(tuple(found["new"]), tuple(found["gone"]), tuple(found["contradicted"]))


def _change(relation: Relation, since: str, until: str) -> str | None:
    dated = [s for s in relation.support if s.date and s.date <= _last_day(until)]
    before = set(_kinds(s for s in dated if s.date and s.date < since))
    within = set(_kinds(s for s in dated if s.date and s.date >= since))
    if "fact" in before and within == {"denied"}:
        return "gone"
    if within and {"fact", "denied"} <= before | within:
        return "contradicted"
    return "new" if "fact" in within and "fact" not in before else None


def _kinds(supports: Iterator[Support]) -> Iterator[str]:
    for support in supports:
        if support.modality in _FACTS:
            yield "fact"
        elif support.modality is Modality.NEGATED:
            yield "denied"
