"""Statements that say the same become one relation; counting does not depend on the order in which they came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from kg.graph import Relation, Support
from kg.ids import relation_id
from kg.model import Modality

__all__ = ["merged", "oriented", "support_order"]


def oriented(head: str, tail: str, *, symmetric: bool) -> tuple[str, str]:
    """Head and tail (entity ids) as the relation holds them: the lesser id first where the relation is symmetric."""
    return (tail, head) if symmetric and tail < head else (head, tail)


def support_order(support: Support) -> tuple[str, str, str, float]:
    """What sorts the statements of a relation: by document, then modality, the surest first."""
    return (support.origin, support.document, support.modality.value, -support.confidence)


def merged(head: str, relation: str, tail: str, supports: Iterable[Support]) -> Relation:
    """The relation that these statements (at least one) say."""
    support = tuple(sorted(supports, key=support_order))
    summary = _summary(support)
    return Relation(relation_id(head, relation, tail), head, relation, tail, *summary, support)


@lru_cache(maxsize=10_000)
def _summary(support: tuple[Support, ...]) -> tuple[int, int, dict[Modality, int], float, str | None, str | None]:
    """Statements, sources, modalities, confidence, first and last; one object for all relations supported alike."""
    dates = sorted(s.date for s in support if s.date)
    modalities = Counter(s.modality for s in support)
    return (
        len(support),
        len({s.origin for s in support}),
        {modality: modalities[modality] for modality in Modality if modality in modalities},
        max(s.confidence for s in support),
        dates[0] if dates else None,
        dates[-1] if dates else None,
    )
