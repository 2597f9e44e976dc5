"""openCypher over HTTP."""

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.schemas import TableOut
from api.settings import Settings


@pytest.fixture(scope="module")
def querying(graph):
    with TestClient(create_app(graph, Settings(query_seconds=2)), raise_server_exceptions=False) as client:
        yield client


def test_a_query_is_answered(querying):
    body = {
        "query": "MATCH (c:Company {id: $id})-[:develops]->(p) RETURN p.name AS name",
        "parameters": {"id": "company:騰訊"},
    }
    table = TableOut.model_validate_json(querying.post("/v1/query", json=body).content)
    assert sorted(row["name"] for row in table.rows) == ["元寶", "微信"]


def test_rows_are_limited(querying):
    table = querying.post("/v1/query", json={"query": "UNWIND range(1, 9) AS n RETURN n", "limit": 3}).json()
    assert (len(table["rows"]), table["truncated"]) == (3, True)


@pytest.mark.parametrize(
    "body",
    [
        {"query": "MATCH (n) DETACH DELETE n"},
        {"query": "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line"},
        {"query": "nonsense"},
        {"query": ""},
        {"query": "RETURN 1", "limit": 0},
        {"query": "RETURN 1", "seconds": -1},
        {"query": "UNWIND range(1, 99999) AS a UNWIND range(1, 99999) AS b RETURN count(*)", "seconds": 60},
    ],
)
def test_what_cannot_be_run_says_why(querying, body):
    response = querying.post("/v1/query", json=body)
    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid_request")
