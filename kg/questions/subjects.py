"""The entities that a question's slots mean: known names, candidates for the rest, and what phrases lead to."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import AmbiguousName, NotFound
from kg.graph import EntityRecord, Graph, RelationFilter
from kg.questions.filters import FACTS
from kg.questions.forms import Forms, Query
from kg.questions.found import Subject
from kg.questions.names import UNNAMED
from kg.questions.values import Bindings, Named, Reached, Several, Value

__all__ = ["subject_of"]

_NEAR = 0.24
"""A name is offered as a candidate from this score of the search on: one of two characters right."""
_CANDIDATES = 5
_MOST_REACHED = 30
"""Of what a phrase leads to, the best supported go on."""


def subject_of(graph: Graph, forms: Forms, value: Value, query: Query) -> Subject:
    """What a slot's value means in this graph.

    Raises NotFound where nothing has the name, AmbiguousName where several entities have it and more than one could
    answer; both with candidates in their details.
    """
    if isinstance(value, Several):
        parts = [subject_of(graph, forms, v, query) for v in value.values]
        return Subject(value.text, _once(e for part in parts for e in part.entities))
    if isinstance(value, Reached):
        return _reached(graph, forms, value)
    if isinstance(value, Named):
        return Subject(value.text, (_one(graph, value, query),))
    return Subject(value.text, ())


def _one(graph: Graph, name: Named, query: Query) -> EntityRecord:
    if not name.entities:
        raise _unknown(graph, name.text)
    if len(name.entities) == 1:
        return name.entities[0]
    answering = [e for e in name.entities if _could_answer(graph, e, query)]
    if len(answering) == 1:
        return answering[0]
    raise _ambiguous(name.text, answering or name.entities)


def _could_answer(graph: Graph, entity: EntityRecord, query: Query) -> bool:
    where = RelationFilter(relations=frozenset(query.relations))
    return any(True for _ in graph.relations(entity.id, direction="both", where=where))


def _reached(graph: Graph, forms: Forms, value: Reached) -> Subject:
    form = forms[value.form]
    starts = [subject_of(graph, forms, v, form.query) for _, v in _slots(value.bindings)]
    where = RelationFilter(frozenset(form.query.relations), FACTS, form.query.types)
    found = (
        graph.entity(r.tail if r.head == start.id else r.head)
        for subject in starts
        for start in subject.entities
        for r in graph.relations(start.id, direction=form.query.direction, where=where)
    )
    return Subject(value.text, _once(found)[:_MOST_REACHED], via=value.form)


def _slots(bindings: Bindings) -> Bindings:
    return tuple((name, value) for name, value in bindings if not name.startswith("~"))


def _unknown(graph: Graph, name: str) -> NotFound:
    near = [m for m in graph.find(name, limit=_CANDIDATES) if m.score >= _NEAR and m.entity.type not in UNNAMED]
    return NotFound(
        f"Nothing in the corpus is called {name!r}.",
        hint=f"Is it one of these: {', '.join(m.name for m in near)}?" if near else "",
        details={"name": name, "candidates": [m.entity for m in near]},
    )


def _ambiguous(name: str, entities: tuple[EntityRecord, ...] | list[EntityRecord]) -> AmbiguousName:
    return AmbiguousName(
        f"{name!r} is the name of several things.",
        hint=f"Say which, by its type or its id: {', '.join(e.id for e in entities)}.",
        details={"name": name, "candidates": list(entities)},
    )


def _once(entities: Iterable[EntityRecord]) -> tuple[EntityRecord, ...]:
    return tuple({e.id: e for e in entities}.values())
