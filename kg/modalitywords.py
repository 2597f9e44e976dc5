"""Words that tell how surely something is said, and who says it (data/modality.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kg.resources import read_yaml

__all__ = ["ModalityWords", "load_modality"]


@dataclass(frozen=True, slots=True)
class ModalityWords:
    """The word classes of data/modality.yaml, compiled."""

    condition: re.Pattern[str]
    forecast: re.Pattern[str]
    planned: re.Pattern[str]
    past: re.Pattern[str]
    negation: re.Pattern[str]
    not_negation: re.Pattern[str]
    speech: re.Pattern[str]
    source: re.Pattern[str]
    cited: re.Pattern[str]
    anonymous: re.Pattern[str]


def load_modality(path: Path) -> ModalityWords:
    """Read data/modality.yaml; of words that begin alike the longer is tried first."""
    raw: Mapping[str, Any] = read_yaml(path)
    names = (f.name for f in fields(ModalityWords))
    return ModalityWords(*(re.compile("|".join(sorted(raw[name], key=len, reverse=True))) for name in names))
