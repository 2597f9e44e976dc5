"""What articles say stays words in every file for other tools, and nothing of it is lost that the format can hold."""

import csv
import io
import json
import re
from itertools import islice

import pytest
from hostile import PAYLOADS, hostile_document, hostile_graph
from lxml import etree
from rdflib import Graph as Triples
from rdflib.namespace import RDF

from kg.exports import EXPORTERS, everything
from kg.graph import Subgraph
from kg.networkx_graph import NetworkXGraph

WORD = r"'(?:[^'\\\x00-\x1f\x7f\u0085\u2028\u2029]|\\[\\'nrt])*'"
VALUE = rf"(?:{WORD}|\[(?:{WORD}(?:, {WORD})*)?\]|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)"
PAIRS = rf"\{{\w+: {VALUE}(?:, \w+: {VALUE})*\}}"
END = rf"\([ab]:\w+ \{{id: {WORD}\}}\)"
CYPHER = re.compile(rf"CREATE \(:\w+ {PAIRS}\);|MATCH {END}, {END} CREATE \(a\)-\[:\w+ {PAIRS}\]->\(b\);")
FORMULA = re.compile(r"[\s\0-\x1f\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


@pytest.fixture(scope="module")
def graph():
    return hostile_graph()


@pytest.fixture(scope="module")
def exported(graph):
    def text(form):
        content = "".join(EXPORTERS[form](graph, everything(graph)))
        content.encode()  # UTF-8 holds all of it
        return content

    return text


def test_json_gives_every_word_back(graph, exported):
    whole, lines = json.loads(exported("json")), exported("jsonl").split("\n")
    named = {name for entity in whole["entities"] for name in entity["names"]}
    assert set(PAYLOADS) - named <= {""}
    assert {json.loads(line)["document_title"] for line in lines if line} == set(PAYLOADS)
    cytoscape = json.loads(exported("cytoscape"))["elements"]
    assert len(cytoscape["nodes"]) == len(whole["entities"])


def test_csv_has_every_row_and_no_formula(graph, exported):
    rows = list(csv.DictReader(io.StringIO(exported("csv"), newline="")))
    assert len(rows) == graph.statistics()["statements"]
    assert {None} & {key for row in rows for key in row} == set()
    assert [cell for row in rows for cell in row.values() if FORMULA.match(cell)] == []


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_xml_holds_what_we_write_and_nothing_else(graph, exported, form):
    root = etree.fromstring(exported(form).encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))
    assert root.getroottree().docinfo.doctype == ""
    harmless = NetworkXGraph.of([hostile_document("騰訊")])
    plain = etree.fromstring("".join(EXPORTERS[form](harmless, everything(harmless))).encode())
    assert {e.tag for e in root.iter()} == {e.tag for e in plain.iter()}
    nodes = [e.get("id") for e in root.iter("{*}node")]
    assert len(set(nodes)) == len(nodes) == graph.statistics()["entities"]
    assert len(list(root.iter("{*}edge"))) == graph.statistics()["relations"]


def test_a_cypher_script_has_only_our_statements(graph, exported):
    lines = exported("cypher").split("\n")
    assert lines.pop() == ""
    assert len(lines) == graph.statistics()["entities"] + graph.statistics()["relations"]
    assert [line for line in lines if not CYPHER.fullmatch(line)] == []


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD
def test_linked_data_is_the_same_triples_in_both_forms(graph):
    named = tuple(entity for entity in graph.entities() if entity.type == "Factor")
    part = Subgraph(named, tuple(islice(graph.relations(), 0, None, 20)))
    turtle = Triples().parse(data="".join(EXPORTERS["turtle"](graph, part)), format="turtle")
    jsonld = Triples().parse(data="".join(EXPORTERS["jsonld"](graph, part)), format="json-ld")
    ours = ("urn:qipan:ns:", "http://www.w3.org/", "http://purl.org/dc/terms/")
    assert set(map(str, turtle.predicates())) == set(map(str, jsonld.predicates()))
    assert [p for p in set(turtle.predicates()) if not str(p).startswith(ours)] == []
    assert [s for s in set(turtle.subjects()) if not str(s).startswith("urn:qipan:")] == []
    assert len(set(turtle.subjects(RDF.type, None))) == len(set(jsonld.subjects(RDF.type, None)))
    assert len(turtle) == len(jsonld)
