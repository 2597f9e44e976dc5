"""Dates in questions: a day, month, quarter, half-year or year, as data/questions/dates.yaml words them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kg.model import Interval
from kg.questions.values import Dated, Number

__all__ = ["Calendar"]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The patterns of dates (groups y, m, d, q, h), and the words for months, half-years and small numbers."""

    patterns: tuple[re.Pattern[str], ...]
    months: dict[str, int]
    halves: dict[str, int]
    numbers: dict[str, int]

    def dates(self, text: str) -> Iterator[tuple[int, int, Dated]]:
        """Every stretch of the text that is a date, also one inside another; impossible dates are none."""
        for pattern in self.patterns:
            for match in pattern.finditer(text):
                interval = self._interval(match)
                if interval is not None:
                    yield match.start(), match.end(), Dated(match.group(), interval)

    def small_numbers(self, text: str) -> Iterator[tuple[int, int, Number]]:
        """Every whole number below 1000, in digits or words."""
        for match in re.finditer(r"(?<![0-9.])[0-9]{1,3}(?![0-9.])", text):
            yield match.start(), match.end(), Number(match.group(), int(match.group()))
        for word, number in self.numbers.items():
            for match in re.finditer(re.escape(word), text):
                yield match.start(), match.end(), Number(word, number)

    def _interval(self, match: re.Match[str]) -> Interval | None:
        parts = match.groupdict()
        year, month = self._number(parts["y"]), self._number(parts.get("m"))
        try:
            if parts.get("d"):
                day = date(year, month, int(parts["d"])).isoformat()
                return Interval(day, day)
            first, months = self._months(parts, month)
            return _whole_months(year, first, months)
        except (ValueError, OverflowError):
            return None

    def _months(self, parts: dict[str, str | None], month: int) -> tuple[int, int]:
        """The first month and how many of them."""
        if month:
            return month, 1
        if parts.get("q"):
            return 3 * self._number(parts["q"]) - 2, 3
        if parts.get("h"):
            return 6 * self._number(parts["h"]) - 5, 6
        return 1, 12

    def _number(self, word: str | None) -> int:
        if not word:
            return 0
        return self.months.get(word) or self.halves.get(word) or self.numbers.get(word) or int(word)


def _whole_months(year: int, first: int, months: int) -> Interval:
    last = first + months - 1
    return Interval(date(year, first, 1).isoformat(), date(year, last, monthrange(year, last)[1]).isoformat())
