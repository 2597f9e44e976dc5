"""What was replaced or taken out is still told of the days on which it was there."""

from dataclasses import replace

import pytest
from builders import document, says
from hypothesis import given
from hypothesis import strategies as st
from portraits import portrait
from stores import new_store
from strategies import documents, few, law, reprints

from kg.decisions.asked import Asked, drafted
from kg.decisions.model import Kind
from kg.errors import InvalidRequest, NotFound
from kg.history import graph_on, statements_between, statements_on
from kg.store import open_store
from kg.store.auditing import left_since
from kg.store.copying import backup
from kg.store.verifying import verified

FIRST = document(says("Company:甲", "owns", "Company:乙"), id="a", date="2024-05-01")
SECOND = document(says("Company:甲", "owns", "Company:丙"), id="a", date="2024-05-01")
IDS = st.sampled_from("abc")
STEPS = st.lists(st.one_of(documents(ids=IDS), reprints(ids=IDS), IDS), min_size=1, max_size=8)


def quotes(store, day):
    return [t.statement.quotes[0].text for t in statements_on(store, day)]


@pytest.fixture
def store(address, monkeypatch):
    """One in which an article was read in January, replaced in February and taken out in March."""
    with open_store(address) as store:
        store.add(FIRST, read_at="2026-01-10T08:00:00+00:00")
        store.add(SECOND, read_at="2026-02-10T08:00:00+00:00")
        monkeypatch.setattr("kg.store.store._now", lambda: "2026-03-10T08:00:00+00:00")
        store.delete("a")
        yield store


def test_a_day_sees_an_article_as_it_was_then(store):
    assert quotes(store, "2024-04-30") == []
    assert quotes(store, "2024-05-01") == quotes(store, "2026-02-09") == ["甲 owns 乙。"]
    assert quotes(store, "2026-02-10T07:59") == ["甲 owns 乙。"]
    assert quotes(store, "2026-02-10T08") == quotes(store, "2026-02") == ["甲 owns 丙。"]
    assert quotes(store, "2026-03-10") == quotes(store, "2026") == []
    between = statements_between(store, "2026-01", "2026-02")
    assert sorted((t.how, t.relation.tail) for t in between) == [("gone", "company:乙"), ("new", "company:丙")]
    assert [t.how for t in statements_between(store, "2026-02", "2026-03", "company:丙")] == ["gone"]
    assert store.graph().statistics()["documents"] == 0
    assert list(verified(store)) == []


def test_an_article_that_comes_back_was_not_there_between(store):
    store.add(FIRST, read_at="2026-04-10T08:00:00+00:00")
    assert quotes(store, "2026-02-28") == ["甲 owns 丙。"]
    assert quotes(store, "2026-03-31") == []
    assert quotes(store, "2026-04-10") == ["甲 owns 乙。"]


def test_what_was_decided_of_it_is_told_too(address):
    with open_store(address) as store:
        store.add(FIRST, read_at="2026-01-10T08:00:00+00:00")
        [told] = statements_on(store, "2026-01-10")
        store.decide(drafted(store, Asked(Kind.REJECT, "王", statement=told.statement.id)))
        store.delete("a")
        assert quotes(store, "2026-01-10") == ["甲 owns 乙。"]
        assert [str(c.decision.kind) for c in store.conflicts()] == ["reject"]
        assert quotes(store, "2999") == []


def test_what_is_forgotten_is_not_told_of_any_day(store, tmp_path):
    store.forget("a")
    assert quotes(store, "2026-01-10") == []
    with store.reading() as connection:
        assert [w.what for w in left_since(connection, "2026-01")] == ["replace", "delete", "forget"]
    with pytest.raises(NotFound):
        store.forget("a")
    store.add(FIRST)
    store.forget("a")
    assert store.documents() == []
    assert quotes(store, "2999") == []
    backup(store, tmp_path / "copy.db")
    assert "甲" not in (tmp_path / "copy.db").read_text("utf-8", errors="replace")


def test_only_what_is_not_kept_is_named(store):
    with store.reading() as connection:
        assert left_since(connection, "2026-01") == []


def test_a_backup_knows_the_past(store, tmp_path):
    backup(store, tmp_path / "copy.db")
    with open_store(tmp_path / "copy.db") as copy:
        for day in ("2024-05-01", "2026-02", "2026-03-10"):
            assert portrait(graph_on(copy, day)) == portrait(graph_on(store, day))


@pytest.mark.parametrize("day", ["yesterday", "28.2.2026", "2026-02-28T", "2026-02-28 14:30", ""])
def test_what_is_no_day_is_refused(store, day):
    with pytest.raises(InvalidRequest, match="no day"):
        statements_on(store, day)


@law
@given(STEPS)
def test_a_past_day_is_told_as_it_was(steps):
    past_days_are_told_as_they_were(steps, "sqlite")


@few
@given(STEPS)
def test_a_past_day_in_postgresql(steps):
    past_days_are_told_as_they_were(steps, "postgresql")


def past_days_are_told_as_they_were(steps, database):
    """Whatever is done on later days; of documents without a date, as another is seen before it was read."""
    days, then = [f"2026-01-{n:02}" for n in range(1, len(steps) + 1)], []
    with new_store(database) as (store, _), pytest.MonkeyPatch.context() as patch:
        for day, step in zip(days, steps, strict=True):
            patch.setattr("kg.store.store._now", lambda day=day: f"{day}T08:00:00+00:00")
            if not isinstance(step, str):
                store.add(replace(step, date=None))
            elif step in {doc.id for doc in store.documents()}:
                store.delete(step)
            then.append(portrait(store.graph()))
        assert [portrait(graph_on(store, day)) for day in days] == then
        assert list(verified(store)) == []
