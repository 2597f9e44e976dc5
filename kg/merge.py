"""Statements that say the same become one relation; counting does not depend on the order in which they came."""

from __future__ import annotations

from collections.abc import Iterable

from kg.graph import Relation, Support
from kg.ids import relation_id

__all__ = ["merged", "oriented", "resting_on", "support_order"]


def oriented(head: str, tail: str, *, symmetric: bool) -> tuple[str, str]:
    """Head and tail (entity ids) as the relation holds them: the lesser id first where the relation is symmetric."""
    return (tail, head) if symmetric and tail < head else (head, tail)


def support_order(support: Support) -> tuple[str, str, str, float]:
    """What sorts the statements of a relation: by document, then modality, the surest first."""
    return (support.origin, support.document, support.modality.value, -support.confidence)


def merged(head: str, relation: str, tail: str, supports: Iterable[Support]) -> Relation:
    """The relation that these statements (at least one) say."""
    return resting_on(supports, relation_id(head, relation, tail), head, relation, tail)


def resting_on(supports: Iterable[Support], id_: str, head: str, relation: str, tail: str) -> Relation:
    """The same where its id is known."""
    support = tuple(sorted(supports, key=support_order))
    return Relation(id_, head, relation, tail, len({s.origin for s in support}), support)
