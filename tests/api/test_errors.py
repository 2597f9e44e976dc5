"""Every error has the one body, whoever raises it."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.errors import STATUS
from api.schemas import ErrorOut
from kg import errors
from kg.errors import KgError
from kg.networkx_graph import NetworkXGraph

JSON = {"Content-Type": "application/json"}
WRONG = [
    ("GET", "/nowhere", {}, 404, "not_found"),
    ("GET", "/v1/entities/company:nobody", {}, 404, "not_found"),
    ("GET", "/v1/entities/company:nobody/relations", {}, 404, "not_found"),
    ("GET", "/v1/entities/company:nobody/graph", {}, 404, "not_found"),
    ("GET", "/v1/relations/0000", {}, 404, "not_found"),
    ("GET", "/v1/documents/none", {}, 404, "not_found"),
    ("GET", "/v1/paths?from=company:nobody&to=company:騰訊", {}, 404, "not_found"),
    ("GET", "/v1/graph?entity=company:nobody", {}, 404, "not_found"),
    ("GET", "/view/entity/company:nobody", {}, 404, "not_found"),
    ("GET", "/docs/../settings.py", {}, 404, "not_found"),
    ("GET", "/docs/other.js", {}, 404, "not_found"),
    ("DELETE", "/v1/ask", {}, 405, "method_not_allowed"),
    ("PUT", "/v1/entities", {}, 405, "method_not_allowed"),
    ("POST", "/v1/ask", {"json": {"question": "x" * 30_000}}, 413, "too_large"),
    ("GET", "/v1/entities?limit=0", {}, 422, "invalid_request"),
    ("GET", "/v1/entities?limit=many", {}, 422, "invalid_request"),
    ("GET", "/v1/entities?cursor=nonsense", {}, 422, "invalid_request"),
    ("GET", "/v1/relations?since=yesterday", {}, 422, "invalid_request"),
    ("GET", "/v1/relations?modality=maybe", {}, 422, "invalid_request"),
    ("GET", "/v1/relations?min_confidence=nan", {}, 422, "invalid_request"),
    ("GET", "/v1/graph?format=exe", {}, 422, "invalid_request"),
    ("GET", "/v1/paths", {}, 422, "invalid_request"),
    ("GET", "/view?lang=fr", {}, 422, "invalid_request"),
    ("POST", "/v1/ask", {"json": {}}, 422, "invalid_request"),
    ("POST", "/v1/ask", {"json": {"question": ""}}, 422, "invalid_request"),
    ("POST", "/v1/ask", {"json": {"question": "騰訊有哪些產品？", "model": "x"}}, 422, "invalid_request"),
    ("POST", "/v1/ask", {"content": b"{", "headers": JSON}, 422, "invalid_request"),
    ("POST", "/v1/ask", {"content": b'{"question": "\\ud800"}', "headers": JSON}, 422, "invalid_request"),
    ("POST", "/v1/ask", {"json": {"question": "今天天氣怎麼樣？"}}, 422, "not_understood"),
    ("GET", "/v1/ask?q=%00", {}, 422, "not_understood"),
    ("POST", "/v1/documents", {"json": {"text": "騰訊推出元寶。"}}, 503, "store_error"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "url", "more", "status", "code"), WRONG, ids=[f"{w[0]} {w[1]} {w[3]}" for w in WRONG]
)
def test_an_error_has_the_one_body(client, method, url, more, status, code):
    response = client.request(method, url, **more)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/json")
    error = ErrorOut.model_validate_json(response.content).error
    assert (error.code, bool(error.message)) == (code, True)
    assert "Traceback" not in response.text


def test_what_nobody_foresaw_tells_nothing_of_the_inside():
    class Broken:
        def graph(self) -> NetworkXGraph:
            raise RuntimeError("secret path /home/x")

    broken = TestClient(create_app(Broken()), raise_server_exceptions=False)
    response = broken.get("/v1/documents")
    assert response.status_code == 500
    assert ErrorOut.model_validate_json(response.content).error.code == "internal_error"
    assert "secret" not in response.text


def test_every_error_of_ours_has_a_status():
    ours = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, KgError)]
    assert {kind for kind in ours if kind is not KgError} <= STATUS.keys()


def test_a_question_that_is_not_understood_lists_what_can_be_asked(client):
    details = client.post("/v1/ask", json={"question": "今天天氣怎麼樣？"}).json()["error"]["details"]
    assert {"id", "means", "examples"} <= details["forms"][0].keys()


def test_near_names_are_offered(client):
    error = client.get("/v1/entities/company:腾迅").json()["error"]
    assert error["details"]["near"]


def routes(app: FastAPI) -> list[tuple[str, str]]:
    return [(method, path) for path, every in app.openapi()["paths"].items() for method in every]


def test_every_route_answers_a_body_that_is_too_long_or_none_at_all(app, client):
    for method, path in routes(app):
        response = client.request(method.upper(), path.replace("{", "").replace("}", ""), content=b"x" * 30_000)
        assert response.status_code < 500 or response.status_code == 503, (method, path)
        if response.status_code >= 400:
            ErrorOut.model_validate_json(response.content)
