"""Counts for Prometheus."""

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app


@pytest.fixture
def counted(graph):
    return TestClient(create_app(graph), raise_server_exceptions=False)


def samples(client: TestClient) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {(s.name, *(v for _, v in sorted(s.labels.items()))): s.value for f in families for s in f.samples}


def test_requests_are_counted_by_route_and_status(counted):
    for name in ("騰訊", "nobody", "nothing"):
        counted.get(f"/v1/entities/company:{name}")
    found = samples(counted)
    route = "/v1/entities/{entity_id:path}"
    assert found["qipan_requests_total", "GET", route, "200"] == 1
    assert found["qipan_requests_total", "GET", route, "404"] == 2
    assert found["qipan_request_seconds_count", route] == 3


def test_strange_addresses_and_methods_are_one(counted):
    for number in range(20):
        counted.request(f"WORD{number}", f"/nowhere/{number}")
    requests = [key for key in samples(counted) if key[0] == "qipan_requests_total"]
    assert len(requests) == 1


def test_the_size_of_the_graph_is_told(counted, graph):
    found = samples(counted)
    assert {kind: found["qipan_graph", kind] for kind in graph.statistics()} == graph.statistics()
