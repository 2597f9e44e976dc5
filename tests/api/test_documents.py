"""Articles go in over HTTP, and the graph follows."""

import pytest

from api.schemas import AddedOut, DocumentOut, DocumentTextOut, PageOut

TEXT = "小米 develops 澎湃。"


def test_an_article_is_new_then_unchanged_then_changed(writing):
    first = writing.post("/v1/documents", json={"text": TEXT, "id": "note", "date": "2026-03-01"})
    assert (first.status_code, first.headers["location"]) == (201, "/v1/documents/note")
    assert AddedOut.model_validate_json(first.content).outcome == "new"
    again = writing.post("/v1/documents", json={"text": TEXT, "id": "note", "date": "2026-03-01"})
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    other = writing.post("/v1/documents", json={"text": TEXT + "又說一次。", "id": "note"})
    assert (other.status_code, other.json()["outcome"]) == (200, "changed")


def test_an_article_is_replaced_and_what_only_it_said_goes(writing):
    put = writing.put("/v1/documents/first", json={"text": TEXT, "id": "elsewhere"})
    assert (put.status_code, put.json()["outcome"], put.json()["document"]["id"]) == (200, "changed", "first")
    assert writing.get("/v1/entities/company:騰訊").status_code == 404
    assert writing.get("/v1/entities/company:小米").status_code == 200
    assert writing.get("/v1/entities/company:蘋果").status_code == 200
    assert writing.put("/v1/documents/first", json={"text": TEXT}).json()["outcome"] == "unchanged"
    new = writing.put("/v1/documents/second", json={"text": TEXT + "又說一次。"})
    assert (new.status_code, new.json()["document"]["id"]) == (201, "second")
    assert writing.put("/v1/documents/..%2F", json={"text": TEXT}).status_code in {404, 422}


def test_an_article_is_deleted_once(writing):
    gone = writing.delete("/v1/documents/first")
    assert (gone.status_code, gone.content) == (204, b"")
    assert writing.get("/v1/documents/first").status_code == 404
    assert writing.get("/v1/entities/company:騰訊").status_code == 404
    again = writing.delete("/v1/documents/first")
    assert (again.status_code, again.json()["error"]["code"]) == (404, "not_found")


def test_the_graph_follows_at_once(writing):
    question = {"question": "小米有哪些產品？"}
    before = writing.get("/readyz").json()
    assert writing.post("/v1/ask", json=question).json()["verdict"] == "not_in_corpus"
    writing.post("/v1/documents", json={"text": TEXT})
    assert [row["name"] for row in writing.post("/v1/ask", json=question).json()["rows"]] == ["澎湃"]
    after = writing.get("/readyz").json()
    assert after["documents"] == before["documents"] + 1
    assert after["version"] != before["version"]


def test_front_matter_is_read_and_the_request_goes_before_it(writing):
    text = f"---\nid: front\ntitle: 前面\ndate: 2026-01-01\nsource: 報\n---\n{TEXT}"
    added = writing.post("/v1/documents", json={"text": text, "title": "後面"}).json()["document"]
    assert (added["id"], added["title"], added["date"], added["source"]) == ("front", "後面", "2026-01-01", "報")
    assert writing.get("/v1/documents/front").json()["text"] == TEXT


def test_articles_are_listed_and_read(writing):
    listed = PageOut[DocumentOut].model_validate_json(writing.get("/v1/documents").content)
    assert [d.id for d in listed.items] == ["first", "hostile"]
    read = DocumentTextOut.model_validate_json(writing.get("/v1/documents/first").content)
    assert len(read.text) == read.length
    spans = [(m.start, m.end) for entity in read.entities for m in entity.mentions]
    assert spans
    for statement in read.relations:
        assert all(read.text[e["start"] : e["end"]] == e["text"] for e in statement["evidence"])


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""},
        {"text": " \n "},
        {"text": "a\0b"},
        {"text": TEXT, "id": "../x"},
        {"text": TEXT, "id": ""},
        {"text": TEXT, "date": "last week"},
        {"text": TEXT, "title": "x" * 1001},
        {"text": TEXT, "title": "a\0b"},
        {"text": TEXT, "colour": "red"},
        {"text": 7},
        {},
        [],
    ],
)
def test_what_cannot_be_an_article_is_refused(writing, body):
    before = writing.get("/readyz").json()
    response = writing.post("/v1/documents", json=body)
    assert response.status_code == 422
    assert response.json()["error"]["message"]
    assert writing.get("/readyz").json() == before


def test_the_real_reader_reads_what_comes_in(store):
    from fastapi.testclient import TestClient  # noqa: PLC0415 - beside what it is needed with

    from api.app import create_app  # noqa: PLC0415

    client = TestClient(create_app(store))
    client.post("/v1/documents", json={"text": "騰訊推出了元寶。", "id": "real"})
    statements = client.get("/v1/documents/real").json()["relations"]
    assert [(s["head"], s["relation"], s["tail"]) for s in statements] == [("company:騰訊", "develops", "product:元寶")]
