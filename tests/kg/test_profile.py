"""A thing on one page, several side by side, and loops."""

import pytest
from builders import document, says
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from kg.errors import InvalidRequest, NotFound
from kg.loops import flows, loops
from kg.model import Modality
from kg.networkx_graph import NetworkXGraph
from kg.ontology import builtin_ontology
from kg.profile import compare, profile, sections

X, Y = "Company:甲", "Company:乙"
GRAPH = NetworkXGraph.of(
    [
        document(
            says(X, "develops", "Product:子"),
            says(X, "develops", "Product:丑"),
            says(Y, "develops", "Product:寅"),
            id="a",
        ),
        document(says(X, "develops", "Product:子"), says(X, "competes_with", Y), id="b"),
        document(
            says(X, "has_strength", "Factor:快"),
            says(X, "has_weakness", "Factor:貴", modality=Modality.NEGATED),
            id="c",
        ),
    ]
)


def test_every_relation_has_a_section_at_each_end():
    shown = {(relation, way) for s in sections() for relation in s.relations for way in _ways(s.direction)}
    claims = {name for name in builtin_ontology().relations if builtin_ontology().is_claim(name)}
    expected = {(name, "out") for name in builtin_ontology().relations}
    expected |= {(name, "in") for name in builtin_ontology().relations if name not in claims | {"has_metric"}}
    assert expected <= shown


def _ways(direction: str) -> set[str]:
    return {"in", "out"} if direction == "both" else {direction}


def test_sections_fit_the_ontology():
    for section in sections():
        for name in section.relations:
            relation = builtin_ontology().relations[name]
            ends = {"out": relation.tail, "in": relation.head, "both": relation.head | relation.tail}[section.direction]
            assert section.types & ends, (section.id, name)
        assert set(section.labels) == {"zh-Hant", "zh-Hans", "en"}


def test_a_profile_is_told_by_support_and_leaves_denials_out():
    found = {f.section.id: [line.entity.name for line in f.lines] for f in profile(GRAPH, "company:甲").sections}
    assert found == {"products": ["子", "丑"], "strengths": ["快"], "rivals": ["乙"]}
    short = profile(GRAPH, "company:甲", lines=1).sections[0]
    assert ([line.entity.name for line in short.lines], short.truncated) == (["子"], True)
    with pytest.raises(NotFound):
        profile(GRAPH, "company:丁")


def test_things_side_by_side():
    found = compare(GRAPH, ["company:甲", "company:乙"])
    columns = {s.id: [[line.entity.name for line in f.lines] for f in row] for s, row in found.sections}
    assert columns == {"products": [["子", "丑"], ["寅"]], "strengths": [["快"], []], "rivals": [["乙"], ["甲"]]}
    with pytest.raises(InvalidRequest):
        compare(GRAPH, ["company:甲", "company:甲"])


LOOPING = NetworkXGraph.of(
    [
        document(
            says("Product:甲", "uses", "Product:乙"),
            says("Product:甲", "feeds_data_to", "Product:乙"),
            says("Product:乙", "feeds_data_to", "Product:丙"),
            says("Product:丙", "feeds_data_to", "Product:甲"),
            says("Product:丙", "competes_with", "Product:乙"),
        )
    ]
)


def test_what_is_used_and_gives_data_back_is_a_loop():
    found = [loop.entities for loop in loops(LOOPING, "product:乙")]
    assert found == [
        ("product:乙", "product:甲", "product:乙"),
        ("product:乙", "product:丙", "product:甲", "product:乙"),
    ]


def test_loops_are_bounded():
    assert len(loops(LOOPING, "product:乙", longest=2)) == 1
    assert len(loops(LOOPING, "product:乙", limit=1)) == 1
    assert not loops(LOOPING, "product:乙", modalities=frozenset({Modality.FORECAST}))
    with pytest.raises(NotFound):
        loops(LOOPING, "product:丁")


@law
@given(
    st.lists(
        st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from(sorted(flows())), st.sampled_from("甲乙丙丁")),
        max_size=12,
    )
)
def test_a_loop_leads_along_its_flow_back_to_where_it_began(edges):
    said = [says(f"Product:{a}", relation, f"Product:{b}") for a, relation, b in edges]
    graph = NetworkXGraph.of([document("", *said, things=("Product:甲",))])
    for loop in loops(graph, "product:甲"):
        assert loop.entities[0] == loop.entities[-1] == "product:甲"
        assert len(set(loop.entities)) == len(loop.relations) == len(loop.entities) - 1
        for here, relation, there in zip(loop.entities, loop.relations, loop.entities[1:], strict=False):
            forward = (relation.head, relation.tail) if flows()[relation.relation] else (relation.tail, relation.head)
            assert (here, there) == forward
