"""Charts say what the graph says, each with its evidence."""

import pytest
from builders import document, says

from kg.model import Modality, Quantity
from kg.networkx_graph import NetworkXGraph
from kg.views import KINDS, SavedView, Selection
from viz.charts import CHARTS
from viz.drawing import Box, Join
from viz.exhibit import Options
from viz.saved import exhibit_of

TENCENT, ALIBABA, QWEN = "Company:騰訊", "Company:阿里", "Product:千問"
GRAPH = NetworkXGraph.of(
    [
        document(
            says(TENCENT, "competes_with", ALIBABA),
            says(TENCENT, "develops", "Product:元寶"),
            says(ALIBABA, "develops", QWEN),
            says(TENCENT, "has_weakness", "Factor:人才不足"),
            says(TENCENT, "has_strength", "Factor:社交關係"),
            says(TENCENT, "pursues", "Strategy:守住微信"),
            says(ALIBABA, "pursues", "Strategy:開源", modality=Modality.NEGATED),
            says(QWEN, "has_metric", "Metric:7億次", quantity=Quantity(7e8, "次", measures="下載量")),
            says("Product:元寶", "has_metric", "Metric:1億次", quantity=Quantity(1e8, "次", measures="下載量")),
            says("Product:夸克", "feeds_data_to", QWEN),
            says("Product:夸克", "uses", QWEN),
            says("Product:高德", "feeds_data_to", QWEN),
            id="d",
            title="三強",
            date="2026-02-02",
        )
    ]
)


def chart(kind, *entities, **more):
    return exhibit_of(GRAPH, SavedView("v", "", Selection(kind, entities, **more)), Options()).chart


def words(drawing):
    return {item.key: "".join(item.lines) for item in drawing.items if isinstance(item, Box)}


def test_competitors_stand_side_by_side():
    said = words(chart("rivals", "company:騰訊"))
    assert (said["head company:騰訊"], said["head company:阿里"]) == ("騰訊", "阿里")
    assert (said["cell 產品 company:騰訊"], said["cell 產品 company:阿里"]) == ("元寶", "千問")


def test_swot_has_four_fields():
    said = words(chart("swot", "company:騰訊"))
    assert ("社交關係" in said["field strengths"], "人才不足" in said["field weaknesses"]) == (True, True)
    assert "阿里" in said["field threats"]


def test_strategies_by_company_and_what_is_denied_says_so():
    said = words(chart("strategies"))
    assert said["cell 守住微信 company:騰訊"] == "●"
    assert said["cell 開源 company:阿里"].startswith("✕")
    assert said["cell 開源 company:騰訊"] == ""


def test_bars_are_as_long_as_their_figures():
    bars = [item for item in chart("figures").items if item.key.startswith("bar ")]
    assert [round(bar.width / bars[0].width, 3) for bar in bars] == [1.0, 0.143]


def test_time_runs_from_left_to_right():
    cards = [item for item in chart("timeline", "company:騰訊").items if item.key.startswith("card ")]
    assert cards
    assert [card.left for card in cards] == sorted(card.left for card in cards)


def test_a_loop_is_a_ring_that_ends_where_it_begins():
    drawing = chart("cycle", "product:千問")
    ring = [item for item in drawing.items if isinstance(item, Join) and item.colour == "accent"]
    assert ring[0].start == ring[-1].end == "product:千問"
    assert {item.start for item in ring} == {item.end for item in ring}
    assert "product:高德" in words(drawing)


def test_a_thing_without_a_loop_is_not_drawn_as_one():
    drawing = chart("cycle", "product:元寶")
    assert [box.key for box in drawing.items] == ["nothing"]


@pytest.mark.parametrize("kind", CHARTS)
def test_boxes_lie_in_the_frame_and_evidence_in_the_notes(kind):
    about = {"cycle": ["product:千問"], "figures": []}
    drawing = chart(kind, *about.get(kind, ["company:騰訊"]))
    for box in drawing.boxes.values():
        assert box.left >= 0
        assert box.left + box.width <= 1600
        assert 0 <= box.top <= box.top + box.height <= 900
    assert any("三強 (2026-02-02)" in line for line in drawing.notes)
    assert drawing.source == "來源：三強 (2026-02-02)"


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_of_nothing_says_so(kind):
    empty = NetworkXGraph.of([document("騰訊。", things=(TENCENT,))])
    drawing = exhibit_of(empty, SavedView("v", "", Selection(kind, ("company:騰訊",))), Options()).chart
    assert drawing.items
    assert kind in KINDS
