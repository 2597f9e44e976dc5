"""Statements in the order of their time, and what a period brought."""

import pytest
from builders import document, says

from kg.errors import InvalidRequest, NotFound
from kg.graph import Relation
from kg.model import Interval, Modality, Span, TimeExpression
from kg.networkx_graph import NetworkXGraph
from kg.timeline import changes, timeline

X, Y, Z = "Company:甲", "Company:乙", "Company:丙"


def at(start: str, end: str) -> TimeExpression:
    return TimeExpression(Span(0, 1), "那時", Interval(start, end))


GRAPH = NetworkXGraph.of(
    [
        document(says(X, "acquires", Y), id="a", date="2020-05-01"),
        document(
            says(X, "acquires", Y, modality=Modality.NEGATED), says(X, "owns", Z, time=at("2014-01-01", "2014-12-31")),
            id="b", date="2021-05-01",
        ),
        document(says(X, "acquires", Y), says(X, "competes_with", Z), id="c", date="2022-05-01"),
        document(says(Y, "competes_with", Z), id="d"),
    ]
)  # fmt: skip


def test_the_time_spoken_of_goes_before_the_documents_date():
    moments = [(m.start, m.relation.relation, m.told) for m in timeline(GRAPH)]
    assert moments[:3] == [
        ("2014-01-01", "owns", False),
        ("2020-05-01", "acquires", True),
        ("2021-05-01", "acquires", True),
    ]
    assert sorted(moments[3:]) == [("2022-05-01", "acquires", True), ("2022-05-01", "competes_with", True)]


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        ("2014-06-01", "2014-06-02", 1),
        ("2021", "2021", 1),
        ("2022-05-01", None, 2),
        (None, "2020", 2),
        ("2023", None, 0),
    ],
)
def test_a_timeline_is_bounded(since, until, count):
    assert len(timeline(GRAPH, since=since, until=until)) == count


def test_a_timeline_of_one_thing():
    assert {m.relation.relation for m in timeline(GRAPH, "company:丙")} == {"owns", "competes_with"}
    with pytest.raises(NotFound):
        timeline(GRAPH, "company:丁")


def shown(relations: tuple[Relation, ...]) -> list[str]:
    return sorted(f"{r.head[-1]} {r.relation} {r.tail[-1]}" for r in relations)


@pytest.mark.parametrize(
    ("since", "until", "new", "gone", "contradicted"),
    [
        ("2020-01-01", "2020-12-31", ["甲 acquires 乙"], [], []),
        ("2021-01-01", "2021-12-31", ["甲 owns 丙"], ["甲 acquires 乙"], []),
        ("2022-01-01", "2022-12-31", ["丙 competes_with 甲"], [], ["甲 acquires 乙"]),
        ("2019-01-01", "2022-12-31", ["丙 competes_with 甲", "甲 owns 丙"], [], ["甲 acquires 乙"]),
        ("2023", "2024", [], [], []),
    ],
)
def test_what_a_period_brought(since, until, new, gone, contradicted):
    found = changes(GRAPH, since, until)
    assert (shown(found.new), shown(found.gone), shown(found.contradicted)) == (new, gone, contradicted)


def test_a_period_ends_after_it_begins():
    with pytest.raises(InvalidRequest):
        changes(GRAPH, "2022-01-01", "2021-01-01")
    assert changes(GRAPH, "2021-05-01", "2021").gone
