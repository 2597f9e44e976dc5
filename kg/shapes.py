"""How names look: suffixes, the nouns around a quoted name, Latin words (data/shapes.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.resources import read_yaml

__all__ = ["Shapes", "load_shapes"]

_LONGEST_SUFFIX = 6


@dataclass(frozen=True, slots=True)
class Shapes:
    """Word lists that tell a name's type from its form and its neighbours."""

    suffixes: Mapping[str, str]  # suffix -> type
    nouns: Mapping[str, str]
    introducers: Mapping[str, str]
    organization: tuple[str, ...]
    not_companies: frozenset[str]
    fillers: str  # characters that may stand between a quoted name and its noun
    latin_stopwords: frozenset[str]
    latin_technologies: frozenset[str]
    unnamed: re.Pattern[str]  # what points at something and names nothing
    page: re.Pattern[str]  # a dateline, a publisher

    def type_by_suffix(self, name: str) -> str | None:
        """The type that a name's ending tells; the longest ending decides."""
        return next(
            (
                self.suffixes[name[-n:]]
                for n in range(min(_LONGEST_SUFFIX, len(name) - 1), 0, -1)
                if name[-n:] in self.suffixes
            ),
            None,
        )

    def type_by_neighbours(self, before: str, after: str) -> str | None:
        """The type of a name in quotes, from the words right before and right after it."""
        after = after.lstrip(self.fillers)
        for n in range(4, 0, -1):
            if after[:n] in self.nouns:
                return self.nouns[after[:n]]
        for words in (self.nouns, self.introducers):
            for n in range(4, 0, -1):
                if before[-n:] in words:
                    return words[before[-n:]]
        return None

    def organisation_type(self, name: str) -> str:
        """Company or Organization, for what the recogniser calls an organisation."""
        return "Organization" if name.endswith(self.organization) else "Company"


def load_shapes(path: Path) -> Shapes:
    """Read data/shapes.yaml."""
    raw = read_yaml(path)

    def turned(table: dict[str, list[str]]) -> dict[str, str]:
        return {word: kind for kind, words in table.items() for word in words}

    return Shapes(
        turned(raw["suffixes"]),
        turned(raw["nouns"]),
        turned(raw["introducers"]),
        tuple(raw["organization_suffixes"]),
        frozenset(raw["not_companies"]),
        raw["fillers"],
        frozenset(raw["latin_stopwords"]),
        frozenset(raw["latin_technologies"]),
        re.compile(raw["unnamed"]),
        re.compile("|".join(raw["page"])),
    )
