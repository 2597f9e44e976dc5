"""Statements that say the same become one relation; counting does not depend on the order in which they came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from kg.graph import Backing, Relation, Support
from kg.ids import relation_id
from kg.model import Modality

__all__ = ["backing", "merged", "modality_counts", "oriented", "support_order"]


def oriented(head: str, tail: str, *, symmetric: bool) -> tuple[str, str]:
    """Head and tail (entity ids) as the relation holds them: the lesser id first where the relation is symmetric."""
    return (tail, head) if symmetric and tail < head else (head, tail)


def support_order(support: Support) -> tuple[str, str, str, float]:
    """What sorts the statements of a relation: by document, then modality, the surest first."""
    return (support.origin, support.document, support.modality.value, -support.confidence)


def merged(head: str, relation: str, tail: str, supports: Iterable[Support]) -> Relation:
    """The relation that these statements (at least one) say."""
    return Relation(relation_id(head, relation, tail), head, relation, tail, backing(supports))


def backing(supports: Iterable[Support]) -> Backing:
    """What the statements (at least one) say together."""
    support = tuple(sorted(supports, key=support_order))
    dates = sorted([s.date for s in support if s.date])
    return Backing(
        support=support,
        statements=len(support),
        sources=len({s.origin for s in support}),
        modalities=modality_counts(tuple(sorted(s.modality.value for s in support))),
        confidence=max(s.confidence for s in support),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
    )


@lru_cache(maxsize=1_000)
def modality_counts(modalities: tuple[str, ...]) -> dict[Modality, int]:
    """How often each is there; one object for all relations that are said alike, as most are."""
    counts = Counter(modalities)
    return {modality: counts[modality.value] for modality in Modality if modality.value in counts}
