"""From the graph to what is drawn."""

import pytest
from builders import document, says

from kg.errors import NotFound
from kg.graph import RelationFilter
from kg.model import Modality
from kg.networkx_graph import NetworkXGraph
from viz import select

TENCENT, QWEN, ALIBABA = "company:騰訊", "product:千問", "company:阿里巴巴"


@pytest.fixture(scope="module")
def graph():
    return NetworkXGraph.of(
        [
            document(
                "騰訊推出元寶。阿里巴巴推出千問。馬化騰說，騰訊與阿里巴巴競爭。",
                says("Company:騰訊|腾讯", "develops", "Product:元寶"),
                says("Company:阿里巴巴", "develops", "Product:千問"),
                says(
                    "Company:騰訊|腾讯",
                    "competes_with",
                    "Company:阿里巴巴",
                    by="Person:馬化騰",
                    modality=Modality.REPORTED,
                ),
                id="d1",
                title="兩強",
                date="2026-02-02",
            ),
            document(
                "淘寶的數據回流千問。騰訊發布元寶。",
                says("Product:淘寶", "feeds_data_to", "Product:千問"),
                says("Company:騰訊|腾讯", "develops", "Product:元寶"),
                id="d2",
                title="閉環",
                date="2026-03-01",
                source="https://example.org/a",
            ),
        ]
    )


def names(view):
    return {node.name for node in view.nodes}


def test_the_whole_has_everything_with_its_evidence(graph):
    view = select.whole(graph)
    assert names(view) >= {"騰訊", "元寶", "阿里巴巴", "千問", "淘寶"}
    assert len(view.edges) == 4
    assert all(edge.evidence for edge in view.edges)
    assert [source.document for source in view.sources] == ["d2", "d1"]


def test_an_edge_carries_its_quotes_sources_and_speaker(graph):
    view = select.ego(graph, TENCENT)
    rivalry = next(edge for edge in view.edges if edge.relation == "competes_with")
    (proof,) = rivalry.evidence
    assert (proof.speaker, proof.modality, proof.source.title) == ("馬化騰", Modality.REPORTED, "兩強")
    assert proof.quotes[0].text in proof.quotes[0].sentence
    told_twice = next(edge for edge in view.edges if edge.relation == "develops")
    assert (told_twice.statements, told_twice.sources, len(told_twice.evidence)) == (2, 2, 2)
    assert (told_twice.first, told_twice.last) == ("2026-02-02", "2026-03-01")


def test_an_ego_is_about_its_entity_by_whichever_name(graph):
    view = select.ego(graph, "company:腾讯")
    assert (view.title, view.focus, view.kind) == ("騰訊", (TENCENT,), "ego")
    assert names(view) == {"騰訊", "元寶", "阿里巴巴"}
    assert "千問" in names(select.ego(graph, TENCENT, depth=2))


def test_a_cap_is_told(graph):
    assert select.whole(graph, limit=2).truncated
    assert len(select.whole(graph, limit=2).nodes) == 2


def test_filters_reach_the_evidence(graph):
    view = select.ego(graph, TENCENT, where=RelationFilter(source="d2"))
    assert [proof.source.document for edge in view.edges for proof in edge.evidence] == ["d2"]


def test_a_path_goes_from_end_to_end(graph):
    view = select.path(graph, TENCENT, QWEN)
    assert view.focus == (TENCENT, QWEN)
    assert names(view) == {"騰訊", "阿里巴巴", "千問"}
    assert view.title == "騰訊 → 千問"


def test_where_there_is_no_path_the_ends_stand_alone(graph):
    view = select.path(graph, TENCENT, "product:淘寶", where=RelationFilter(relations=frozenset({"owns"})))
    assert (names(view), view.edges) == ({"騰訊", "淘寶"}, ())


def test_an_answer_shows_its_relations_and_what_it_is_about(graph):
    feeds = next(r.id for r in graph.relations() if r.relation == "feeds_data_to")
    view = select.answer(graph, [feeds, feeds], focus=[QWEN, ALIBABA], title="閉環")
    assert [edge.id for edge in view.edges] == [feeds]
    assert names(view) == {"千問", "阿里巴巴", "淘寶"}
    assert (view.kind, view.title, view.focus) == ("answer", "閉環", (QWEN, ALIBABA))


def test_an_answer_of_nothing_is_an_empty_view(graph):
    view = select.answer(graph, [])
    assert (view.nodes, view.edges, view.sources) == ((), (), ())


def test_what_is_not_there_is_said(graph):
    with pytest.raises(NotFound):
        select.ego(graph, "company:無此公司")
    with pytest.raises(NotFound):
        select.answer(graph, ["no such relation"])


def test_looking_changes_nothing(graph):
    before = [(r, graph.statements(r.id)) for r in graph.relations()]
    select.whole(graph)
    select.ego(graph, TENCENT, depth=3)
    assert [(r, graph.statements(r.id)) for r in graph.relations()] == before
