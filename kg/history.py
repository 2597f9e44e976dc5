"""What the graph said on a day, and what changed between two, statement by statement.

A day sees the articles published by then (those without a date when they were read), as they were then, and the
decisions made by then. What was replaced or taken out since is seen with its quotes (`kg.store.past`), except what was
forgotten for good: `kg.store.auditing.left_since` says which that is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from kg.decisions.model import Decision
from kg.errors import InvalidRequest, NotFound
from kg.graph import Graph, Relation, StatementRecord
from kg.model import Document
from kg.networkx_graph import NetworkXGraph

__all__ = ["MOMENT", "Told", "graph_on", "statements_between", "statements_on"]

MOMENT = r"^\d{4}(-\d{2}(-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?)?)?$"
"""How a day or a moment of one is written."""


class Holder(Protocol):
    """What holds the articles and the log: a `kg.store.Store`."""

    def known_by(self, end: str) -> tuple[list[Document], list[Decision]]:
        """The documents as they were then, and the decisions made by then."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with its relation in its day's graph; `how` is what became of it: `new`, `gone` or `altered`."""

    graph: Graph = field(compare=False, repr=False)
    relation: Relation
    statement: StatementRecord
    how: str = ""


def graph_on(holder: Holder, day: str) -> NetworkXGraph:
    """The graph as it was at the end of a day, month or year, or at a moment of UTC (ISO 8601). Costs its articles."""
    if not re.match(MOMENT, day):
        raise InvalidRequest(
            f"{day!r} is no day.", hint="Write it as 2026-02-28, or 2026-02-28T14:30 for a moment of UTC."
        )
    return NetworkXGraph.of(*holder.known_by(f"{day}~"))  # after every moment that begins with the day


def statements_on(holder: Holder, day: str, entity_id: str | None = None) -> list[Told]:
    """What was said by a day, of one entity or all, in a stable order. NotFound where there was no such entity."""
    return sorted(_said(graph_on(holder, day), entity_id).values(), key=_place)


def statements_between(holder: Holder, since: str, until: str, entity_id: str | None = None) -> list[Told]:
    """What is said at the end of the second day and was not at the end of the first, no more, or otherwise."""
    if since > f"{until}~":
        raise InvalidRequest(f"{since} is after {until}.", hint="Give the earlier day first.")
    before, after = (_said_if_there(graph_on(holder, day), entity_id) for day in (since, until))
    told = [replace(t, how="new") for i, t in after.items() if i not in before]
    told += [replace(t, how="gone") for i, t in before.items() if i not in after]
    both = before.keys() & after.keys()
    told += [replace(after[i], how="altered") for i in both if not _same(before[i], after[i])]
    return sorted(told, key=_place)


def _same(one: Told, other: Told) -> bool:
    return (one.statement, one.relation.id) == (other.statement, other.relation.id)


def _said(graph: Graph, entity_id: str | None) -> dict[str, Told]:
    relations: Sequence[Relation] = list(graph.relations(entity_id))
    said = graph.statements_of([relation.id for relation in relations])
    return {s.id: Told(graph, relation, s) for relation in relations for s in said[relation.id]}


def _said_if_there(graph: Graph, entity_id: str | None) -> dict[str, Told]:
    """Nothing where the graph did not have the entity yet."""
    try:
        return _said(graph, entity_id)
    except NotFound:
        return {}


def _place(told: Told) -> tuple[str, str, str]:
    return (told.statement.document_date or "", told.statement.document, told.statement.id)
