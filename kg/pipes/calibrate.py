"""Scores -> confidences: how often statements of such a score were right on articles held out from fitting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import numpy as np

from kg.errors import DataError
from kg.model import Document
from kg.resources import read_yaml

__all__ = ["Calibrate", "Points", "found_by", "load_confidence"]

Points = Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]]
_KINDS = frozenset({"model", "pattern", "both"})


def load_confidence(path: Path) -> Points:
    """Read data/confidence.yaml: scores and shares by what found a statement, both rising."""
    found = {}
    for kind, rows in read_yaml(path).items():
        scores, shares = (tuple(map(float, column)) for column in zip(*rows, strict=True))
        if kind not in _KINDS or list(scores) != sorted(scores) or list(shares) != sorted(shares):
            raise DataError(f"{path}: {kind}: takes {', '.join(sorted(_KINDS))}, with points that rise.")
        found[kind] = (scores, shares)
    return found


def found_by(rule: str) -> str:
    """Whether the model, a pattern or both found a statement."""
    rules = set(rule.split("+"))
    return "pattern" if "model" not in rules else "both" if len(rules) > 1 else "model"


@dataclass(frozen=True, slots=True)
class Calibrate:
    """Give each statement the share of those like it that a careful reader agreed with."""

    requires: ClassVar = frozenset({"statements", "agreed", "modality"})
    assigns: ClassVar = frozenset({"calibrated"})
    points: Points

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        found = []
        for s in doc.statements:
            scores, shares = self.points[found_by(s.rule)]
            found.append(replace(s, confidence=round(float(np.interp(s.confidence, scores, shares)), 3)))
        return replace(doc, statements=tuple(found))
