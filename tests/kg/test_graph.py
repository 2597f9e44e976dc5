"""What a graph answers."""

from collections import Counter
from itertools import product

import networkx as nx
import pytest
from builders import document, says

from kg.errors import InvalidRequest, NotFound
from kg.graph import RelationFilter
from kg.model import Modality
from kg.networkx_graph import Change, NetworkXGraph

NEWS = document(
    "騰訊推出元寶。騰訊與阿里巴巴競爭。元寶使用混元。",
    says("Company:騰訊", "develops", "Product:元寶", confidence=0.9),
    says("Company:騰訊", "competes_with", "Company:阿里巴巴"),
    says("Product:元寶", "uses", "Technology:混元"),
    id="news",
    title="競爭",
    date="2024-03-01",
    source="https://example.org/1",
)
REPORT = document(
    "腾讯开发了元宝。马化腾说腾讯可能收购美团。阿里巴巴开发千问。",
    says("Company:腾讯|Tencent", "develops", "Product:元宝", quote="腾讯开发了元宝"),
    says("Company:腾讯", "acquires", "Company:美团", modality=Modality.FORECAST, by="Person:马化腾"),
    says("Company:阿里巴巴", "develops", "Product:千问"),
    id="report",
    date="2025-06-30",
)
REPRINT = document(REPORT.text, says("Company:腾讯", "develops", "Product:元宝"), id="reprint", date="2025-07-01")


@pytest.fixture(scope="module")
def graph():
    return NetworkXGraph.of([NEWS, REPORT, REPRINT])


def ids(relations):
    return [(r.head, r.relation, r.tail) for r in relations]


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


FILTERS = [
    ({}, {"develops", "acquires", "competes_with", "uses"}),
    ({"relations": frozenset({"uses", "acquires"})}, {"uses", "acquires"}),
    ({"modalities": frozenset({Modality.FORECAST})}, {"acquires"}),
    ({"types": frozenset({"Product", "Technology"})}, {"develops", "uses"}),  # of both ends
    ({"since": "2025-01-01"}, {"develops", "acquires"}),
    ({"until": "2024-12-31"}, {"develops", "competes_with", "uses"}),
    ({"since": "2024-06-01", "until": "2025-01-01"}, set()),  # develops has statements before and after, none within
    ({"since": "2024"}, {"develops", "acquires", "competes_with", "uses"}),  # as far as both dates are known
    ({"source": "news"}, {"develops", "competes_with", "uses"}),
    ({"source": "reprint"}, {"develops"}),
    ({"source": "news", "since": "2025-01-01"}, set()),  # one statement must meet both
    ({"min_confidence": 0.95, "until": "2024-12-31"}, {"competes_with", "uses"}),
]
CONDITIONS = [
    " ".join(f"{name}={','.join(sorted(v)) if isinstance(v, frozenset) else v}" for name, v in row[0].items()) or "none"
    for row in FILTERS
]
"""Names that are the same in every process: a set has an order of its own in each."""


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
