"""Read-only openCypher: right answers, hard limits, and nothing but reading."""

import os
import signal
import time

import pytest
from builders import document, says
from hypothesis import given
from hypothesis import strategies as st

from kg.cypher import Cypher
from kg.cypher.guard import check
from kg.cypher.worker import Limits
from kg.errors import InvalidRequest, StoreError
from kg.model import Quantity
from kg.networkx_graph import NetworkXGraph

TENCENT, ALIBABA, QWEN = "Company:騰訊|腾讯", "Company:阿里巴巴", "Product:千問"
HOSTILE = "Company:'}) DETACH DELETE n //"
GRAPH = NetworkXGraph.of(
    [
        document(
            says(TENCENT, "develops", "Product:元寶"),
            says(TENCENT, "develops", "Product:微信"),
            says(TENCENT, "competes_with", ALIBABA),
            says(ALIBABA, "develops", QWEN),
            says("Product:夸克", "feeds_data_to", QWEN),
            says(QWEN, "has_metric", "Metric:7億次", quantity=Quantity(7e8, "次")),
            says(HOSTILE, "develops", "Product:`x`:{y}"),
            id="a",
            date="2026-02-02",
        )
    ]
)


@pytest.fixture(scope="module")
def cypher():
    with Cypher() as running:
        yield running


QUERIES = [
    ("MATCH (c:Company {id: $id})-[:develops]->(p) RETURN p.name AS name", {"id": "company:騰訊"}, ["元寶", "微信"]),
    ("MATCH (c:Company)-[:develops]->(p:Product) WHERE c.name = '阿里巴巴' RETURN p.name AS name", {}, ["千問"]),
    ("MATCH ({id: $id})-[:competes_with]-(b)-[:develops]->(p) RETURN p.name AS name", {"id": "company:騰訊"}, ["千問"]),
    ("MATCH (c:Company) WHERE '腾讯' IN c.names RETURN c.name AS name", {}, ["騰訊"]),
    ("MATCH (m:Metric) WHERE m.value > 1000000 RETURN m.name AS name", {}, ["7億次"]),
    ("MATCH (c:Company {name: $x}) RETURN c.name AS name", {"x": "'}) DETACH DELETE n //"}, ["'}) DETACH DELETE n //"]),
    ("MATCH (n {name: $name}) RETURN n.name AS name", {"name": "' OR 1=1 //"}, []),
    ("UNWIND $names AS name RETURN name", {"names": ["CREATE", "日本", "\"'`"]}, ["CREATE", "\"'`", "日本"]),
    ("MATCH (n:Strategy) RETURN n.name AS name", {}, []),
]  # fmt: skip


@pytest.mark.parametrize(("query", "parameters", "names"), QUERIES, ids=[q for q, _, _ in QUERIES])
def test_a_query_reads_the_graph(cypher, query, parameters, names):
    assert sorted(row["name"] for row in cypher.query(GRAPH, query, parameters).rows) == sorted(names)


def test_things_come_back_as_they_are_named_here(cypher):
    table = cypher.query(GRAPH, "MATCH w = (a:Company {name: '騰訊'})-[r:competes_with]-(b) RETURN a, r, w")
    row = table.rows[0]
    assert table.columns == ("a", "r", "w")
    assert (row["a"]["type"], row["a"]["id"], row["a"]["names"]) == ("Company", "company:騰訊", ["騰訊", "腾讯"])
    assert (row["r"]["relation"], row["r"]["modality"]) == ("competes_with", "asserted")
    assert GRAPH.relation(row["r"]["id"]).relation == "competes_with"
    assert [e["name"] for e in row["w"]["entities"]] == ["騰訊", "阿里巴巴"]


REFUSED = [
    "CREATE (n:Company {id: 'x'})",
    "MATCH (n) SET n.name = 'x'",
    "MATCH (n) DETACH DELETE n",
    "MERGE (n:Company {id: 'x'}) RETURN n",
    "MATCH (n) REMOVE n.name",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "load/**/csv from 'file:///etc/passwd' as line return line",
    "MATCH (n) /* */ CALL db.labels() YIELD label RETURN label",
    "RETURN 'a' AS a // \n LOAD CSV FROM 'x' AS y RETURN y",
    'RETURN "it\\"s" AS a LOAD CSV FROM "x" AS y RETURN y',
    "FOREACH (x IN [1] | CREATE (n))",
    "RETURN 'unended",
    "RETURN 1 /* unended",
    "\0",
    "RETURN 1 " + "x" * 20_000,
]


@pytest.mark.parametrize("query", REFUSED)
def test_nothing_but_reading_is_allowed(cypher, query):
    with pytest.raises(InvalidRequest):
        cypher.query(GRAPH, query)
    assert cypher.query(GRAPH, "MATCH (n:Company) RETURN count(n) AS n").rows[0]["n"] == 3


@pytest.mark.parametrize(
    "query", ["", "   ", "nonsense", "MATCH (n", "RETURN", "MATCH (n:公司) RETURN n", "RETURN $missing"]
)
def test_what_is_not_cypher_says_so(cypher, query):
    with pytest.raises(InvalidRequest, match="cannot be run"):
        cypher.query(GRAPH, query)


def test_rows_are_limited(cypher):
    table = cypher.query(GRAPH, "UNWIND range(1, 100) AS n RETURN n", limits=Limits(rows=10))
    assert (len(table.rows), table.truncated) == (10, True)
    assert not cypher.query(GRAPH, "UNWIND range(1, 10) AS n RETURN n", limits=Limits(rows=10)).truncated


@pytest.mark.parametrize(
    "query",
    [
        "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c RETURN count(*)",
        "UNWIND range(1, 5000000) AS x RETURN collect(x)",
    ],
)
def test_what_goes_beyond_its_limits_is_ended(cypher, query):
    begun = time.monotonic()
    with pytest.raises(InvalidRequest, match=r"took longer|needed more"):
        cypher.query(GRAPH, query, limits=Limits(seconds=1, memory=64 << 20))
    assert time.monotonic() - begun < 30  # alone the first would take minutes
    assert cypher.query(GRAPH, "RETURN 1 AS n").rows == ({"n": 1},)


def test_a_changed_graph_is_seen(cypher):
    more = NetworkXGraph.of([document(says("Company:小米", "develops", "Product:澎湃"), id="b")])
    count = "MATCH (n) RETURN count(n) AS n"
    before = cypher.query(GRAPH, count).rows
    assert cypher.query(more, count).rows == ({"n": 2},)
    assert cypher.query(GRAPH, count).rows == before


def test_a_killed_process_is_started_again():
    with Cypher() as cypher:
        cypher.query(GRAPH, "RETURN 1 AS n")
        os.kill(cypher._process.pid, signal.SIGKILL)  # noqa: SLF001 - there is no other way to find it
        cypher._process.join()  # noqa: SLF001
        assert cypher.query(GRAPH, "RETURN 2 AS n").rows == ({"n": 2},)


def test_an_empty_graph_answers(cypher):
    assert cypher.query(NetworkXGraph.of([]), "MATCH (n) RETURN count(n) AS n").rows == ({"n": 0},)


def test_a_process_that_ends_under_a_query_is_said(monkeypatch):
    with Cypher() as cypher:
        cypher.query(GRAPH, "RETURN 1 AS n")
        monkeypatch.setattr(cypher._pipe, "recv", lambda: (_ for _ in ()).throw(EOFError))  # noqa: SLF001
        with pytest.raises(StoreError, match="has ended"):
            cypher.query(GRAPH, "RETURN 1 AS n")


@given(st.text())
def test_what_stands_in_a_string_is_no_clause(text):
    quoted = text.replace("\\", "\\\\").replace("'", "\\'").replace("\0", "")
    check(f"RETURN '{quoted}' AS x")
    with pytest.raises(InvalidRequest):
        check(f"RETURN '{quoted}' AS x CREATE (n)")
