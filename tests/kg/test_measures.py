"""What the shape of the graph says."""

import networkx as nx
import pytest
from builders import document, says
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import NotFound
from kg.measures import Measures
from kg.networkx_graph import NetworkXGraph


def linked(*pairs: str) -> NetworkXGraph:
    """Products that feed one another: "ab" joins a and b."""
    return NetworkXGraph.of([document(*(says(f"Product:{a}", "feeds_data_to", f"Product:{b}") for a, b in pairs))])


TWO_PARTS = linked("ab", "bc", "ca", "cd", "de", "ef", "fd", "fg")
MEASURES = Measures()


def test_who_has_most_links():
    ranked = [(c.entity.name, c.score) for c in MEASURES.central(TWO_PARTS, limit=3)]
    assert ranked == [("c", 0.5), ("d", 0.5), ("f", 0.5)]


def test_who_is_in_the_middle():
    first = MEASURES.central(TWO_PARTS, by="betweenness", limit=2)
    assert {c.entity.name for c in first} == {"c", "d"}


def test_groups():
    groups = [[e.name for e in group.entities] for group in MEASURES.communities(TWO_PARTS)]
    assert [sorted(g) for g in groups] == [["d", "e", "f", "g"], ["a", "b", "c"]]


def test_what_alone_joins_two_parts():
    assert [(link.ends[0].name, link.ends[1].name, link.cut_off) for link in MEASURES.bridges(TWO_PARTS)] == [
        ("c", "d", 3)
    ]


def test_who_is_between():
    between = [(c.entity.name, c.score) for c in MEASURES.between(TWO_PARTS, "product:a", "product:e")]
    assert between == [("c", 1.0), ("d", 1.0)]
    assert MEASURES.between(TWO_PARTS, "product:a", "product:b") == []
    assert MEASURES.between(linked("ab", "cd"), "product:a", "product:d") == []
    with pytest.raises(NotFound):
        MEASURES.between(TWO_PARTS, "product:a", "product:none")


def test_amounts_and_free_text_join_nothing():
    graph = NetworkXGraph.of(
        [document(says("Company:甲", "has_metric", "Metric:10元"), says("Company:乙", "has_metric", "Metric:10元"))]
    )
    assert MEASURES.central(graph) == []
    assert MEASURES.between(graph, "company:甲", "company:乙") == []


def test_an_empty_graph_has_no_shape():
    empty = NetworkXGraph.of([])
    assert (MEASURES.central(empty), MEASURES.communities(empty), MEASURES.bridges(empty)) == ([], [], [])


def test_a_changed_graph_is_measured_anew():
    assert len(MEASURES.communities(linked("ab"))) == 1
    assert len(MEASURES.communities(linked("ab", "cd"))) == 2


THINGS = st.sampled_from("abcdefgh")


@given(st.lists(st.tuples(THINGS, THINGS), min_size=1, max_size=14))
def test_without_a_bridge_so_many_are_cut_off(pairs):
    graph = linked(*("".join(pair) for pair in pairs))
    plain = nx.Graph((f"product:{a}", f"product:{b}") for a, b in pairs if a != b)
    for link in Measures().bridges(graph):
        rest = plain.copy()
        rest.remove_edge(*(e.id for e in link.ends))
        sides = [len(nx.node_connected_component(rest, e.id)) for e in link.ends]
        assert link.cut_off == min(sides) > 1
        assert not nx.has_path(rest, *(e.id for e in link.ends))
