"""What is shown beside a graph speaks of its nodes and edges, and of the places in the text."""

import pytest
from builders import document, says

from kg.errors import InvalidRequest, NotFound
from kg.graph import RelationFilter
from kg.model import Modality
from kg.networkx_graph import NetworkXGraph
from viz import sheets

TENCENT, ALIBABA, YUANBAO = "Company:騰訊|腾讯", "Company:阿里巴巴", "Product:元寶"
TEXT = "騰訊推出元寶。\n元寶的對手很多，𠮷野家不在其中。騰訊與阿里巴巴是對手。"
NEWS = document(
    TEXT,
    says(TENCENT, "develops", YUANBAO, quote="騰訊推出元寶"),
    says(TENCENT, "competes_with", ALIBABA, quote="騰訊與阿里巴巴是對手"),
    things=("Company:𠮷野家",),
    id="news",
    title="元寶上線",
    date="2026-02-02",
)
EARLIER = document(
    says(TENCENT, "develops", YUANBAO),
    says(TENCENT, "has_strength", "Factor:人才多"),
    says(ALIBABA, "targets", "Market:企業", modality=Modality.FORECAST),
    id="earlier",
    date="2025-01-01",
)


@pytest.fixture(scope="module")
def graph():
    return NetworkXGraph.of([NEWS, EARLIER])


def ids(view):
    return {node.id for node in view.nodes} | {edge.id for edge in view.edges}


class TestDocument:
    def test_every_mention_has_its_place_and_its_node(self, graph):
        made = sheets.document(graph, NEWS)
        marked = [(TEXT[start:end], node) for start, end, node in made.sheet["mentions"]]
        assert [text for text, _ in marked] == ["騰訊", "元寶", "元寶", "𠮷野家", "騰訊", "阿里巴巴"]
        assert {node for _, node in marked} <= ids(made.view)

    def test_every_statement_has_its_words_in_the_order_of_the_text(self, graph):
        made = sheets.document(graph, NEWS)
        said = [
            (modality, [TEXT[start:end] for start, end in spans]) for _, modality, spans in made.sheet["statements"]
        ]
        assert said == [("asserted", ["騰訊推出元寶"]), ("asserted", ["騰訊與阿里巴巴是對手"])]
        assert {edge for edge, _, _ in made.sheet["statements"]} == {edge.id for edge in made.view.edges}

    def test_only_what_this_article_says_is_shown(self, graph):
        view = sheets.document(graph, NEWS).view
        assert {proof.source.document for edge in view.edges for proof in edge.evidence} == {"news"}
        assert "factor:人才多" not in ids(view)


class TestBoard:
    def test_fields_hold_their_sections_and_the_rest_follows(self, graph):
        made = sheets.board(graph, "company:騰訊")
        fields = {field["id"]: [part["id"] for part in field["parts"]] for field in made.sheet["fields"]}
        assert fields == {"strengths": ["strengths"], "weaknesses": [], "opportunities": [], "threats": ["rivals"]}
        assert [section["id"] for section in made.sheet["sections"]] == ["products"]

    def test_lines_speak_of_the_view(self, graph):
        made = sheets.board(graph, "company:騰訊")
        parts = [*made.sheet["sections"], *(part for field in made.sheet["fields"] for part in field["parts"])]
        assert {name for part in parts for line in part["lines"] for name in line} <= ids(made.view)
        assert made.view.focus == ("company:騰訊",)

    def test_who_is_not_there_is_not_found(self, graph):
        with pytest.raises(NotFound):
            sheets.board(graph, "company:無名")


class TestComparison:
    def test_a_column_for_each_in_the_order_asked(self, graph):
        made = sheets.comparison(graph, ["company:阿里巴巴", "company:騰訊"])
        assert made.sheet["entities"] == ["company:阿里巴巴", "company:騰訊"]
        assert made.view.title == "阿里巴巴 · 騰訊"
        rows = {section["id"]: [len(column) for column in section["columns"]] for section in made.sheet["sections"]}
        assert rows == {"products": [0, 1], "markets": [1, 0], "strengths": [0, 1], "rivals": [1, 1]}

    def test_one_alone_cannot_be_compared(self, graph):
        with pytest.raises(InvalidRequest):
            sheets.comparison(graph, ["company:騰訊"])


class TestChronicle:
    def test_statements_in_the_order_of_time_with_their_proof(self, graph):
        made = sheets.chronicle(graph, "company:騰訊")
        edges = {edge.id: edge for edge in made.view.edges}
        said = [
            (start, edges[edge].relation, edges[edge].evidence[proof].source.document)
            for start, _, _, edge, proof in made.sheet["moments"]
        ]
        assert sorted(said) == [
            ("2025-01-01", "develops", "earlier"),
            ("2025-01-01", "has_strength", "earlier"),
            ("2026-02-02", "competes_with", "news"),
            ("2026-02-02", "develops", "news"),
        ]
        assert [start for start, *_ in made.sheet["moments"]] == sorted(start for start, *_ in said)

    def test_the_latest_are_kept_where_there_are_too_many(self, graph):
        made = sheets.chronicle(graph, limit=2)
        assert [moment[0] for moment in made.sheet["moments"]] == ["2026-02-02", "2026-02-02"]
        assert made.sheet["earlier"] == 3

    def test_filters_hold(self, graph):
        made = sheets.chronicle(graph, where=RelationFilter(frozenset({"develops"})), until="2025-12-31")
        assert len(made.sheet["moments"]) == 1


def test_the_list_of_articles_has_all_newest_first(graph):
    made = sheets.articles(graph)
    assert [(row[0], row[1], row[2]) for row in made.sheet["articles"]] == [
        ("news", "元寶上線", "2026-02-02"),
        ("earlier", "", "2025-01-01"),
    ]
    assert made.view.kind == "articles"


LONG = NetworkXGraph.of(
    [document(says("Company:甲", "develops", "Product:乙"), id=f"d{i}", date=f"2026-01-{i:02}") for i in range(1, 26)]
)


def test_a_timeline_is_turned_page_by_page():
    pages = [sheets.chronicle(LONG, "company:甲", limit=10, number=number).sheet for number in (1, 2, 3, 4)]
    assert [(p["earlier"], len(p["moments"]), p["later"]) for p in pages] == [
        (15, 10, 0),
        (5, 10, 10),
        (0, 5, 20),
        (0, 0, 25),
    ]
    days = [moment[0] for page in pages for moment in reversed(page["moments"])]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) == 25
