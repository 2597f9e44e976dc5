"""What a view holds."""

import pytest

from kg.model import Modality
from viz.view import Edge, GraphView, Node

A, B = Node("company:a", "Company", "甲"), Node("product:b", "Product", "乙")


def test_the_legend_counts_what_is_shown_commonest_first():
    edges = (
        Edge("1", A.id, "develops", B.id),
        Edge("2", A.id, "uses", B.id, Modality.REPORTED),
        Edge("3", A.id, "uses", B.id),
    )
    legend = GraphView((A, B), edges).legend
    assert legend.types == (("Company", 1), ("Product", 1))
    assert legend.relations == (("uses", 2), ("develops", 1))
    assert legend.modalities == (("asserted", 2), ("reported", 1))


def test_degrees_count_a_loop_once():
    assert GraphView((A, B), (Edge("1", A.id, "uses", A.id),)).degrees == {A.id: 1, B.id: 0}


@pytest.mark.parametrize(
    ("nodes", "edges", "complaint"),
    [
        ((A,), (Edge("1", A.id, "develops", B.id),), "product:b"),
        ((A, A), (), "once"),
        ((A, B), (Edge("1", A.id, "uses", B.id), Edge("1", B.id, "uses", A.id)), "once"),
    ],
)
def test_a_view_that_cannot_be_drawn_is_refused(nodes, edges, complaint):
    with pytest.raises(ValueError, match=complaint):
        GraphView(nodes, edges)
