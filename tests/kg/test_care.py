"""What may be one thing, what contradicts what, and what was said on a day."""

from dataclasses import replace

import pytest
from builders import document, says

from kg.contradictions import contradictions
from kg.decisions.asked import Asked, drafted
from kg.decisions.model import Kind
from kg.errors import InvalidRequest, NotFound
from kg.history import statements_between, statements_on
from kg.model import Interval, Modality, Quantity, Span, TimeExpression
from kg.networkx_graph import NetworkXGraph
from kg.review import candidates
from kg.store import open_store

SPRING, SUMMER = Interval("2025-01-01", "2025-03-31"), Interval("2025-04-01", "2025-06-30")


def revenue(value, when=SPRING, unit="元", **more):
    quantity = Quantity(value, unit, measures="營收", **more)
    time = TimeExpression(Span(0, 1), "季", when)
    return says("Company:騰訊", "has_metric", f"Metric:{value:.0f}{unit}", quantity=quantity, time=time)


def pairs(graph, *log):
    return [(c.entities[0].name, c.entities[1].name, c.reason) for c in candidates(graph, log)]


def test_candidates_have_a_reason_and_the_likeliest_come_first():
    graph = NetworkXGraph.of(
        [
            document(
                says("Company:騰訊", "develops", "Product:元寶"),
                says("Company:騰訊控股", "develops", "Product:元寶"),
                says("Company:DeepSeek", "develops", "Product:蘋果"),
                says("Company:DeepSeak", "owns", "Company:蘋果"),
                says("Company:騰訊", "has_metric", "Metric:10億元"),
                says("Company:騰訊", "has_metric", "Metric:110億元"),
            )
        ]
    )
    assert pairs(graph) == [
        ("DeepSeak", "DeepSeek", "spelling"),
        ("蘋果", "蘋果", "same_name"),
        ("騰訊", "騰訊控股", "within"),
    ]
    assert candidates(graph)[2].shared == 1
    assert candidates(graph, limit=1) == candidates(graph)[:1]


def test_what_is_said_to_be_apart_is_not_proposed_until_that_is_undone(tmp_path):
    with open_store(tmp_path / "q.db") as store:
        store.add(document(says("Company:騰訊", "owns", "Company:騰訊音樂"), id="d"))
        assert len(candidates(store.graph(), store.decisions())) == 1
        asked = Asked(Kind.APART, "王", entities=["騰訊音樂", "騰訊"])
        decision = store.decide(drafted(store, asked))
        assert candidates(store.graph(), store.decisions()) == []
        assert store.conflicts() == []
        store.undo(decision.id, author="王")
        assert len(candidates(store.graph(), store.decisions())) == 1


CONTRADICTIONS = [
    ([says("Company:甲", "acquires", "Company:乙"),
      says("Company:甲", "acquires", "Company:乙", modality=Modality.NEGATED)],
     ["denied"]),
    ([says("Company:甲", "owns", "Company:丙"), says("Company:乙", "owns", "Company:丙")], ["one_head"]),
    ([says("Company:甲", "owns", "Company:丙"),
      says("Company:乙", "owns", "Company:丙", modality=Modality.FORECAST)], []),
    ([says("Company:甲", "has_strength", "Factor:規模"),
      says("Company:甲", "has_weakness", "Factor:規模")], ["opposed"]),
    ([says("Company:甲", "has_strength", "Factor:規模"), says("Company:甲", "has_weakness", "Factor:速度")], []),
    ([revenue(1e9), revenue(2e9)], ["figures"]),
    ([revenue(1e9), revenue(1.005e9)], []),
    ([revenue(1e9), revenue(1.05e9, approximate=True)], []),
    ([revenue(1e9, high=2e9), revenue(1.5e9)], []),
    ([revenue(1e9), revenue(2e9, SUMMER)], []),
    ([revenue(1e9), revenue(2e9, unit="美元")], []),
]  # fmt: skip


@pytest.mark.parametrize(("said", "kinds"), CONTRADICTIONS, ids=range(len(CONTRADICTIONS)))
def test_what_cannot_both_hold_stands_side_by_side(said, kinds):
    docs = [replace(document(one, id=f"d{n}"), date=f"2025-0{n + 1}-01") for n, one in enumerate(said)]
    graph = NetworkXGraph.of(docs)
    found = list(contradictions(graph))
    assert [c.kind for c in found] == kinds
    for one in found:
        assert {s.document for side in one.sides for s in side.statements} == {"d0", "d1"}
        assert list(contradictions(graph, one.about)) == [one]


def test_history_is_told_statement_by_statement(tmp_path):
    with open_store(tmp_path / "q.db") as store:
        store.add(document(says("Company:甲", "owns", "Company:乙"), id="old", date="2024-05-01"))
        store.add(document(says("Company:甲", "owns", "Company:丙"), id="new", date="2025-05-01"))
        store.add(document(says("Company:甲", "owns", "Company:丁"), id="undated"), read_at="2026-01-01T00:00:00+00:00")
        assert [t.statement.document for t in statements_on(store, "2024")] == ["old"]
        assert [t.statement.document for t in statements_on(store, "2024-04-30")] == []
        assert [t.statement.document for t in statements_on(store, "2026-01", "company:甲")] == [
            "undated",
            "old",
            "new",
        ]
        between = statements_between(store, "2024-12-31", "2025-12-31")
        assert [(t.how, t.statement.document) for t in between] == [("new", "new")]
        assert statements_between(store, "2023", "2025-12-31", "company:丙") == between
        [told] = statements_on(store, "2024")
        store.decide(drafted(store, Asked(Kind.REJECT, "王", statement=told.statement.id)))
        assert len(statements_on(store, "2025-12-31")) == 2
        later = statements_between(store, "2025-12-31", "2999-01-01")
        assert [(t.how, t.statement.document) for t in later] == [("new", "undated"), ("gone", "old")]
        with pytest.raises(InvalidRequest):
            statements_between(store, "2025", "2024")
        with pytest.raises(NotFound):
            statements_on(store, "2024", "company:丙")
