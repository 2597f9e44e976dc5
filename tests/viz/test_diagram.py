"""Diagrams of boxes and lines: what a slide shows can be told apart and is in nobody's way."""

import numpy as np
import pytest

from kg.model import Modality
from viz.diagram import diagram
from viz.drawing import Box, Join
from viz.exhibit import Exhibit, Options, style_of
from viz.view import Edge, GraphView, Node

STYLE = style_of(Options())
A, B = Node("company:a", "Company", "特斯拉"), Node("company:b", "Company", "比亞迪")


def parts(drawing):
    joins = [item for item in drawing.items if isinstance(item, Join)]
    boxes = [item for item in drawing.items if isinstance(item, Box)]
    return joins, [b for b in boxes if b.key.startswith("label ")], [b for b in boxes if not b.key.startswith("label ")]


def through(drawing, join, box):
    """Whether a line runs below a box."""
    start, end = (drawing.boxes[key].site(side) for key, side in zip((join.start, join.end), join.sides, strict=True))
    spots = np.array(start) + np.linspace(0, 1, 400)[:, None] * (np.array(end) - np.array(start))
    low, high = np.array((box.left, box.top)) + 1, np.array((box.left + box.width, box.top + box.height)) - 1
    return bool(((spots > low) & (spots < high)).all(1).any())


@pytest.mark.parametrize("ratio", [1.2, 1.6])
@pytest.mark.parametrize("size", [8, 12, 15, 18])
def test_no_line_runs_below_a_name_that_is_not_its_own(make_view, size, ratio):
    drawing = Exhibit(make_view(size, int(size * ratio))).drawing(Options())
    joins, labels, nodes = parts(drawing)
    assert not [(j.key, b.key) for j in joins for b in labels if b.key != f"label {j.key}" and through(drawing, j, b)]
    assert not [
        (j.key, b.key) for j in joins for b in nodes if b.key not in {j.start, j.end} and through(drawing, j, b)
    ]


def beside(*edges):
    """Two nodes on one height, between which there is but one straight way."""
    return diagram(GraphView((A, B), edges), STYLE, places={A.id: (500, 400), B.id: (1100, 400)})


def test_lines_that_would_lie_on_one_another_are_one():
    drawing = beside(
        Edge("1", A.id, "partners_with", B.id, Modality.FORECAST),
        Edge("2", A.id, "competes_with", B.id),
        Edge("3", B.id, "supplies", A.id),
    )
    (join,), (label,), _ = parts(drawing)
    assert (join.key, join.dash, join.arrow, join.back) == (
        "2",
        "",
        False,
        True,
    )  # rivals point nowhere, a supplier does
    assert label.lines == ("競爭、供應、合作 (預測)",)
    assert join.about.count(";") == 2


def test_a_label_that_would_hide_its_line_stands_beside_it():
    drawing = diagram(
        GraphView((A, B), (Edge("1", A.id, "partners_with", B.id),)), STYLE, places={A.id: (500, 400), B.id: (640, 400)}
    )
    (join,), (label,), _ = parts(drawing)
    assert not through(drawing, join, label)


def test_types_of_ones_own_do_not_look_alike():
    nodes = (Node("x", "Planet", "行星"), Node("y", "Moon", "月亮"))
    _, _, boxes = parts(diagram(GraphView(nodes), STYLE))
    assert len({box.form for box in boxes}) == 2
