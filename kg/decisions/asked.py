"""A decision as a person asks for it, in names and ids, made into one that a store takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from kg.decisions import drafts
from kg.decisions.model import Decision, Kind
from kg.errors import AmbiguousName, InvalidRequest, NotFound
from kg.graph import EntityRecord, Graph
from kg.model import Document

__all__ = ["Asked", "drafted", "entity_meant"]

_LONGEST_AUTHOR, _LONGEST_REASON = 200, 2000


class Holder(Protocol):
    """What holds the articles and the log: a `kg.store.Store`."""

    def graph(self) -> Graph:
        """The graph as it is now."""

    def get(self, document_id: str) -> Document:
        """A document."""

    def document_saying(self, statement_id: str) -> Document:
        """The document that makes a statement."""

    def decisions(self) -> list[Decision]:
        """The log."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be decided. Which fields count depends on the kind; the others are left empty.

    `entities`: merge (the first gives its name), split, rename, retype. `names` leave by a split; `value` is the new
    name or type. `statement`: accept, reject, correct. `change`: correct, add. `document`, `triple` and `quote`: add.
    `decision`: undo.
    """

    kind: Kind
    author: str
    reason: str = ""
    entities: Sequence[str] = ()
    names: Sequence[str] = ()
    value: str = ""
    statement: str = ""
    document: str = ""
    triple: tuple[str, str, str] | None = None
    quote: str = ""
    change: Mapping[str, Any] = field(default_factory=dict)
    decision: str = ""


def drafted(holder: Holder, asked: Asked) -> Decision:
    """The decision, made of what the graph holds now. InvalidRequest or NotFound where it cannot be made."""
    if not asked.author.strip() or len(asked.author) > _LONGEST_AUTHOR or len(asked.reason) > _LONGEST_REASON:
        raise InvalidRequest("A decision has an author, and a reason of at most 2,000 characters.", hint="Say who.")
    said: Any = {"author": asked.author.strip(), "reason": asked.reason.strip()}
    if asked.kind is Kind.UNDO:
        return Decision(Kind.UNDO, **said, of=asked.decision)
    if asked.kind is Kind.ADD:
        return _added(holder, asked, said)
    if asked.kind in {Kind.ACCEPT, Kind.REJECT, Kind.CORRECT}:
        doc = holder.document_saying(asked.statement)
        change = _change(holder.graph(), asked.change)
        return drafts.about(asked.kind, doc, asked.statement, holder.decisions(), **said, change=change)
    decision = _about_things(holder.graph(), asked, said)
    if asked.kind not in {Kind.MERGE, Kind.RENAME}:
        return decision
    return replace(decision, things=drafts.alone(decision.things, holder.decisions()))


def _about_things(graph: Graph, asked: Asked, said: Any) -> Decision:
    entities = [entity_meant(graph, name) for name in asked.entities]
    if asked.kind is Kind.MERGE:
        return drafts.merge(entities, **said)
    if asked.kind is Kind.APART:
        return drafts.apart(entities, **said)
    if len(entities) != 1:
        raise InvalidRequest(f"To {asked.kind} is about one entity.", hint="Name one.")
    if asked.kind is Kind.SPLIT:
        return drafts.split(entities[0], asked.names, **said)
    make = drafts.rename if asked.kind is Kind.RENAME else drafts.retype
    return make(entities[0], asked.value, **said)


def _added(holder: Holder, asked: Asked, said: Any) -> Decision:
    if asked.triple is None:
        raise InvalidRequest("A statement has head, relation and tail.", hint="Give all three.")
    graph = holder.graph()
    head, relation, tail = asked.triple
    triple = (drafts.thing_called(graph, head), relation, drafts.thing_called(graph, tail))
    doc = holder.get(asked.document)
    return drafts.added(doc, triple, asked.quote, **said, change=_change(graph, asked.change))


def _change(graph: Graph, change: Mapping[str, Any]) -> dict[str, Any]:
    return {n: drafts.thing_called(graph, v) if n in {"head", "tail"} else v for n, v in change.items()}


def entity_meant(graph: Graph, name: str) -> EntityRecord:
    """The entity with this id or exact name. AmbiguousName or NotFound otherwise."""
    try:
        return graph.entity(name)
    except NotFound:
        exact = [match.entity for match in graph.find(name, limit=5) if match.score == 1] if name.strip() else []
        if len(exact) > 1:
            hint = f"Give one of: {', '.join(e.id for e in exact)}."
            raise AmbiguousName(f"{name!r} fits several.", hint=hint, details={"candidates": exact}) from None
        if not exact:
            raise
        return exact[0]
