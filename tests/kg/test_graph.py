"""What a graph answers."""

import networkx as nx
import pytest
from builders import document, says
from graphs import CONDITIONS, FILTERS, NEWS, REPORT, REPRINT, ids

from kg.errors import InvalidRequest, NotFound
from kg.graph import RelationFilter
from kg.model import Modality
from kg.networkx_graph import NetworkXGraph


@pytest.fixture(scope="module")
def graph():
    return NetworkXGraph.of([NEWS, REPORT, REPRINT])


def test_both_scripts_meet_in_one_entity_with_all_names(graph):
    tencent = graph.entity("company:騰訊")
    assert set(tencent.names) == {"騰訊", "腾讯", "Tencent"}
    assert (tencent.mentions, tencent.documents) == (6, 3)


@pytest.mark.parametrize("id_", ["company:騰訊", "company:腾讯", "company:tencent", "Company:Tencent"])
def test_an_entity_is_found_by_an_id_made_of_any_of_its_names(graph, id_):
    assert graph.entity(id_).id == "company:騰訊"


@pytest.mark.parametrize("id_", ["", "company:", "product:騰訊", "company:騰訊科技", "騰訊", "\ud83d", "a\0b:c"])
def test_what_is_not_there_is_said_not_to_be(graph, id_):
    with pytest.raises(NotFound):
        graph.entity(id_)


def test_not_found_names_what_is_near(graph):
    with pytest.raises(NotFound, match="company:阿里巴巴") as caught:
        graph.entity("company:阿里")
    assert "company:阿里巴巴" in caught.value.details["near"]


def test_a_relation_counts_statements_and_independent_sources(graph):
    develops = next(r for r in graph.relations("company:騰訊") if r.relation == "develops")
    assert (develops.statements, develops.sources) == (3, 2)  # the reprint says the same with the same words
    assert develops.confidence == 1.0
    assert (develops.first, develops.last) == ("2024-03-01", "2025-07-01")
    assert develops.modalities == {Modality.ASSERTED: 3}


def test_relations_come_best_supported_first(graph):
    found = list(graph.relations())
    assert found == sorted(found, key=lambda r: (-r.sources, -r.statements, -r.confidence, r.id))
    assert found[0].relation == "develops"


def test_a_symmetric_relation_has_one_direction(graph):
    rivals = RelationFilter(relations=frozenset({"competes_with"}))
    assert ids(graph.relations("company:騰訊", where=rivals)) == [("company:阿里巴巴", "competes_with", "company:騰訊")]


def test_a_relation_of_one_entity_with_itself_is_none():
    doc = document("騰訊控股擁有騰訊。", says("Company:騰訊控股", "owns", "Company:騰訊"), id="a")
    other = document("騰訊控股（騰訊）很大。", things=("Company:騰訊控股|騰訊",), id="b")
    assert ids(NetworkXGraph.of([doc]).relations()) == [("company:騰訊控股", "owns", "company:騰訊")]
    assert ids(NetworkXGraph.of([doc, other]).relations()) == []


@pytest.mark.parametrize(("where", "expected"), FILTERS, ids=CONDITIONS)
def test_a_relation_is_admitted_by_a_statement_that_meets_all_conditions(graph, where, expected):
    found = {r.relation for r in graph.relations(where=RelationFilter(**where))}
    if "types" in where:
        assert found == {"uses"}  # develops begins at a Company
        found |= {r.relation for r in graph.relations("company:騰訊", where=RelationFilter(**where))}
    assert found == expected


def test_direction(graph):
    assert {r.relation for r in graph.relations("product:元寶", direction="out")} == {"uses"}
    assert {r.relation for r in graph.relations("product:元寶", direction="in")} == {"develops"}
    assert {r.relation for r in graph.relations("product:元寶")} == {"uses", "develops"}


def test_statements_come_newest_first_with_quotes_and_sentences(graph):
    develops = next(graph.relations())
    found = graph.statements(develops.id)
    assert [s.document for s in found] == ["reprint", "report", "news"]
    quote = found[1].quotes[0]
    assert (quote.text, quote.sentence) == ("腾讯开发了元宝", "腾讯开发了元宝。")
    assert REPORT.text[quote.start : quote.end] == quote.text
    assert found[2].source == "https://example.org/1"
    assert [s.document for s in graph.statements(develops.id, where=RelationFilter(until="2025-06-30"))] == [
        "report",
        "news",
    ]


def test_who_said_it_is_an_entity(graph):
    acquires = next(r for r in graph.relations() if r.relation == "acquires")
    [said] = graph.statements(acquires.id)
    assert graph.entity(said.attributed_to).name == "马化腾"
    assert acquires.modality is Modality.FORECAST


FINDS = [
    ("騰訊", "騰訊", 1.0),
    ("腾讯", "腾讯", 1.0),
    ("TENCENT", "Tencent", 1.0),
    ("元", "元宝", 0.87),  # prefix; no script asked for, so the commonest spelling
    ("巴巴", "阿里巴巴", 0.62),  # within
    ("阿里爸爸", "阿里巴巴", 0.245),  # near
]


@pytest.mark.parametrize(("asked", "name", "score"), FINDS)
def test_find(graph, asked, name, score):
    best = graph.find(asked)[0]
    assert (best.name, best.score) == (name, pytest.approx(score))


def test_find_asks_in_a_script_and_is_answered_in_it(graph):
    assert graph.find("元宝")[0].name == "元宝"
    assert graph.find("元寶")[0].name == "元寶"


def test_find_ranks_exact_before_prefix_before_within_and_near_is_the_last_resort():
    graph = NetworkXGraph.of(
        [document("", things=("Company:小米", "Company:小米之家", "Company:新小米", "Company:大米"), id="x")]
    )
    assert [m.name for m in graph.find("小米")] == ["小米", "小米之家", "新小米"]
    assert [m.name for m in graph.find("小末之家")] == ["小米之家"]
    assert [m.name for m in graph.find("小米", limit=2)] == ["小米", "小米之家"]


def test_find_can_be_restricted_to_a_type(graph):
    assert [m.entity.type for m in graph.find("元", type="Technology")] == ["Technology"]


@pytest.mark.parametrize("asked", ["", " ", "\n", "「」", "\ud83d", "%", "_", "*", "'; DROP TABLE", "a" * 10_000])
def test_find_takes_any_text(graph, asked):
    assert isinstance(graph.find(asked), list)


def test_paths(graph):
    [path] = graph.paths("product:千问", "technology:混元")
    assert path.entities == ("product:千問", "company:阿里巴巴", "company:騰訊", "product:元寶", "technology:混元")
    assert [r.relation for r in path.relations] == ["develops", "competes_with", "develops", "uses"]
    assert graph.paths("product:千問", "technology:混元", directed=True) == []
    assert len(graph.paths("company:騰訊", "technology:混元", directed=True)) == 1
    assert graph.paths("company:騰訊", "company:腾讯")[0].relations == ()


def test_paths_may_be_kept_to_types_between_the_ends(graph):
    where = RelationFilter(types=frozenset({"Company"}))
    assert graph.paths("product:千問", "technology:混元", where=where) == []
    assert len(graph.paths("product:千問", "company:騰訊", where=where)) == 1


@pytest.mark.parametrize("directed", [True, False])
def test_k_shortest_paths_are_those_of_networkx(directed):
    names = [f"Company:c{n}x" for n in range(9)]
    pairs = [(0, 1), (1, 2), (0, 3), (3, 2), (2, 4), (4, 5), (5, 0), (3, 6), (6, 4), (1, 7), (7, 8), (8, 4), (6, 1)]
    graph = NetworkXGraph.of([document(*[says(names[a], "supplies", names[b]) for a, b in pairs], id="x")])
    simple = nx.DiGraph(graph.networkx) if directed else nx.Graph(graph.networkx)
    expected = [tuple(p) for p in nx.all_simple_paths(simple, "company:c0x", "company:c4x")]
    found = [p.entities for p in graph.paths("company:c0x", "company:c4x", k=1000, directed=directed)]
    assert sorted(found) == sorted(expected)
    assert [len(p) for p in found] == sorted(len(p) for p in expected)


@pytest.mark.parametrize(
    "call",
    [
        lambda g: g.find("a", limit=0),
        lambda g: g.neighbourhood("company:騰訊", depth=-1),
        lambda g: g.neighbourhood("company:騰訊", limit=0),
        lambda g: g.whole(limit=0),
        lambda g: g.paths("company:騰訊", "company:騰訊", k=0),
    ],
)
def test_arguments_out_of_range_are_refused(graph, call):
    with pytest.raises(InvalidRequest, match="at least"):
        call(graph)


def test_documents_and_statistics(graph):
    assert [d.id for d in graph.documents()] == ["reprint", "report", "news"]
    assert graph.documents()[1].length == len(REPORT.text)
    assert graph.statistics() == {"documents": 3, "entities": 7, "relations": 5, "statements": 7}


def test_an_empty_graph_answers_too():
    graph = NetworkXGraph.of([])
    assert graph.statistics() == {"documents": 0, "entities": 0, "relations": 0, "statements": 0}
    assert graph.find("騰訊") == []
    assert graph.whole().entities == ()
    assert list(graph.relations()) == []


def test_networkx_walks_the_same_graph(graph):
    walked = graph.networkx
    assert isinstance(walked, nx.MultiDiGraph)
    assert set(walked) == {e.id for e in graph.entities()}
    assert sorted((h, k, t) for h, t, k in walked.edges(keys=True)) == sorted(ids(graph.relations()))
    assert walked.nodes["company:騰訊"]["type"] == "Company"
    assert walked.edges["company:騰訊", "product:元寶", "develops"]["sources"] == 2
    assert walked.in_degree("product:元寶") == 1
    copy = walked.copy()
    assert nx.utils.graphs_equal(copy, walked)
    assert nx.is_weakly_connected(copy.subgraph([n for n in copy if copy.degree(n)]))
    with pytest.raises(nx.NetworkXError):
        walked.add_edge("a", "b")
    read_back = nx.parse_graphml("\n".join(nx.generate_graphml(walked)))
    assert read_back.nodes["product:元寶"]["name"] == "元宝"
