"""Where a text names its entities: an end of a pair is known by all its places, not only by the one in the pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kg.model import Mention
from kg.neural.candidates import Pair
from kg.neural.hashing import Ints
from kg.neural.units import Units
from kg.pipes.coreference import is_name

__all__ = ["Named", "named_of"]


@dataclass(frozen=True, slots=True)
class Named:
    """The mentions that name an entity, in the order of the text."""

    numbers: Mapping[str, int]  # of each entity
    spans: Ints  # (mentions, 2) units
    entities: Ints  # (mentions,) the number of each one's entity

    def ends_of(self, pairs: Sequence[Pair]) -> Ints:
        """(pairs, 2) the numbers of heads and tails; -1 of what is named nowhere, as a clause."""
        ends = [(self.numbers.get(p.head.entity or "", -1), self.numbers.get(p.tail.entity or "", -1)) for p in pairs]
        return np.array(ends, dtype=np.int64).reshape(-1, 2)


def named_of(units: Units, mentions: Sequence[Mention]) -> Named:
    """Of a document's mentions; what stands for a name (a pronoun, a dropped subject) is none."""
    numbers: dict[str, int] = {}
    places = [(m.entity or "", units.range_of(m.span)) for m in mentions if is_name(m)]
    entities = [numbers.setdefault(entity, len(numbers)) for entity, _ in places]
    spans = np.array([span for _, span in places], dtype=np.int64).reshape(-1, 2)
    return Named(numbers, spans, np.array(entities, dtype=np.int64))
