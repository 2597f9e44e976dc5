"""Quantities with their units, read from Chinese words: 10億元, 兩千三百萬用戶, 256K, 152.07%, 2.5萬至3萬輛, 近一倍.

Years, dates, lengths of time, ages, ordinals and model names are no figures. Which words are numbers and units stands
in data/figures.yaml; Chinese numerals are read by cn2an. Shares are counted in %: 六成 is 60 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.figurewords import FigureWords, figure_pattern, figure_words
from kg.model import Quantity, Span
from kg.numerals import numeral
from kg.resources import read_yaml

__all__ = ["Figures", "load_figures"]

_SMALL = 10  # 三個產品, 兩家公司 are no figures; 26款, 470萬名 are
_BEFORE = 8  # code points before a number that may belong to it
_LONGEST = 18  # digits of a number
Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Finds quantities in a twin text."""

    pattern: re.Pattern[str]  # a number, or two that are a range, with unit
    single: re.Pattern[str]  # the same without a range
    words: FigureWords

    def find(self, twin: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Span, Quantity]]:
        """Yield each figure with what it says. Linear in the text's length."""
        end = len(twin) if end is None else end
        while match := self.pattern.search(twin, start, end):
            if match["high"] and not self._is_range(match):
                match = self.single.match(twin, match.start(), end) or match
            start = match.end() if match.end() > match.start() else match.start() + 1
            if found := self._figure(twin, match):
                yield found

    def at(self, twin: str, span: Span) -> Quantity | None:
        """What the figure at this place says, if one stands there."""
        low = max(0, span.start - _BEFORE)
        found = self.find(twin, low, min(len(twin), span.end + _BEFORE))
        return next((quantity for place, quantity in found if place.overlaps(span)), None)

    def _is_range(self, match: Match) -> bool:
        """Whether both numbers are of one unit: 6%-8%, 600億到800億美元, but not 5%至10億元."""
        last = match["unit"] or match["latin"] or match["counted"] or ""
        first = (match["low_unit"] or "").strip()
        return bool(last or match["multiplier2"]) and first in {"", last}

    def _figure(self, twin: str, match: Match) -> tuple[Span, Quantity] | None:
        start, words = match.start(), self.words
        before = twin[max(0, start - _BEFORE) : start]
        if quantity := self._phrase(match):
            return Span(start, match.end()), quantity
        prefix = self._prefix(before)
        bare = before[: len(before) - len(prefix)]
        sign = self._sign(match, bare) if not prefix else 1
        unit = match["unit"] or match["latin"] or ""
        counted = "" if unit in words.signed else match["counted"] or ""  # 10億美元訂單, 30%股份
        if not sign or words.forbidden.match(twin, start) or self._ranked(bare, unit):
            return None
        quantity = self._quantity(match, unit, counted, words.prefixes.get(prefix.strip(), ""))
        if quantity is None:
            return None
        about = self._approximate(twin, match, bare)
        per = match["per"] or ((each := words.each.search(bare)) and each[1])
        span = Span(
            start - len(prefix) - (sign < 0),
            start + len(match[0].removesuffix("" if counted else match["counted"] or "").rstrip()),
        )
        return span, Quantity(
            sign * quantity.value,
            f"{quantity.unit}/{per}" if per else quantity.unit,
            quantity.currency,
            quantity.approximate or about,
            None,
            quantity.high,
        )

    def _phrase(self, match: Match) -> Quantity | None:
        """過半, 近一倍, 三分之一."""
        if match["share"]:
            whole, share = self.words.parts.get(match["of"]), _value(match["share"])
            whole = whole if whole is not None else 100 / (_value(match["of"]) or float("inf"))
            return Quantity(round(whole * share, 6), "%") if share is not None else None
        for number, row in enumerate(self.words.phrases):
            if match[f"phrase{number}"]:
                return Quantity(row[0], row[1], approximate=row[2])
        return None

    def _prefix(self, before: str) -> str:
        """Words of money right before a number, with the blank between."""
        bare = before.rstrip(" ")
        word = max((w for w in self.words.prefixes if bare.endswith(w)), key=len, default="")
        return before[len(bare) - len(word) :] if word else ""

    def _sign(self, match: Match, before: str) -> int:
        """1, or -1 behind a minus; 0 where the number belongs to a name or a longer number."""
        last, earlier = before[-1:], before[-2:-1]
        if not match[0][0].isascii():
            return 1
        if last == "-":
            share = (match["unit"] or "") in self.words.signed
            return -1 if share and not (earlier.isascii() and earlier.isalnum()) else 0
        if last.isascii() and (last.isalnum() or last in {".", "/", "_"}) and last:
            return 0
        counted = (match["unit"] or "") in self.words.counts and not match["multiplier"]
        return 0 if counted and last == " " and earlier.isascii() and earlier.isalpha() else 1

    def _ranked(self, before: str, unit: str) -> bool:
        """第3名, 前10名; but 目前10家 and 之前10億元."""
        word = before.rstrip(" ")
        last, earlier = word[-1:], word[-2:-1]
        if last in self.words.ordinals:
            return True
        money = self.words.units.get(unit, unit) in self.words.currencies
        return last in self.words.ranks and earlier not in self.words.ranks[last] and not money

    def _quantity(self, match: Match, unit: str, counted: str, prefix: str) -> Quantity | None:
        multiplier = (match["multiplier"] or match["magnitude"] or match["bare"] or "").strip()
        value, high = self._values(match, multiplier)
        if value is None or not (unit or counted or multiplier or prefix):
            return None
        vague = match["magnitude"] or match["bare"]
        if (vague and not (unit or counted)) or (not vague and self._few(match, value, unit, multiplier)):
            return None
        if unit == self.words.tenths:
            value, high, unit = *self._in_hundredths(match, value, high), "%"
        spoken = match["ge"] or match["ge2"]
        name = prefix or self.words.units.get(unit, unit) or (self.words.money if spoken and not counted else "")
        odd = match["odd1"] or match["odd2"] or vague
        return Quantity(value, counted or name, self.words.currencies.get(name), bool(odd), None, high)

    def _in_hundredths(self, match: Match, value: float, high: float | None) -> tuple[float, float | None]:
        """三成七 is 37 %, 一成五到两成 15 % to 20 %."""

        def rest(group: str) -> float:
            digit = match[group]
            return 0.0 if not digit else 5.0 if digit == self.words.half else _value(digit) or 0.0

        low, last = value * 10 + rest("low_hundredths"), rest("hundredths")
        return (low, high * 10 + last) if high is not None else (low + last, None)

    def _values(self, match: Match, multiplier: str) -> tuple[float | None, float | None]:
        """The number, and the end of its range: 2-3萬 is 20,000 to 30,000, 數十億 2 to 9 billion."""
        times = self.words.multipliers.get(multiplier, 1.0)
        if match["number"] is None:
            some = bool(match["some"])
            return (2 * times, 9 * times) if some else (times, None)
        value, high = _value(match["number"]), _value(match["high"]) if match["high"] else None
        if value is None:
            return None, None
        last = self.words.multipliers.get((match["multiplier2"] or "").strip(), 1.0)
        shared = last if high is not None and not multiplier and not match["low_unit"] and value < high else times
        value = value * shared + self._rest(match["rest"])
        return round(value, 6), round(high * last, 6) if high is not None else None

    def _rest(self, words: str | None) -> float:
        """The lower part of 2億5000萬."""
        if not words:
            return 0.0
        digits = words.rstrip("".join(self.words.multipliers))
        return float(digits) * self.words.multipliers.get(words[len(digits) :], 1.0)

    def _few(self, match: Match, value: float, unit: str, multiplier: str) -> bool:
        """三個產品, 兩家公司, 3項: too few to be a figure."""
        if multiplier or max(value, _value(match["high"] or "") or 0) >= _SMALL:
            return False
        counts = unit in self.words.counts or bool(match["counted"])
        return unit in self.words.generic or (counts and not match["number"][0].isascii())

    def _approximate(self, twin: str, match: Match, before: str) -> bool:
        bare = before.rstrip(" ")
        near = bare.endswith(self.words.approximate) and not bare.endswith(self.words.not_approximate)
        return near or bool(self.words.after.match(twin, match.end()))


@lru_cache(4096)
def _value(number: str) -> float | None:
    """Digits or numerals as a number; None where they are none or too long for one.

    >>> _value("1,000"), _value("两千三百"), _value("三点五")
    (1000.0, 2300.0, 3.5)
    """
    digits = number.replace(",", "")
    if not 0 < len(digits) <= _LONGEST:
        return None
    try:
        return float(digits) if digits[0].isascii() else numeral(digits)
    except ValueError:
        return None


def load_figures(path: Path) -> Figures:
    """Read data/figures.yaml."""
    raw = read_yaml(path)
    return Figures(figure_pattern(raw, ranges=True), figure_pattern(raw, ranges=False), figure_words(raw))
