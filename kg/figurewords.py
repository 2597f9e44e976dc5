"""The words of data/figures.yaml: their values and units, and the pattern of a figure that is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["FigureWords", "figure_pattern", "figure_words"]


@dataclass(frozen=True, slots=True)
class FigureWords:
    """What the words around a number say."""

    multipliers: Mapping[str, float]
    units: Mapping[str, str]  # a unit's words -> how it is written
    currencies: Mapping[str, str]  # a unit -> ISO code
    prefixes: Mapping[str, str]  # words of money before a number -> unit
    parts: Mapping[str, float]  # 百 of 百分之 -> 1 %
    phrases: tuple[tuple[float, str, bool], ...]  # value, unit, approximate
    tenths: str
    half: str
    approximate: tuple[str, ...]
    not_approximate: tuple[str, ...]
    after: re.Pattern[str]  # what makes the number before it approximate
    each: re.Pattern[str]  # 每股
    forbidden: re.Pattern[str]
    ordinals: frozenset[str]
    ranks: Mapping[str, str]
    signed: frozenset[str]  # units of what may be less than nothing
    money: str  # the unit of 4個億
    counts: frozenset[str]
    generic: frozenset[str]


def figure_words(raw: dict[str, Any]) -> FigureWords:
    """The values of the words of data/figures.yaml."""
    money = {word: row["unit"] for row in raw["currencies"].values() for word in row["words"]}
    return FigureWords(
        {word: float(value) for word, value in (raw["multipliers"] | raw["latin_multipliers"]).items()},
        money | raw["same_units"],
        {row["unit"]: code for code, row in raw["currencies"].items()},
        {word: row["unit"] for row in raw["currencies"].values() for word in row["before"]},
        {word: float(value) for word, value in raw["parts"].items()},
        tuple((float(row["value"]), row["unit"], "approximate" in row) for row in raw["phrases"]),
        raw["tenths"],
        raw["half"],
        tuple(raw["approximate_before"]),
        tuple(raw["not_approximate"]),
        re.compile(f" ?(?:{raw['approximate_after']})"),
        re.compile(f"{raw['each']}({_any(raw['per'])}) ?(?:{_any(raw['approximate_before'])})? ?$"),
        re.compile(raw["no_figure"]),
        frozenset(raw["ordinal_before"]),
        raw["rank_before"],
        frozenset([*raw["ratios"], *money]),
        next(iter(raw["currencies"].values()))["unit"],
        frozenset(raw["counts"]),
        frozenset(raw["generic_counts"]),
    )


def figure_pattern(raw: dict[str, Any], *, ranges: bool) -> re.Pattern[str]:
    """A number with what belongs to it. Every group that is not there is None; `ranges`: two numbers as well."""
    number = rf"(?>[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?|{raw['numeral']})"
    latin = rf"(?:{_any(raw['latin_units'])})(?![a-zA-Z])"
    money = [word for row in raw["currencies"].values() for word in row["words"]]
    unit = f"(?:{_any([*money, *raw['ratios'], *raw['counts']], raw['not_unit_before'])})"
    times = _any(raw["multipliers"], raw["not_multiplier"])
    latin_times = rf"(?:{_any(raw['latin_multipliers'])})(?![a-zA-Z])"
    magnitude = f"(?:{times})"

    def many_as(spoken: str, multiplier: str) -> str:
        said = rf"(?:(?P<{spoken}> ?{raw['spoken']})(?=[{raw['large']}]))?"
        return rf"{said}(?P<{multiplier}> ?(?:{times})|{latin_times})?"

    hundredths = rf"(?<={raw['tenths']})(?:{raw['hundredths']})"
    high = (
        rf"(?P<low_unit> ?(?:{unit}|{latin}))?(?P<low_hundredths>{hundredths})?"
        rf"(?:{raw['to']})(?P<high>{number}){many_as('ge2', 'multiplier2')}"
    )
    no_high = "(?!)(?P<low_unit>)(?P<low_hundredths>)(?P<high>)(?P<ge2>)(?P<multiplier2>)"
    plain = (
        rf"(?P<number>{number})(?P<odd1>{raw['odd']})?{many_as('ge', 'multiplier')}(?P<rest>{raw['rest']})?"
        rf"(?:{high if ranges else no_high})?(?P<odd2>{raw['odd']})?"
    )
    vague = (
        rf"(?:(?P<some>{raw['some']})|(?P<nearly>{raw['nearly']}))(?P<magnitude>{magnitude})(?P<odd3>{raw['odd']})?"
        rf"|(?P<bare>{raw['bare']})(?={_any(money)})"
    )
    tail = (
        rf"(?!(?: ?(?:{_any(raw['not_units'])})))(?: ?(?:(?P<unit>{unit})|(?P<latin>{latin})))?"
        rf"(?P<hundredths>{hundredths})?"
        rf"(?:/(?P<per>{_any(raw['per'])})(?![a-zA-Z]))?(?P<counted>{_any(raw['counted_after'])})?"
    )
    phrases = "|".join(f"(?P<phrase{i}>{row['words']})" for i, row in enumerate(raw["phrases"]))
    fraction = rf"(?P<of>{number}|[{''.join(raw['parts'])}]){raw['fraction']}(?P<share>{number})"
    return re.compile(rf"{phrases}|{fraction}|(?:{plain}|{vague}){tail}")


def _any(words: Iterable[str], not_before: Mapping[str, str] | None = None) -> str:
    """Any of the words, the longest first; none where a character follows that makes it another word."""
    ahead = not_before or {}
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + (f"(?![{ahead[word]}])" if word in ahead else "") for word in longest)
