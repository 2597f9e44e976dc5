"""Hostile texts in every place of a request, and in everything that the service says and writes down about it."""

import json
import logging
import re
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hostile import GROUPS, PAYLOADS, STORABLE, hostile_document

from api.app import create_app
from api.settings import Settings
from kg.store import open_store

CONTROL = re.compile("[\0-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
SHORT = tuple(text for text in PAYLOADS if len(text) <= 300)
ERROR = {"code", "message", "hint", "details"}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """Over a store that holds some of the texts in every field."""
    with open_store(tmp_path_factory.mktemp("hostile") / "q.db") as store:
        for words in (*GROUPS["sql"], *GROUPS["script"][:10], *GROUPS["paths"][:10], *GROUPS["formulas"][:6]):
            store.add(hostile_document(words))
        yield TestClient(create_app(store, Settings()), raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture
def lines(caplog):
    """What is written down about each request."""
    caplog.set_level(logging.INFO, logger="qipan.access")
    logging.getLogger("qipan").propagate = True
    return caplog


def url(text):
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def checked(answer):
    """An answer as it must be, whatever was asked: no fault of ours, JSON or a page, headers of one line."""
    assert answer.status_code < 500 or answer.status_code == 501, answer.text[:300]  # 501: a form that is not offered
    kind = answer.headers.get("content-type", "")
    assert kind.startswith(("application/json", "text/html")) or not answer.content, kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert [v for v in answer.headers.values() if CONTROL.search(v)] == []
    assert "set-cookie" not in answer.headers
    if answer.status_code >= 400 and kind.startswith("application/json"):
        assert set(answer.json()["error"]) == ERROR
    if kind.startswith("text/html"):
        assert "nonce-" in answer.headers["Content-Security-Policy"]
    return answer


def test_every_text_in_an_address(client, lines):
    for text in SHORT[::2]:
        there = url(text)
        for path in (f"/v1/entities/{there}", f"/v1/documents/{there}", f"/v1/entities?q={there}&type={there}"):
            checked(client.get(path))
    for text in SHORT[::6]:
        there = url(text)
        for path in (
            f"/embed/{there}",
            f"/v1/relations?source={there}&relation={there}&since={there}&cursor={there}",
            f"/v1/views/{there}",
            f"/oembed?url={there}&format={there}",
            f"/{there}",
            f"/view?lang={there}&limit={there}",
        ):
            checked(client.get(path))
    said = [record.getMessage() for record in lines.records]
    assert len(said) > 2 * len(SHORT)
    assert [
        line
        for line in said
        if CONTROL.search(line) or set(json.loads(line)) != {"id", "method", "path", "status", "ms"}
    ] == []


def test_every_text_as_a_question(client):
    for text in SHORT[::4]:
        answer = checked(client.post("/v1/ask", content=json.dumps({"question": text})))
        assert answer.status_code in {200, 409, 422}
    for text in GROUPS["script"][::4]:
        page = checked(client.get(f"/view/ask?q={url(text)}", headers={"Accept": "text/html"}))
        assert "<script>window" not in page.text


def test_every_text_in_a_body(client):
    for text in SHORT:
        body = json.dumps({"id": text, "text": text, "title": text, "source": text, "date": text})
        answer = checked(client.post("/v1/documents", content=body, headers={"Content-Type": "application/json"}))
        assert answer.status_code == 422
    for text in SHORT[::5]:
        view = {"title": text, "selection": {"kind": "ego", "entities": [text], "question": text}}
        checked(client.post("/v1/views", content=json.dumps(view | {"id": text})))
        checked(client.post("/v1/query", content=json.dumps({"query": text, "parameters": {"x": text}})))
        checked(client.put(f"/v1/stories/{url(text)}", content=json.dumps({"title": text, "views": [text]})))
        checked(client.post("/v1/decisions", content=json.dumps({"kind": text, "author": text, "reason": text})))
        checked(client.post("/v1/ask", content=text.encode("utf-8", "surrogatepass")))


def test_every_text_in_headers(client):
    for text in SHORT[::2]:
        value = re.sub("[\r\n\0]", " ", text).encode("utf-8", "surrogatepass").strip()
        for name in ("X-Request-Id", "Accept-Language", "If-None-Match", "Origin", "Cookie", "Authorization"):
            answer = checked(client.get("/v1/entities?limit=1", headers={name: value}))
            assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", answer.headers["X-Request-Id"])
            assert answer.headers["ETag"].isascii()


def test_what_is_stored_comes_back_and_nothing_else_goes(client):
    store = client.app.state.parts.corpus
    before = len(store.documents())
    for words in GROUPS["sql"]:
        found = checked(client.get(f"/v1/documents/{url(words)}"))
        if found.status_code == 200:
            assert found.json()["title"] == found.json()["source"] == words
    assert len(store.documents()) == before


def test_every_text_is_stored_as_it_is(address):
    with open_store(address) as store:
        texts = STORABLE if str(address).endswith(".db") else STORABLE[::8]
        for words in texts[:: 1 if len(texts) < 100 else 3]:
            if words.strip():
                store.add(doc := hostile_document(words))
                kept = store.get(doc.id)
                assert (kept.title, kept.source, kept.entities, kept.statements) == (
                    doc.title, doc.source, doc.entities, doc.statements,
                )  # fmt: skip
        for words in set(PAYLOADS) - set(STORABLE):
            with pytest.raises(ValueError, match="no character of a text"):
                store.add(hostile_document(words))
