"""Quantities with their units, read from Chinese words: 10億元, 兩千三百萬用戶, 256K, 152.07%, 近一倍.

Years, dates, durations, ages and ordinals are no figures. What counts as unit stands in data/figures.yaml; Chinese
numerals are read by cn2an.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cn2an

from kg.model import Quantity, Span
from kg.resources import read_yaml

__all__ = ["Figures", "load_figures"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Finds quantities in a twin text."""

    pattern: re.Pattern[str]
    multipliers: dict[str, float]
    currencies: dict[str, str]  # word -> ISO code
    ordinals: tuple[str, ...]
    counts: frozenset[str]
    generic: frozenset[str]

    def find(self, twin: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Span, Quantity]]:
        """Yield each figure with what it says. Linear in the text's length."""
        for match in self.pattern.finditer(twin, start, len(twin) if end is None else end):
            before = twin[max(0, match.start("number") - 1) : match.start("number")]
            if before in self.ordinals or (before.isascii() and (before.isalnum() or before in {"-", "."})):
                continue
            if quantity := self._quantity(match):
                yield Span(match.start("number"), len(match[0].rstrip()) + match.start()), quantity

    def _quantity(self, match: re.Match[str]) -> Quantity | None:
        value = self._value(match["number"], match["multiplier"] or "")
        unit, counted = match["unit"] or match["latin"] or "", match["counted"] or ""
        if value is None or not (unit or counted or match["multiplier"]):
            return None
        vague = not match["multiplier"] and not counted and value < SMALL
        if vague and (unit in self.generic or (unit in self.counts and not match["number"][0].isascii())):
            return None
        currency = self.currencies.get(unit) or ("CNY" if match["ge"] and not (unit or counted) else None)
        high = self._value(match["high"], match["multiplier"] or "") if match["high"] else None
        return Quantity(value, counted or unit, currency, bool(match["approx"] or match["around"]), None, high)

    def _value(self, number: str, multiplier: str) -> float | None:
        digits = number.replace(",", "").strip()
        try:
            value = float(digits) if digits[0].isascii() else float(cn2an.cn2an(digits, "smart"))
        except ValueError:
            return None
        return round(value * self.multipliers.get(multiplier, 1.0), 6)


SMALL = 10  # 三個產品, 兩家公司 are no figures; 26款, 470萬名 are


def load_figures(path: Path) -> Figures:
    """Read data/figures.yaml."""
    raw = read_yaml(path)
    currencies = {word: code for code, words in raw["currencies"].items() for word in words}
    multipliers = {word: float(value) for word, value in raw["multipliers"].items()}
    return Figures(
        _pattern(raw, currencies, multipliers),
        multipliers,
        currencies,
        tuple(raw["ordinal_before"]),
        frozenset(raw["counts"]),
        frozenset(raw["generic_counts"]),
    )


def _pattern(raw: dict[str, Any], currencies: dict[str, str], multipliers: dict[str, float]) -> re.Pattern[str]:
    def any_of(words: list[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    digits = rf"\d+(?:,\d{{3}})*(?:\.\d+)?|{raw['numerals']}"
    return re.compile(
        rf"(?P<approx>{any_of(raw['approximate_before'])})?"
        rf"(?P<number>{digits})(?:[-~{raw['to']}](?P<high>{digits}))?"
        rf"(?:(?P<ge>{raw['spoken']})(?=[{raw['large']}]))?(?P<multiplier>{any_of(list(multipliers))})?"
        rf"(?P<around>{raw['odd']})?"
        rf"(?!(?:{any_of(raw['not_units'])}))"
        rf" ?(?:(?P<unit>{any_of([*currencies, *raw['ratios'], *raw['counts']])})"
        rf"|(?P<latin>{any_of(raw['latin_units'])})(?![a-zA-Z]))?"
        rf"(?P<counted>{any_of(raw['counted_after'])})?"
    )
