"""Words that stand for something named elsewhere: pronouns, short forms (data/reference.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.resources import read_yaml

__all__ = ["Pronoun", "Reference", "Salience", "load_reference"]


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A word and what types it may stand for.

    `bare`: an ordinary noun that refers only as a clause's subject; `speaker`: refers to the speaker's company; `many`:
    to several; `nth`: to what was named last (0) or last but one (1).
    """

    word: str
    to: frozenset[str]
    bare: bool
    speaker: bool
    many: bool
    nth: int | None


@dataclass(frozen=True, slots=True)
class Salience:
    """How present what was named is where a pronoun or a dropped subject stands: these weights, added up."""

    named: float  # for the log of 1 + how often the text names it
    opens: float  # if it is the first that the paragraph names, of the types that may be meant
    back: float  # for each sentence since it was named last
    clause: float  # if that was in the same clause
    types: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reference:
    """All pronouns, and how short forms are introduced."""

    pronouns: dict[str, Pronoun]
    salience: Salience
    pattern: re.Pattern[str]
    short_forms: tuple[re.Pattern[str], ...]
    generic_endings: tuple[str, ...]
    clause_openings: re.Pattern[str]
    apart: re.Pattern[str]  # what makes a longer name another thing's
    known_apart: re.Pattern[str]  # … where the shorter one is known
    titles: re.Pattern[str]  # what stands behind a family name

    def core(self, key: str) -> str:
        """A name's key without the generic words at its end: 嵐舟科技有限公司 -> 嵐舟."""
        while ending := next((e for e in self.generic_endings if key.endswith(e) and len(key) - len(e) > 1), None):
            key = key[: -len(ending)]
        return key


def load_reference(path: Path) -> Reference:
    """Read data/reference.yaml."""
    raw = read_yaml(path)
    pronouns = {word: _pronoun(word, row) for row in raw["pronouns"] for word in row["words"]}
    not_before = "".join(raw["not_before"])
    words = "|".join(
        re.escape(word) + (f"(?![{''.join(raw['not_after'][word])}])" if word in raw["not_after"] else "")
        for word in sorted(pronouns, key=len, reverse=True)
    )
    return Reference(
        pronouns,
        _salience(raw["salience"]),
        re.compile(f"(?<![{not_before}])(?:{words})"),
        tuple(re.compile(form) for form in raw["short_forms"]),
        tuple(sorted((e.casefold() for e in raw["generic_endings"]), key=len, reverse=True)),
        re.compile(raw["clause_openings"]),
        re.compile(raw["apart"]),
        re.compile(raw["known_apart"]),
        re.compile(raw["titles"]),
    )


def _pronoun(word: str, row: Mapping[str, Any]) -> Pronoun:
    nth = int(row["nth"]) if "nth" in row else None
    return Pronoun(word, frozenset(row["to"]), "bare" in row, "speaker" in row, "many" in row, nth)


def _salience(raw: Mapping[str, Any]) -> Salience:
    one, types = {name: float(weight) for name, weight in raw.items() if name != "types"}, raw["types"]
    return Salience(**one, types={name: float(weight) for name, weight in types.items()})
