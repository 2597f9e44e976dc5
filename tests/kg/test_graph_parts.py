"""Parts of a graph, and that they are the same whether relations lie in columns or over them."""

from collections import Counter
from itertools import product

import pytest
from builders import document, says
from graphs import CONDITIONS, FILTERS, NEWS, REPORT, REPRINT, ids

from kg.graph import RelationFilter
from kg.networkx_graph import Change, NetworkXGraph


@pytest.fixture(scope="module")
def graph():
    return NetworkXGraph.of([NEWS, REPORT, REPRINT])


def test_neighbourhood(graph):
    near = graph.neighbourhood("company:腾讯")
    assert near.entities[0].id == "company:騰訊"
    assert {e.id for e in near.entities} == {"company:騰訊", "product:元寶", "company:阿里巴巴", "company:美團"}
    assert not near.truncated
    further = graph.neighbourhood("company:騰訊", depth=2)
    assert {e.id for e in further.entities} - {e.id for e in near.entities} == {"product:千問", "technology:混元"}
    assert len(graph.neighbourhood("company:騰訊", depth=0).entities) == 1


def test_neighbourhood_keeps_the_best_supported_when_it_must_choose(graph):
    near = graph.neighbourhood("company:騰訊", limit=2)
    assert [e.id for e in near.entities] == ["company:騰訊", "product:元寶"]
    assert near.truncated
    assert ids(near.relations) == [("company:騰訊", "develops", "product:元寶")]


def test_a_neighbourhood_holds_the_relations_among_the_neighbours():
    graph = NetworkXGraph.of(
        [
            document(
                says("Company:甲一", "owns", "Company:乙二"),
                says("Company:甲一", "owns", "Company:丙三"),
                says("Company:乙二", "supplies", "Company:丙三"),
                id="x",
            )
        ]
    )
    assert len(graph.neighbourhood("company:甲一").relations) == 3


def test_whole_is_all_that_is_related_or_its_most_connected_part(graph):
    whole = graph.whole()
    assert "person:馬化騰" not in {e.id for e in whole.entities}  # speaks, but has no relation
    assert (len(whole.entities), len(whole.relations), whole.truncated) == (6, 5, False)
    part = graph.whole(limit=2)
    assert {e.id for e in part.entities} == {"company:騰訊", "company:阿里巴巴"}
    assert part.truncated
    assert graph.whole(where=RelationFilter(source="nowhere")).entities == ()


def test_the_most_connected_have_the_most_relations(monkeypatch):
    pairs = ("甲乙", "甲丙", "丙丁", "戊己")
    docs = [document(says(f"Company:{a}", "competes_with", f"Company:{b}"), id=a + b) for a, b in pairs]
    laid_over_nothing = NetworkXGraph.of(docs)
    with monkeypatch.context() as patch:
        patch.setattr("kg.adjacency._LAID", -1)
        in_columns, half = NetworkXGraph.of(docs), NetworkXGraph.of(docs[:2])
    entities, relations = ({one.id: one for one in all_} for all_ in (in_columns.entities(), in_columns.relations()))
    laid_over_half = half.updated(Change("later", entities, relations))
    degrees = Counter(end for pair in pairs for end in pair)
    expected = sorted(degrees, key=lambda name: (-degrees[name], name))
    for graph, limit in product((laid_over_nothing, in_columns, laid_over_half), range(1, 8)):
        part = graph.whole(limit=limit)
        assert [entity.name for entity in part.entities] == expected[:limit]
        assert part.truncated == (len(expected) > limit)


def test_a_relation_that_is_gone_is_gone_from_parts_too(graph, monkeypatch):
    monkeypatch.setattr("kg.adjacency._LAID", -1)
    whole = graph.whole()
    for relation in whole.relations:
        after = graph.updated(Change("later", relations={relation.id: None}))
        after.whole()
        assert set(after.whole().relations) == set(whole.relations) - {relation}
    assert graph.whole() == whole


@pytest.mark.parametrize(("where", "_"), FILTERS, ids=CONDITIONS)
def test_columns_answer_as_what_is_laid_over_them_does(graph, where, _, monkeypatch):
    monkeypatch.setattr("kg.adjacency._LAID", -1)
    columns, where = NetworkXGraph.of([NEWS, REPORT, REPRINT]), RelationFilter(**where)
    ends = "product:千問", "technology:混元"
    assert list(columns.relations(where=where)) == list(graph.relations(where=where))
    assert columns.whole(where=where) == graph.whole(where=where)
    for limit in range(1, 8):
        assert columns.whole(where=where, limit=limit) == graph.whole(where=where, limit=limit)
    assert columns.paths(*ends, k=9, where=where) == graph.paths(*ends, k=9, where=where)
    for direction in ("in", "out", "both"):
        assert columns.most(direction=direction, where=where) == graph.most(direction=direction, where=where)
    for entity, other in product(graph.entities(), repeat=2):
        assert columns.between(entity.id, other.id, where=where) == graph.between(entity.id, other.id, where=where)
    for entity in graph.entities():
        assert sorted(columns.neighbours(entity.id, where=where)) == sorted(graph.neighbours(entity.id, where=where))
        assert list(columns.relations(entity.id, where=where)) == list(graph.relations(entity.id, where=where))
        assert columns.neighbourhood(entity.id, depth=2, where=where) == graph.neighbourhood(
            entity.id, depth=2, where=where
        )


@pytest.mark.parametrize(("where", "_"), FILTERS, ids=CONDITIONS)
@pytest.mark.parametrize("direction", ["in", "out", "both"])
def test_what_is_told_without_the_relations_is_true_of_them(graph, direction, where, _):
    where = RelationFilter(**where)
    counts = {}
    for entity in graph.entities():
        found = list(graph.relations(entity.id, direction=direction, where=where))
        others = [r.tail if r.head == entity.id else r.head for r in found]
        assert sorted(graph.neighbours(entity.id, direction=direction, where=where)) == sorted(others)
        for other in graph.entities():
            between = [r for r in found if other.id in {r.head, r.tail} and other != entity]
            assert graph.between(entity.id, other.id, direction=direction, where=where) == between
        counts |= {entity.id: (len(found), found[0])} if found else {}
    first = sorted(counts, key=lambda entity: (-counts[entity][0], entity))
    assert graph.most(direction=direction, where=where) == [(entity, *counts[entity]) for entity in first]
    assert graph.most(direction=direction, where=where, limit=1) == [(e, *counts[e]) for e in first[:1]]
