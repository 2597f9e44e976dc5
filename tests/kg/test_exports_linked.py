"""Linked data and Cypher scripts, read back by the libraries they are for."""

import kglite
import pytest
from builders import document, says
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph as Triples
from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SKOS

from kg.exports import EXPORTERS, everything
from kg.model import Modality, Quantity
from kg.networkx_graph import NetworkXGraph

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib's own JSON-LD reader
OURS = "urn:qipan:ns:"
GRAPH = NetworkXGraph.of(
    [
        document(
            says("Company:騰訊|腾讯", "develops", "Product:元寶"),
            says("Company:騰訊", "acquires", "Company:搜狗", modality=Modality.NEGATED),
            says("Product:元寶", "has_metric", "Metric:10億元", quantity=Quantity(1e9, "元", "CNY")),
            says("Company:騰訊", "has_weakness", "Factor:慢", modality=Modality.REPORTED, by="Person:馬化騰"),
            id="a b",
            title='"紅包"',
            date="2026-02-02",
            source="https://example.org/?a=<b>",
        )
    ]
)


@pytest.fixture(params=["turtle", "jsonld"])
def triples(request) -> Triples:
    text = "".join(EXPORTERS[request.param](GRAPH, everything(GRAPH)))
    return Triples().parse(data=text, format={"turtle": "turtle", "jsonld": "json-ld"}[request.param])


IRIS = ["urn:qipan:entity:company:%E9%A8%B0%E8%A8%8A", "urn:qipan:entity:product:%E5%85%83%E5%AF%B6"]


def test_facts_are_triples_and_denials_are_not(triples):
    tencent, yuanbao = map(URIRef, IRIS)
    assert (tencent, URIRef(f"{OURS}develops"), yuanbao) in triples
    assert not list(triples.triples((None, URIRef(f"{OURS}acquires"), None)))


def test_names_have_their_scripts(triples):
    tencent = URIRef(IRIS[0])
    assert set(triples.objects(tencent, RDFS.label)) == {Literal("騰訊", lang="zh-Hant")}
    assert set(triples.objects(tencent, SKOS.altLabel)) == {Literal("腾讯", lang="zh-Hans")}


def test_every_statement_has_its_evidence_and_provenance(triples):
    statements = list(triples.subjects(RDF.type, RDF.Statement))
    assert len(statements) == 4
    for statement in statements:
        (source,) = triples.objects(statement, PROV.wasDerivedFrom)
        assert str(next(iter(triples.objects(source, DCTERMS.title)))) == '"紅包"'
        (quote,) = triples.objects(statement, URIRef(f"{OURS}quote"))
        assert str(next(iter(triples.objects(quote, RDF.value))))
    speakers = set(triples.objects(None, PROV.wasAttributedTo))
    assert speakers == {URIRef("urn:qipan:entity:person:%E9%A6%AC%E5%8C%96%E9%A8%B0")}


def run(script: str) -> kglite.KnowledgeGraph:
    graph = kglite.KnowledgeGraph()
    for line in script.splitlines():
        graph.cypher(line.removesuffix(";"))
    return graph


def test_a_script_makes_the_graph():
    made = run("".join(EXPORTERS["cypher"](GRAPH, everything(GRAPH))))
    rows = list(made.cypher("MATCH (a:Company)-[r:develops]->(b:Product) RETURN a.name, b.name, r.modality, r.quotes"))
    assert [(row["a.name"], row["b.name"], row["r.modality"]) for row in rows] == [("騰訊", "元寶", "asserted")]
    assert made.cypher("MATCH ()-[r]->() RETURN count(r) AS n").scalar() == 4
    assert made.cypher("MATCH (m:Metric) RETURN m.value AS v").scalar() == 1e9


@given(st.text(min_size=1).filter(str.strip))
def test_no_name_breaks_out(name):
    graph = NetworkXGraph.of([document("", things=(f"Company:{name.replace('|', '')}x",))])
    part = everything(graph)
    made = run("".join(EXPORTERS["cypher"](graph, part)))
    assert made.cypher("MATCH (n) RETURN count(n) AS n").scalar() == 1
    for format_, parser in (("turtle", "turtle"), ("jsonld", "json-ld")):
        read = Triples().parse(data="".join(EXPORTERS[format_](graph, part)), format=parser)
        assert len(list(read.subjects(RDF.type, URIRef(f"{OURS}Company")))) == 1
