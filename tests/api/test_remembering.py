"""Answers kept for a version of the graph: the same as the routes give, for as long as they are true."""

import pytest
from builders import document, says
from fastapi import FastAPI
from fastapi.testclient import TestClient
from stores import empty_at

from api.app import create_app
from api.settings import Settings
from kg.store import open_store

TENCENT = "Company:騰訊|腾讯"
ENTITY = "/v1/entities/company:騰訊"
SEVERAL = 150
"""Answers of many rows that together take twice the space of all that is kept."""


@pytest.fixture
def store(tmp_path):
    with open_store(empty_at(tmp_path / "kept.db")) as opened:
        opened.add(document(says(TENCENT, "develops", "Product:元寶"), id="one"))
        yield opened


@pytest.fixture
def app(store) -> FastAPI:
    return create_app(store, Settings())


@pytest.fixture
def client(app) -> TestClient:
    return TestClient(app)


def stripped(response):
    return {k: v for k, v in response.headers.items() if k != "x-request-id"}


@pytest.mark.parametrize("path", [ENTITY, f"{ENTITY}/relations", f"{ENTITY}/graph", "/v1/entities?q=腾讯"])
@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "identity"}, {"Accept-Language": "en"}])
def test_the_second_answer_is_the_first(client, path, headers):
    first, second = client.get(path, headers=headers), client.get(path, headers=headers)
    assert second.status_code == first.status_code == 200
    assert second.content == first.content
    assert stripped(second) == stripped(first)
    assert second.headers["x-request-id"] != first.headers["x-request-id"]


def test_languages_are_kept_apart(client):
    labels = [
        client.get(f"{ENTITY}/relations", headers={"Accept-Language": lang}).json()["items"][0]["label"]
        for lang in ("zh-Hant", "en", "zh-Hant", "en")
    ]
    assert labels == ["開發", "develops"] * 2


def test_what_is_new_in_the_store_is_told_at_once(client, store):
    before = client.get(f"{ENTITY}/relations").json()["items"]
    store.add(document(says(TENCENT, "develops", "Product:微信"), id="two"))
    after = client.get(f"{ENTITY}/relations").json()["items"]
    assert (len(before), len(after)) == (1, 2)


@pytest.mark.parametrize("asked_before", [True, False])
def test_an_answer_that_is_known_is_not_sent_again(client, asked_before):
    etag = client.get("/v1/entities/product:元寶" if not asked_before else ENTITY).headers["etag"]
    answers = [client.get(ENTITY, headers={"If-None-Match": etag}) for _ in range(3)]
    assert [(a.status_code, a.content, a.headers["etag"]) for a in answers] == [(304, b"", etag)] * 3
    assert client.get(ENTITY).json()["name"] == "騰訊"
    assert client.get(ENTITY, headers={"If-None-Match": '"other"'}).status_code == 200


def test_pages_are_made_for_the_host_that_is_asked(client):
    pages = [client.get("/view", headers={"Host": host}).text for host in ("one.example", "two.example")]
    assert ["two.example" in page for page in pages] in ([False, True], [False, False])


def test_errors_are_not_kept(client, store):
    path = "/v1/entities/product:微信"
    assert [client.get(path).status_code for _ in range(2)] == [404, 404]
    store.add(document(says(TENCENT, "develops", "Product:微信"), id="two"))
    assert client.get(path).status_code == 200


def test_requests_are_counted_by_their_route_also_when_answered_from_memory(client):
    for _ in range(3):
        client.get(ENTITY)
    counted = 'qipan_requests_total{method="GET",route="/v1/entities/{entity_id:path}",status="200"} 3.0'
    assert counted in client.get("/metrics").text


def test_no_more_is_kept_than_the_setting_says(store):
    store.add(document(*(says(TENCENT, "develops", f"Product:產品{n}號") for n in range(40)), id="many"))
    app = create_app(store, Settings(remembered_megabytes=1))
    client = TestClient(app)
    for number in range(SEVERAL):
        path = f"{ENTITY}/relations?limit=40&n={number}"
        assert client.get(path, headers={"Accept-Encoding": "identity"}).status_code == 200
    kept = next(m for m in _layers(app) if type(m).__name__ == "Remember")
    assert kept._size <= 1 << 20  # noqa: SLF001 - nothing public tells
    assert SEVERAL / 4 < len(kept._answers) < SEVERAL * 3 / 4  # noqa: SLF001 - as above


def _layers(app):
    layer = app.middleware_stack
    while layer is not None:
        yield layer
        layer = getattr(layer, "app", getattr(layer, "_app", None))
