"""The Python client against a real server, and against the service's own description."""

import inspect
import socket

import http_page
import pytest
from builders import document, says
from services import serving

from api.app import create_app
from api.client import Client, ServiceError
from kg.errors import InvalidRequest
from kg.store import open_store


@pytest.fixture(scope="module")
def qipan(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("client") / "q.db") as store:
        said = (
            says("Company:騰訊|腾讯", "develops", "Product:A/B?"),
            says("Product:夸克", "feeds_data_to", "Product:千問"),
        )
        store.add(document(*said, id="first", date="2026-02-02"))
        with serving(create_app(store)) as address, Client(address) as client:
            yield client


def test_what_can_be_asked(qipan):
    assert [row.name for row in qipan.ask("騰訊有哪些產品？").rows] == ["A/B?"]
    assert qipan.query("MATCH (c:Company {id: $id}) RETURN c.name AS n", {"id": "company:騰訊"}).rows == [{"n": "騰訊"}]
    assert qipan.entity("product:A/B?").name == "A/B?"
    assert [match.entity.id for match in qipan.find("腾讯")] == ["company:騰訊"]
    assert len(list(qipan.find())) == 4
    relations = list(qipan.relations("company:騰訊", relation=["develops"]))
    assert qipan.relation(relations[0].id).evidence[0].quotes
    assert len(list(qipan.relations())) == 2
    assert len(qipan.surroundings("product:千問").entities) == 2
    assert qipan.paths("product:夸克", "product:千問")[0].entities == ["product:夸克", "product:千問"]
    assert qipan.loops("product:千問") == []
    assert qipan.profile("company:騰訊").sections[0].id == "products"
    assert len(qipan.compare(["company:騰訊", "product:千問"]).entities) == 2
    assert len(list(qipan.timeline())) == 2
    assert qipan.changes("2026-01-01", "2026-12-31").counts["new"] == 2
    assert [d.id for d in qipan.documents()] == ["first"]
    assert qipan.document("first").text


def test_what_the_service_refuses_is_said(qipan):
    with pytest.raises(ServiceError, match="There is no entity") as refused:
        qipan.entity("company:nobody")
    assert (refused.value.status, refused.value.code) == (404, "not_found")
    with pytest.raises(ServiceError) as misread:
        qipan.ask("今天天氣怎麼樣？")
    assert misread.value.details["forms"]
    assert qipan.entity("company:騰訊").name == "騰訊"


def test_a_service_that_is_not_there():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Client(f"http://127.0.0.1:{port}") as nobody, pytest.raises(ServiceError, match="does not answer"):
        nobody.ask("騰訊有哪些產品？")
    for wrong in ("ftp://x", "localhost", ""):
        with pytest.raises(InvalidRequest):
            Client(wrong)


def test_every_address_that_it_asks_is_described():
    source = inspect.getsource(Client)
    described = {path for _, path, _ in http_page.operations(http_page.openapi())}
    asked = {path for path in described if path.startswith("/v1/") and path.split("{")[0].rstrip("/") in source}
    assert {"/v1/ask", "/v1/query", "/v1/documents", "/v1/relations", "/v1/paths", "/v1/timeline"} <= asked
