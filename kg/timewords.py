"""What the words of a time mean in days: the groups of a form of data/times.yaml, counted from the article's date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from kg.days import Days, Years, about, month_days, months_of, nearest, step
from kg.numerals import numeral

__all__ = ["Groups", "Kind", "Meaning", "Open", "TimeWords"]

Kind = Literal["date", "horizon", "duration", "vague"]
Groups = Mapping[str, str]
Open = tuple[date | None, date | None]
Meaning = tuple[Kind, Open | None]
_MINGUO = 1911  # the year before the first of the Republic
_CENTURY = 2000
_PART = {"year": ("month", 12), "quarter": ("month", 3), "month": ("day", 30), "week": ("day", 7)}


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The tables of data/times.yaml, and how each form is read with them.

    `steps` are the words for years, quarters, months, weeks and days by their distance from the article's, `thirds` the
    parts of a month, `units` those of lengths of time, `years` the parts of a year and festivals.
    """

    steps: Mapping[str, Mapping[str, int]]
    thirds: Mapping[str, tuple[int, int]]
    units: Mapping[str, str]
    years: Years
    last_century: frozenset[str]
    steady: frozenset[str]  # parts of a year that mean the article's year where none is named

    def meaning(self, form: str, groups: Groups, on: date | None, *, alone: bool) -> Meaning:
        """What kind of time it is, and its days where they can be known. `alone`: no word stands before it."""
        try:
            if form in {"open", "said", "fiscal"}:
                return {"open": "horizon", "said": "vague", "fiscal": "date"}[form], None  # type: ignore[return-value]
            if form == "amount":
                return self._amount(groups, on, alone=alone)
            days = self._relative(groups, on) if form in _RELATIVE else self.days(groups, on)
            return _bounded(groups, days, on)
        except (ValueError, OverflowError):  # the 31st of February, the year 12000
            return "date", None

    def days(self, groups: Groups, on: date | None) -> Days | None:
        """The days of a year, or of the part of it that the groups name."""
        if "decade" in groups:
            return self._decade(groups)
        year = self._year(groups, on)
        if year is not None:
            return self._in_year(groups, year)
        if on is None or groups.keys() & {"word", "season_year"}:
            return None
        if groups.get("part") in self.steady:
            return self._in_year(groups, on.year)
        found = (self._in_year(groups, on.year + away) for away in (-1, 0, 1))
        return nearest([days for days in found if days], on)

    def _year(self, groups: Groups, on: date | None) -> int | None:
        if "year" in groups:
            return int(_number(groups["year"]))
        if "roc" in groups:
            return _MINGUO + int(groups["roc"])
        if "short" in groups:
            return _CENTURY + int(groups["short"])
        away = {**self.steps["years"], **self.steps["season_years"]}
        word = groups.get("word") or groups.get("season_year")
        return on.year + away[word] if on and word else None

    def _in_year(self, groups: Groups, year: int) -> Days | None:
        if word := groups.get("part") or groups.get("short_part") or groups.get("festival"):
            return self.years.days(word, year)
        if "month" in groups:
            return self._in_month(groups, year, int(_number(groups["month"])))
        if "first" in groups:
            months = int(_number(groups["first"])) * (1 if groups["of"] in self.steps["month_units"] else 3)
            return months_of(year, 1, months)
        if "quarter" in groups or "half" in groups:
            size = 3 if "quarter" in groups else 6
            last = size * int(_number(groups.get("quarter") or groups["half"]))
            return months_of(year, last - size + 1, last)
        last_year = int(groups.get("to_year", year))
        return date(year, 1, 1), date(last_year, 12, 31)

    def _in_month(self, groups: Groups, year: int, month: int) -> Days:
        if "to_month" in groups:
            return months_of(year, month, int(_number(groups["to_month"])))
        if "date" in groups:
            first = int(_number(groups["date"]))
            last = int(_number(groups.get("to_date", groups["date"])))
            return date(year, month, first), date(year, month, last)
        return month_days(year, month, *self.thirds.get(groups.get("third", ""), (1, 31)))

    def _decade(self, groups: Groups) -> Days:
        tens = int(_number(groups["decade"]))
        century = _CENTURY if groups.get("century", "") and groups["century"] not in self.last_century else 1900
        return date(century + tens, 1, 1), date(century + tens + 9, 12, 31)

    def _relative(self, groups: Groups, on: date | None) -> Days | None:
        """Days that are counted from the article's, by weeks, months, quarters or days."""
        if on is None:
            return None
        if "date" in groups and "months" not in groups:
            return self._date_near(
                int(groups["date"]) if groups["date"].isascii() else int(_number(groups["date"])), on
            )
        if "weekday" in groups:
            return self._weekday(groups, on)
        for name, unit in (("days", "day"), ("weeks", "week"), ("quarters", "quarter")):
            if name in groups:
                return about(step(on, unit, self.steps[name][groups[name]]), unit)
        month = step(on, "month", self.steps["months"].get(groups.get("months", ""), 0))
        return self._in_month({k: v for k, v in groups.items() if k in {"date", "third"}}, month.year, month.month)

    def _weekday(self, groups: Groups, on: date) -> Days:
        """A day of the week that is named, or else the last one up to the article's date."""
        number = self.steps["weekdays"][groups["weekday"]]
        if "weeks" in groups:
            monday = about(step(on, "week", self.steps["weeks"][groups["weeks"]]), "week")[0]
            day = monday + timedelta(days=number)
        else:
            day = on - timedelta(days=(on.weekday() - number) % 7)
        return day, day

    def _date_near(self, day: int, on: date) -> Days | None:
        months = (step(on, "month", away) for away in (-1, 0, 1))
        exact = [date(m.year, m.month, day) for m in months if day <= month_days(m.year, m.month)[1].day]
        return nearest([(d, d) for d in exact], on)

    def _amount(self, groups: Groups, on: date | None, *, alone: bool) -> Meaning:
        """A length of time, or a time so far away: ago, after, within, ahead, since."""
        kind: Kind = "duration"
        if groups.keys() & {"ahead", "after", "inside"} and not groups.keys() & {"back", "since", "before"}:
            kind = "horizon"
        elif groups.keys() & {"back", "since", "before"}:
            kind = "vague" if "some" in groups else "date"
        unit = self.units.get(groups["unit"], "day")
        amount = None if "some" in groups or unit == "hour" else _length(groups)
        if on is None or kind == "duration" or amount is None or ("after" in groups and not alone):
            return kind, None
        return kind, _away(groups, on, *_whole(unit, *amount))


_RELATIVE = frozenset(
    {"relative_quarter", "relative_month", "month_word", "weekday", "relative_week", "relative_day", "bare_date"}
)


def _bounded(groups: Groups, days: Days | None, on: date | None) -> Meaning:
    """Days that something has lasted since, happens before or after, or is counted at the end of."""
    if days is None:
        return "date", None
    first, last = days
    if "asof" in groups:
        return "date", (last, last)
    if "since" in groups:
        return "date", (first, on if on and on >= first else None)
    if "after" in groups:
        return "date", (first, None)
    if "before" in groups:
        return ("horizon", (on, last)) if on and last >= on else ("date", (None, first))
    return "date", days


def _away(groups: Groups, on: date, unit: str, low: int, high: int) -> Open:
    if "before" in groups:
        return about(step(on, unit, -high), unit)[0], about(step(on, unit, -low), unit)[1]
    if groups.keys() & {"back", "since"}:
        return step(on, unit, 1 - high if unit == "workday" else -high), on
    if "after" in groups:
        return about(step(on, unit, low), unit)[0], about(step(on, unit, high), unit)[1]
    return on, step(on, unit, high)


def _length(groups: Groups) -> tuple[float, float] | None:
    """The least and the most that it may be: 兩三年 and 兩到三年 are 2 and 3."""
    if "half" in groups:
        return 0.5, 0.5
    try:
        low, high = _numbers(groups["n"])
        high = _numbers(groups["to_n"])[1] if "to_n" in groups else high
    except ValueError:
        return None
    plus = 0.5 if "plus_half" in groups else 0.0
    return low + plus, max(low, high) + plus


def _whole(unit: str, low: float, high: float) -> tuple[str, int, int]:
    """Half years in months, half months in days."""
    if low % 1 or high % 1:
        unit, size = _PART.get(unit, (unit, 1))
        return unit, round(low * size), round(high * size)
    return unit, int(low), int(high)


def _number(word: str) -> float:
    return _numbers(word)[0]


@lru_cache(4096)
def _numbers(word: str) -> tuple[float, float]:
    """A number in digits or Chinese numerals; two numerals in a row are two numbers. ValueError where it is none.

    >>> _numbers("十二"), _numbers("两三"), _numbers("1.5")
    ((12.0, 12.0), (2.0, 3.0), (1.5, 1.5))
    """
    if word.isascii():
        return float(word), float(word)
    if len(word) == 2:  # noqa: PLR2004 - two numerals
        low, high = _digit(word[0]), _digit(word[1])
        if low is not None and high is not None:
            return low, high
    value = numeral(word)
    return value, value


def _digit(word: str) -> float | None:
    try:
        value = numeral(word)
    except ValueError:
        return None
    return value if value < 10 else None  # noqa: PLR2004 - ten is no digit
