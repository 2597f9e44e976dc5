"""Time expressions in Chinese text: 2014年春節, 十二年前, 上周二, 截至去年底, 未來三年, Q4.

How they are worded lies in data/times.yaml; relative times count from the article's date and have no days without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.days import Years
from kg.errors import DataError
from kg.model import Interval, Span, TimeExpression
from kg.resources import read_yaml
from kg.timewords import Groups, Kind, Open, TimeWords

__all__ = ["FoundTime", "Times", "load_times"]

_LONGEST = 60  # code points of one expression
_RANGES = frozenset({"numeric", "calendar", "bare"})  # forms that may begin and end a range
_BOUNDS = frozenset({"asof", "since", "before", "after"})


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time and where it stands: a date, a horizon (what lies ahead), a length of time, or a vague word."""

    span: Span
    kind: Kind
    interval: Interval | None

    def expression(self, text: str) -> TimeExpression:
        """It, in the words of the text."""
        return TimeExpression(self.span, self.span.of(text), self.interval)


@dataclass(frozen=True, slots=True)
class Times:
    """Finds time expressions in a twin text."""

    first: re.Pattern[str]  # the characters that an expression can begin with
    pattern: re.Pattern[str]
    groups: Mapping[str, tuple[tuple[int, str], ...]]  # of each form: number and name of its groups
    to: re.Pattern[str]  # what stands between the two ends of a range
    words: TimeWords

    def find(self, twin: str, start: int = 0, end: int | None = None, *, on: date | None = None) -> Iterator[FoundTime]:
        """Yield the time expressions in order, disjoint; `on` is the article's date. Linear in the text's length."""
        end = len(twin) if end is None else end
        while begin := self.first.search(twin, start, end):
            start = begin.start() + 1
            if match := self.pattern.match(twin, begin.start(), min(end, begin.start() + _LONGEST)):
                found = self._found(twin, match, on)
                start = found.span.end if found else match.end()
                if found:
                    yield found

    def _found(self, twin: str, match: re.Match[str], on: date | None) -> FoundTime | None:
        form, groups = self._read(match)
        if "none" in groups:  # 每三年, 第三年
            return None
        kind, days = self.words.meaning(form, groups, on, alone=not twin[match.start() - 1 : match.start()].isalnum())
        end = match.end()
        if form in _RANGES and not groups.keys() & _BOUNDS and (other := self._other_end(twin, end, days, on)):
            end, days = other
        return FoundTime(Span(match.start(), end), kind, _interval(days))

    def _other_end(self, twin: str, end: int, days: Open | None, on: date | None) -> tuple[int, Open | None] | None:
        """Where a range that begins here ends, and its days."""
        to = self.to.match(twin, end)
        match = to and self.pattern.match(twin, to.end(), to.end() + _LONGEST)
        if not match:
            return None
        form, groups = self._read(match)
        if form not in _RANGES or groups.keys() & _BOUNDS:
            return None
        near = on if "word" in groups or not days else days[1]
        _, last = self.words.meaning(form, groups, near, alone=False)
        known = days and last and days[0] and last[1] and days[0] <= last[1]
        return match.end(), (days[0], last[1]) if known and days and last else None

    def _read(self, match: re.Match[str]) -> tuple[str, Groups]:
        form = str(match.lastgroup)
        return form, {name: match[i] for i, name in self.groups[form] if match[i] is not None}


def _interval(days: Open | None) -> Interval | None:
    return Interval(*(day.isoformat() if day else None for day in days)) if days else None


def load_times(path: Path) -> Times:
    """Read data/times.yaml. DataError where a form names what is nowhere said."""
    raw = read_yaml(path)
    bodies = {name: _expanded(body, raw, path) for name, body in raw["forms"].items()}
    pattern = re.compile("|".join(f"(?P<{name}>{_own_groups(name, body)})" for name, body in bodies.items()))
    groups = {
        form: tuple(
            (i, name.rstrip("0123456789"))
            for full, i in pattern.groupindex.items()
            for own, _, name in [full.partition("__")]
            if own == form and name
        )
        for form in bodies
    }
    return Times(re.compile(raw["first"]), pattern, groups, re.compile(raw["fragments"]["to"]), _words(raw))


def _words(raw: dict[str, Any]) -> TimeWords:
    steps = {name: {word: int(n) for word, n in raw[name].items()} for name in _STEPS}
    steps["month_units"] = dict.fromkeys(raw["month_units"], 1)
    lunar = {name: _yearly(dates.split(), int(raw["lunar_from"])) for name, dates in raw["lunar"].items()}
    festivals = {word: row.split() for word, row in raw["lunar_festivals"].items()}
    spans = {**raw["parts"], **raw["short_parts"], **raw["festivals"]}
    return TimeWords(
        steps,
        {word: _pair(row.split()) for word, row in (raw["month_parts"] | raw["month_words"]).items()},
        raw["units"],
        Years(
            {
                word: (_pair(a.split("-")), _pair(b.split("-")))
                for word, (a, b) in ((w, r.split()) for w, r in spans.items())
            },
            {word: (lunar[name], int(first), int(last)) for word, (name, first, last) in festivals.items()},
        ),
        frozenset(raw["last_century"]),
        frozenset(raw["parts"]),
    )


_STEPS = ("years", "season_years", "quarters", "months", "weeks", "days", "weekdays")


def _pair(parts: list[str]) -> tuple[int, int]:
    return int(parts[0]), int(parts[1])


def _yearly(dates: list[str], first: int) -> tuple[date, ...]:
    return tuple(date(year, *_pair(day.split("-"))) for year, day in enumerate(dates, first))


_TOKEN = re.compile(r"(?<!\?P)<(\w+)>")


def _expanded(body: str, raw: dict[str, Any], path: Path) -> str:
    """A form with its fragments and the words of its tables put in."""

    def part(match: re.Match[str]) -> str:
        name = match[1]
        if name in raw["fragments"]:
            return _expanded(raw["fragments"][name], raw, path)
        if name not in raw:
            raise DataError(f"{path}: a form speaks of <{name}>, which is neither a fragment nor a table.")
        return _any_of(raw[name], raw["not_followed"])

    return _TOKEN.sub(part, body)


def _any_of(words: dict[str, Any] | list[str], not_followed: dict[str, str]) -> str:
    alternatives = (
        re.escape(word) + (f"(?![{not_followed[word]}])" if word in not_followed else "")
        for word in sorted(words, key=len, reverse=True)
    )
    return f"(?:{'|'.join(alternatives)})"


def _own_groups(form: str, body: str) -> str:
    """Group names of one form, made unlike those of the others."""
    return re.sub(r"\(\?P([<=])", rf"(?P\g<1>{form}__", body)
