import csv
import io
import json

import networkx as nx
import pytest
from builders import document, says

from kg.exports import EXPORTERS, everything
from kg.model import Modality
from kg.networkx_graph import NetworkXGraph

HOSTILE = '=HYPERLINK("x")<script>&\'\x0b\ud7ff|,;\n元寶'
GRAPHS = {
    "plain": NetworkXGraph.of(
        [
            document(
                says("Company:騰訊|腾讯|Tencent", "develops", "Product:元寶"),
                says("Company:阿里巴巴", "competes_with", "Company:騰訊", modality=Modality.REPORTED),
            ),
            document(says("Company:腾讯", "develops", "Product:元宝"), date="2025-01-02", title="第二篇"),
        ]
    ),
    "hostile": NetworkXGraph.of([document(says("Company:騰訊", "develops", f"Product:{HOSTILE}"), title=HOSTILE)]),
    "empty": NetworkXGraph.of([]),
}


@pytest.fixture(params=GRAPHS)
def graph(request):
    return GRAPHS[request.param]


def exported(graph, form):
    return "".join(EXPORTERS[form](graph, everything(graph)))


def ends(graph):
    return sorted((r.head, r.relation, r.tail) for r in graph.relations())


@pytest.mark.parametrize("form", EXPORTERS)
def test_the_same_graph_gives_the_same_bytes(graph, form):
    assert exported(graph, form).encode() == exported(graph, form).encode()


def test_json_holds_everything(graph):
    whole = json.loads(exported(graph, "json"))
    assert [e["id"] for e in whole["entities"]] == [e.id for e in graph.entities()]
    assert sorted((r["head"], r["relation"], r["tail"]) for r in whole["relations"]) == ends(graph)
    assert all(statement["quotes"] for r in whole["relations"] for statement in r["statements"])


def test_jsonl_and_csv_have_a_line_a_statement(graph):
    lines = [json.loads(line) for line in exported(graph, "jsonl").splitlines()]
    rows = list(csv.DictReader(io.StringIO(exported(graph, "csv"), newline="")))
    assert len(lines) == len(rows) == graph.statistics()["statements"]
    assert [row["head"] for row in rows] == [line["head"] for line in lines]


def test_csv_has_no_formula():
    rows = csv.reader(io.StringIO(exported(GRAPHS["hostile"], "csv"), newline=""))
    cells = [cell for row in rows for cell in row]
    assert any(HOSTILE in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networkx_reads_what_was_written(graph, form):
    read = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[form]
    options = {"force_multigraph": True} if form == "graphml" else {}
    back = read(io.BytesIO(exported(graph, form).encode()), **options)
    assert back.number_of_nodes() == graph.statistics()["entities"]
    assert len(ends(graph)) == back.number_of_edges()
    assert all(attributes["label"] and attributes["type"] for _, attributes in back.nodes(data=True))


def test_cytoscape_is_read_back(graph):
    back = nx.cytoscape_graph(json.loads(exported(graph, "cytoscape")))
    assert sorted(data["relation"] for *_, data in back.edges(data=True)) == sorted(r for _, r, _ in ends(graph))
    assert back.number_of_nodes() == graph.statistics()["entities"]
