"""What people decide, on a page: entities that may be one thing, and beside them what cannot both hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from kg.contradictions import Contradiction, Side
from kg.graph import Graph
from kg.review import Candidate
from viz import select
from viz.sheets import Sheeted, proofs

__all__ = ["review"]

AROUND = 4
"""Relations of each candidate that are shown, the best supported first."""


def review(graph: Graph, found: Sequence[Candidate], against: Sequence[Contradiction]) -> Sheeted:
    """Candidates for merging and contradictions, and the graph of what is said of them."""
    sides = [side for one in against for side in one.sides]
    about = [entity.id for one in found for entity in one.entities]
    said = chain(_around(graph, about), (side.relation.id for side in sides))
    told = frozenset(statement.id for side in sides for statement in side.statements[:1])
    view = select.answer(graph, said, focus=about, kind="review", keep=told)
    view = replace(view, focus=())  # all of it is what the page is about
    place = dict(proofs(view))
    sheet = {
        "kind": "review",
        "candidates": [_candidate(one) for one in found],
        "contradictions": [
            {"kind": one.kind, "about": one.about, "sides": [_side(side, place) for side in one.sides]}
            for one in against
            if all(side.statements for side in one.sides)
        ],
    }
    return Sheeted(view, sheet)


def _around(graph: Graph, entity_ids: Iterable[str]) -> Iterator[str]:
    for entity_id in dict.fromkeys(entity_ids):
        yield from (relation.id for relation in islice(graph.relations(entity_id), AROUND))


def _candidate(one: Candidate) -> dict[str, Any]:
    return {
        "nodes": [entity.id for entity in one.entities],
        "reason": one.reason,
        "names": list(one.names),
        "shared": one.shared,
        "score": one.score,
    }


def _side(side: Side, place: dict[str, tuple[str, int]]) -> list[Any]:
    """The edge, and which of its proofs says it."""
    return list(place[side.statements[0].id])
