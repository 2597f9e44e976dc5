"""How sure a reader can be of a statement: a logistic model of what is counted of it, fitted to held-out articles."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import DataError
from kg.ontology import Ontology
from kg.resources import read_yaml

__all__ = ["COUNTED", "FLOOR", "Confidence", "load_confidence", "log_odds"]

COUNTED = ("score", "again", "head", "tail", "pattern", "rival", "known", "denied", "related")
FLOOR = 0.03  # score of a pair that the scorer does not tell of
_CEILING = 0.9999


def log_odds(score: float) -> float:
    """Of a score between FLOOR, to which lower ones are lifted, and nearly 1."""
    score = min(max(score, FLOOR), _CEILING)
    return math.log(score / (1 - score))


@dataclass(frozen=True, slots=True)
class Confidence:
    """The chance that a careful reader agrees with a statement, of nine numbers and its relation.

    The numbers, in the order of COUNTED: log odds by the pair scorer where it is surest and where it is next, how sure
    it is that head and tail are names (0 to 1), the confidence of the surest pattern (0 without one), and by how much
    the scorer's log odds are higher for what can hardly be true beside it: the same turned round, another tail of a
    `functional` relation, another head of an `inverse_functional` one. Then what the lexicon knows, each 0 or 1: that
    one end belongs to the other as the relation says, that it belongs to another, that the two belong together and
    this says something else. `belonging` has the relations that say so, and which end it is. The weights add up to log
    odds.
    """

    constant: float
    counted: tuple[float, ...]
    relations: Mapping[str, float]
    functional: frozenset[str] = frozenset()
    inverse_functional: frozenset[str] = frozenset()
    belonging: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, relation: str, counted: Sequence[float]) -> float:
        """The chance, in (0, 1)."""
        odds = self.constant + self.relations[relation]
        odds += sum(weight * value for weight, value in zip(self.counted, counted, strict=True))
        return 1 / (1 + math.exp(-odds))


def load_confidence(path: Path, ontology: Ontology) -> Confidence:
    """Read data/confidence.yaml. DataError where a weight is missing or of nothing that is counted."""
    raw, known = read_yaml(path), set(ontology.relations)
    alone = [set(raw.get(name, ())) for name in ("functional", "inverse_functional")]
    odd = {"counted": set(COUNTED) ^ set(raw["counted"]), "relations": known ^ set(raw["relations"])}
    belonging = raw.get("belonging", {})
    odd |= {"functional": alone[0] - known, "inverse_functional": alone[1] - known, "belonging": set(belonging) - known}
    for name, wrong in odd.items():
        if wrong:
            raise DataError(
                f"{path}: {name}: {min(wrong)!r} is missing or unknown; python -m kg.training makes the file."
            )
    counted = tuple(float(raw["counted"][name]) for name in COUNTED)
    relations = {name: float(weight) for name, weight in raw["relations"].items()}
    return Confidence(float(raw["constant"]), counted, relations, frozenset(alone[0]), frozenset(alone[1]), belonging)
