"""Which entities have the most of some relations: counted over the columns, with what is laid over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from heapq import nsmallest

import numpy as np

from kg.columns import Numbers
from kg.graph import Relation, Tally
from kg.made import Made
from kg.overlay import by_support

__all__ = ["tallied"]


def tallied(
    made: Made, ends: Numbers, rows: Numbers, come: Iterable[tuple[str, Relation]], *, limit: int
) -> list[Tally]:
    """The entities with the most: `ends` (slots) have these rows, and entities those that have come, one each."""
    order = np.argsort(rows, kind="stable")
    slots, first, numbers = np.unique(ends[order], return_index=True, return_counts=True)
    best = rows[order[first]]
    least = np.partition(numbers, -limit)[-limit] if len(numbers) > limit else 0
    laid = list(come)
    more = Counter(entity for entity, _ in laid)
    wanted = numbers >= least  # with all that are equal
    wanted |= np.isin(slots, [made.columns.slots.get(entity, -1) for entity in more])
    names = [made.columns.entities[slot] for slot in slots[wanted].tolist()]
    counts = Counter(dict(zip(names, numbers[wanted].tolist(), strict=True))) + more
    ranked = nsmallest(limit, counts.items(), key=lambda item: (-item[1], item[0]))
    row_of = dict(zip(names, best[wanted].tolist(), strict=True))
    found: dict[str, list[Relation]] = {
        entity: [made.value(row_of[entity])] for entity, _ in ranked if entity in row_of
    }
    for entity, relation in laid:
        found.setdefault(entity, []).append(relation)
    return [Tally(entity, count, min(found[entity], key=by_support)) for entity, count in ranked]
