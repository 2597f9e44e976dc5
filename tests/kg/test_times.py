from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import law

from kg.days import step
from kg.errors import DataError
from kg.resources import data_dir, read_yaml
from kg.text import to_hans, to_hant, twin_of
from kg.times import load_times

PATH = data_dir() / "times.yaml"
RAW = read_yaml(PATH)
TIMES = load_times(PATH)
ON = date.fromisoformat(RAW["examples_on"])
WORDS = "十二三兩年月日周季個半前後內上下去今明本未來以截至到Q春節底初，。的2014 -第每近過天"


def told(found, text):
    days = found.interval
    when = f"{days.start or ''}..{days.end or ''}" if days else "?"
    return f"{found.span.of(text)} {found.kind} {when}"


@pytest.mark.parametrize("row", RAW["examples"], ids=lambda row: row["text"])
def test_example_finds_what_it_says(row):
    text = row["text"]
    assert [told(f, text) for f in TIMES.find(twin_of(text), on=ON)] == row["finds"]


@pytest.mark.parametrize("row", RAW["examples"], ids=lambda row: row["text"])
def test_both_scripts_say_the_same(row):
    found = [[told(f, to_hans(t)) for f in TIMES.find(twin_of(t), on=ON)] for t in (to_hans(row["text"]), row["text"])]
    assert [f.split()[-1] for f in found[0]] == [f.split()[-1] for f in found[1]]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("去年", None),
        ("十二年前", None),
        ("上周二", None),
        ("2月11日", None),
        ("未来三年", None),
        ("2014年", "2014-01-01"),
    ],
)
def test_without_a_date_of_the_article_only_named_years_have_days(text, days):
    (found,) = TIMES.find(text)
    assert (found.interval and found.interval.start) == days


def test_a_time_is_told_in_the_words_of_the_text():
    text = "騰訊在２０１４年春節"
    (found,) = TIMES.find(twin_of(text), on=None)
    assert found.expression(text).text == "２０１４年春節"


@law
@given(st.text(st.sampled_from(WORDS), max_size=40), st.dates())
def test_times_are_ordered_disjoint_and_begin_before_they_end(text, on):
    twin = twin_of(text)
    found = list(TIMES.find(twin, on=on))
    assert all(0 <= a.span.start < a.span.end <= len(twin) for a in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    for f in found:
        if f.interval and f.interval.start and f.interval.end:
            assert f.interval.start <= f.interval.end


@law
@example(" 0周")
@example("三 周")
@example("二来周")
@given(st.text(st.sampled_from(WORDS), max_size=25))
def test_what_is_looked_for_first_loses_nothing(text):
    """The quick search and the forms agree on where an expression can begin."""
    twin = twin_of(text)
    for at in range(len(twin)):
        match = TIMES.pattern.match(twin, at)
        assert not match or TIMES.first.match(twin, at), twin[at:]


@law
@given(st.text(max_size=60))
def test_any_text_is_read_in_both_scripts_alike(text):
    hant, hans = (list(TIMES.find(twin_of(t), on=ON)) for t in (to_hant(to_hans(text)), to_hans(text)))
    assert hant == hans


@law
@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-40, 40))
def test_workdays_are_no_weekend(day, count):
    there = step(day, "workday", count)
    assert abs(there - day) >= timedelta(days=abs(count))
    assert count % 5 == 0 or there.weekday() < 5


def test_an_unknown_fragment_is_named(tmp_path):
    path = tmp_path / "times.yaml"
    path.write_text(PATH.read_text("utf-8").replace("<month_words>", "<moths>"), "utf-8")
    with pytest.raises(DataError, match="<moths>"):
        load_times(path)
