"""Who gets in, how far, and who does not."""

from urllib.parse import quote

import pytest
from builders import document, says
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from strategies import few

from api.app import create_app
from api.guard import Links, Pace
from api.serving import guarded
from api.settings import Settings
from kg.errors import InvalidRequest
from kg.store import open_store
from kg.store.keys import Role, key_of, keys, make_key, revoke_key

TEXT = {"text": "小米 develops 澎湃。"}
ANSWERS_TO = [
    ("GET", "/v1/entities", {}, 200, 200, 200),
    ("GET", "/view", {}, 200, 200, 200),
    ("POST", "/v1/ask", {"question": "騰訊有哪些產品？"}, 200, 200, 200),
    ("POST", "/v1/documents", TEXT, 403, 201, 201),
    ("PUT", "/v1/documents/note", {"text": "小米 develops 澎湃！"}, 403, 201, 201),
    ("DELETE", "/v1/documents/first", None, 403, 204, 204),
    ("POST", "/v1/links", {"path": "/view"}, 403, 201, 201),
    ("GET", "/v1/keys", None, 403, 403, 200),
    ("GET", "/v1/audit", None, 403, 403, 200),
    ("POST", "/v1/keys", {"name": "x"}, 403, 403, 201),
]


def extract(text, **about):
    return document(text, says("Company:小米", "develops", "Product:澎湃"), **{k: v for k, v in about.items() if v})


def guarded_client(store, **settings):
    app = create_app(store, Settings(access="keys", **settings), extract=extract)
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def tokens(store):
    return {role: make_key(store, f"a {role}", role)[0] for role in Role}


@pytest.mark.parametrize("role", [None, *Role])
def test_a_role_opens_what_it_should(store, tokens, role):
    client = guarded_client(store)
    for method, path, body, *statuses in ANSWERS_TO:
        status = dict(zip([*Role], statuses, strict=True)).get(role, 401)
        answer = client.request(method, path, json=body or None, headers=bearer(tokens[role]) if role else {})
        assert answer.status_code == status, (method, path)
        if status in {401, 403}:
            assert answer.json()["error"]["hint"]
    assert client.get("/healthz").status_code == 200
    assert {d.id for d in store.documents()} >= ({"first", "hostile"} if role in {None, Role.READER} else {"hostile"})


def test_a_key_is_kept_as_a_hash_and_ends(store, tokens):
    with store.reading() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM access_key").all())
    assert not any(token.split("_", 2)[2] in kept for token in tokens.values())
    reader = key_of(store, tokens[Role.READER])
    assert reader.name == "a reader"
    revoke_key(store, reader.id)
    assert key_of(store, tokens[Role.READER]) is None
    ended, _ = make_key(store, "late", Role.ADMIN, days=-1)
    assert key_of(store, ended) is None
    assert [key.good for key in keys(store)].count(True) == 2


@few
@given(st.text(max_size=60) | st.from_regex(r"qipan_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", fullmatch=True))
def test_what_is_no_key_opens_nothing(tmp_path_factory, token):
    with open_store(tmp_path_factory.getbasetemp() / "guess.db") as store:
        assert key_of(store, token) is None


def test_a_link_opens_one_page_and_nothing_else(store, tokens):
    client = guarded_client(store)
    page = f"/view/entity/{quote('company:騰訊')}?depth=1"
    made = client.post("/v1/links", json={"path": page, "hours": 1}, headers=bearer(tokens[Role.EDITOR]))
    url = made.json()["url"]
    assert client.get(page).status_code == 401
    assert client.get(url).status_code == 200
    signature = url.rpartition("link=")[2]
    for other in (
        url.replace("depth=1", "depth=2"),
        f"/view?link={signature}",
        f"/v1/entities?link={signature}",
        f"{url}&limit=5",
        f"{url}&link={signature}",
        url[:-2],
        page + "&link=",
    ):
        assert client.get(other).status_code == 401, other
    assert client.post(url).status_code == 401
    editor = key_of(store, tokens[Role.EDITOR])
    ended = Links(store).link("/view", editor, seconds=-1)
    assert client.get(ended).status_code == 401
    revoke_key(store, editor.id)
    assert client.get(url).status_code == 401
    refused = client.post("/v1/links", json={"path": "/v1/documents"}, headers=bearer(tokens[Role.ADMIN]))
    assert refused.status_code == 422


def test_a_browser_gets_in_by_a_cookie_that_its_scripts_cannot_read(store, tokens):
    client = guarded_client(store)
    assert "frame-ancestors 'none'" in client.get("/login").headers["content-security-policy"]
    assert client.post("/login", data={"key": "qipan_x_y"}).status_code == 401
    entered = client.post("/login", data={"key": tokens[Role.EDITOR]})
    assert entered.status_code == 303
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert tokens[Role.EDITOR] not in cookie
    assert client.get("/view").status_code == 200
    assert client.post("/v1/documents", json=TEXT).status_code == 201
    elsewhere = client.post("/v1/documents", json=TEXT, headers={"Origin": "https://evil.example"})
    assert elsewhere.status_code == 403
    client.cookies.set("qipan_session", "forged")
    assert client.get("/view", headers={"Cookie": "qipan_session=forged"}).status_code == 401


def test_stores_are_kept_apart(store, tokens, tmp_path):
    """A workspace is a store: no key, session or link of one opens another."""
    with open_store(tmp_path / "other.db") as other:
        make_key(other, "there", Role.ADMIN)
        there = guarded_client(other)
        for token in tokens.values():
            assert there.get("/v1/entities", headers=bearer(token)).status_code == 401
            session = Links(store).session(key_of(store, token))
            assert there.get("/view", headers={"Cookie": f"qipan_session={session}"}).status_code == 401
        assert there.get(Links(store).link("/view", None, seconds=60)).status_code == 401


def test_a_key_goes_at_a_pace(store, tokens):
    client = guarded_client(store, pace=3)
    statuses = [client.get("/v1/keys", headers=bearer(tokens[Role.ADMIN])).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    assert int(client.get("/v1/keys", headers=bearer(tokens[Role.ADMIN])).headers["retry-after"]) >= 1
    assert client.get("/v1/entities", headers=bearer(tokens[Role.READER])).status_code == 200
    pace = Pace(60, most=2)
    assert [pace.wait(str(n)) for n in range(5)] == [0] * 5


def test_who_wrote_what_is_written_down(store, tokens):
    client = guarded_client(store)
    client.post("/v1/documents", json=TEXT | {"id": "note"}, headers=bearer(tokens[Role.EDITOR]))
    client.delete("/v1/documents/note", headers=bearer(tokens[Role.EDITOR]))
    rows = client.get("/v1/audit", headers=bearer(tokens[Role.ADMIN])).json()["items"]
    assert [(row["what"], row["about"]) for row in rows[:2]] == [("delete", "note"), ("add", "note")]
    assert {row["who"].split(" ", 2)[2] for row in rows[:2]} == {"a editor"}


def test_elsewhere_than_on_loopback_a_key_is_needed(store):
    for host in ("0.0.0.0", "::", "192.0.2.1", "no.such.host.invalid"):  # noqa: S104 - this is what must not be open
        with pytest.raises(InvalidRequest, match="no key"):
            guarded(Settings(), store, host)
    local = guarded(Settings(), store, "127.0.0.1")
    assert (local.access, "localhost" in local.names) == ("open", True)
    make_key(store, "late", Role.ADMIN, days=-1)
    with pytest.raises(InvalidRequest, match="no key"):
        guarded(Settings(access="keys"), store, "127.0.0.1")
    make_key(store, "me", Role.ADMIN)
    assert guarded(Settings(), store, "0.0.0.0").access == "keys"  # noqa: S104 - as above
    with pytest.raises(InvalidRequest):
        guarded(Settings(access="maybe"), store, "127.0.0.1")


def test_another_name_that_leads_here_is_refused(store):
    client = TestClient(create_app(store, Settings(hosts="localhost, 127.0.0.1")), base_url="http://127.0.0.1:8000")
    assert client.get("/healthz").status_code == 200
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 403
    assert client.get("/healthz", headers={"Host": "LOCALHOST:9"}).status_code == 200


def test_no_secret_is_logged(store, tokens, caplog):
    client = guarded_client(store)
    with caplog.at_level("DEBUG"):
        client.get(Links(store).link("/view", None, seconds=60), headers=bearer(tokens[Role.ADMIN]))
        client.post("/login", data={"key": tokens[Role.ADMIN]})
    logged = "".join(record.getMessage() for record in caplog.records if record.name.startswith("qipan"))
    assert "/view" in logged
    assert not any(secret in logged for secret in ("link=", *tokens.values()))
