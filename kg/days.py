"""Days of the calendar: what parts of years and months, festivals and steps back and ahead are in dates."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Days", "Years", "about", "month_days", "months_of", "nearest", "step"]

Days = tuple[date, date]
_FRIDAY = 4


def months_of(year: int, first: int, last: int) -> Days:
    """From the first day of one month to the last of another in the same year."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def month_days(year: int, month: int, first: int = 1, last: int = 31) -> Days:
    """Days of a month; `last` is at most the month's last."""
    return date(year, month, first), date(year, month, min(last, monthrange(year, month)[1]))


def step(day: date, unit: str, count: int) -> date:
    """The day so many days, workdays, weeks, months, quarters or years away; the month's last where it has fewer days.

    >>> step(date(2024, 3, 31), "month", -1)
    datetime.date(2024, 2, 29)
    """
    if unit in {"day", "week"}:
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    if unit == "workday":
        return _workday(day, count)
    months = day.year * 12 + day.month - 1 + count * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _workday(day: date, count: int) -> date:
    """Weekends are passed over in whole weeks, so that any count costs the same."""
    weeks, rest = divmod(abs(count), 5)
    sign = 1 if count > 0 else -1
    day += timedelta(days=7 * weeks * sign)
    while rest:
        day += timedelta(days=sign)
        rest -= day.weekday() <= _FRIDAY
    return day


def about(day: date, unit: str) -> Days:
    """The whole day, week, month, quarter or year that a day lies in."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return month_days(day.year, day.month)
    if unit == "quarter":
        first = (day.month - 1) // 3 * 3 + 1
        return months_of(day.year, first, first + 2)
    return months_of(day.year, 1, 12) if unit == "year" else (day, day)


def nearest(candidates: list[Days], day: date) -> Days | None:
    """Those days that are nearest to a day; of two as near, the earlier."""
    return min(candidates, key=lambda days: (_distance(days, day), days), default=None)


def _distance(days: Days, day: date) -> int:
    return max((days[0] - day).days, (day - days[1]).days, 0)


@dataclass(frozen=True, slots=True)
class Years:
    """Parts of a year and festivals, by their words: month and day of the first and the last."""

    spans: dict[str, tuple[tuple[int, int], tuple[int, int]]]
    lunar: dict[str, tuple[tuple[date, ...], int, int]]  # one date a year; first and last day counted from it

    def days(self, word: str, year: int) -> Days | None:
        """The days that a word means in a year; None where the table of its festival ends before."""
        if word in self.lunar:
            dates, first, last = self.lunar[word]
            day = next((d for d in dates if d.year == year), None)
            return (day + timedelta(days=first), day + timedelta(days=last)) if day else None
        (month, day_of), (to_month, to_day) = self.spans[word]
        end_year = year + ((to_month, to_day) < (month, day_of))
        return date(year, month, day_of), month_days(end_year, to_month, 1, to_day)[1]
