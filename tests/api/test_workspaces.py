"""Whatever is called in whatever order: what is in one workspace is never reached with another's key.

Two workspaces are served by one process, with the same ids for different things, so that whatever is kept by id,
by address or by name anywhere in the process would show the one in the other.
"""

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from builders import document, says
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import new_store

from api.app import create_app
from api.guard import COOKIE, Links
from api.settings import Settings
from kg.store.keys import Role, make_key

SECRETS = {"one": "靛藍計畫", "two": "赭紅計畫"}
"""What only one of them says. No request holds these words, so that none can come back as an echo."""
OPEN = {"/healthz", "/login", "/docs/{name}"}
"""What is answered without a key, or says nothing of a graph."""
NAMES = {
    "entity_id": "company:騰訊",
    "relation_id": "relation",
    "document_id": "note",
    "decision_id": "decision",
    "view_id": "saved",
    "story_id": "told",
    "key_id": "key",
    "name": "saved.svg",
}
QUERY = "?" + "&".join(
    f"{name}={quote(value)}"
    for name, value in {
        "q": "騰訊有哪些產品？", "from": "company:騰訊", "to": "company:阿里巴巴", "through": "company:騰訊",
        "ids": "company:騰訊", "entity": "company:騰訊", "on": "2999-12-31", "url": "http://testserver/embed/saved",
    }.items()
)  # fmt: skip
CHANGES = "?from=2000-01-01&to=2999-12-31"
BODIES = {
    "/v1/ask": {"question": "騰訊有哪些產品？"},
    "/v1/documents": {"text": "騰訊 develops 微信。", "id": "note"},
    "/v1/documents/{document_id}": {"text": "騰訊 develops 微信！"},
    "/v1/decisions": {"kind": "rename", "author": "a", "entities": ["company:騰訊"], "value": "騰訊控股"},
    "/v1/decisions/file": {"file": ""},
    "/v1/keys": {"name": "another"},
    "/v1/links": {"path": "/view/entity/company:騰訊"},
    "/v1/views": {"id": "saved", "title": "圖", "selection": {"kind": "ego", "entities": ["company:騰訊"]}},
    "/v1/views/{view_id}": {"title": "圖", "selection": {"kind": "whole"}},
    "/v1/stories/{story_id}": {"title": "故事", "views": ["saved"]},
}


@dataclass
class Workspace:
    """One of the two: its client, its keys, and the ways in that it gave away."""

    name: str
    client: TestClient
    keys: dict[Role, str]
    given: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # addresses and headers

    @property
    def hidden(self) -> list[str]:
        """The other one's secrets."""
        return [secret for name, secret in SECRETS.items() if name != self.name]


def extract(text, **about):
    return document(text, says("Company:騰訊", "develops", "Product:微信"), **{k: v for k, v in about.items() if v})


def holding(name, store):
    """A workspace in which everything is called as in the other, and says something else."""
    secret = SECRETS[name]
    texts = (
        says("Company:騰訊", "develops", f"Product:{secret}"),
        says("Company:騰訊", "competes_with", "Company:阿里巴巴"),
    )
    store.add(document(*texts, id="note", title=f"{secret}一", author=secret, date="2025-01-01", source=secret))
    made = {role: make_key(store, f"{secret} {role}", role) for role in Role}
    keys, links = {role: token for role, (token, _) in made.items()}, Links(store)
    given = [
        (links.link("/view", made[Role.EDITOR][1], seconds=600), {}),
        ("/view", {"Cookie": f"{COOKIE}={links.session(made[Role.READER][1])}"}),
    ]
    app = create_app(store, Settings(access="keys", pace=100_000), extract=extract)
    return Workspace(name, TestClient(app, raise_server_exceptions=False, follow_redirects=False), keys, given)


def routes():
    from kg.networkx_graph import NetworkXGraph  # noqa: PLC0415 - only for the list

    every = create_app(NetworkXGraph.of([])).state.routes
    return sorted({(m, r.path) for r in every for m in r.methods - {"HEAD"} if r.path != "/v1/query"})


CALLS = st.tuples(
    st.sampled_from(sorted(SECRETS)), st.sampled_from(sorted(SECRETS)), st.sampled_from(routes()), st.sampled_from(Role)
)
CARRIED = st.tuples(st.sampled_from(sorted(SECRETS)), st.sampled_from(sorted(SECRETS)))


def address(path):
    filled = path.replace(":path}", "}").format(**{name: quote(value, safe=":") for name, value in NAMES.items()})
    return filled + (CHANGES if path == "/v1/changes" else QUERY)


def said(answer):
    return answer.text + str(answer.headers) if "svg" not in answer.headers.get("content-type", "") else answer.text


@settings(max_examples=8)
@given(st.lists(st.one_of(CALLS, CALLS, CALLS, CARRIED), min_size=8, max_size=16))
def test_no_sequence_of_calls_reaches_across(calls):
    with ExitStack() as opened:
        both = {name: holding(name, opened.enter_context(new_store())[0]) for name in SECRETS}
        for step in calls:
            if len(step) == 2:
                carries_over(both[step[0]], both[step[1]])
            else:
                asks(both[step[0]], both[step[1]], *step[2:])


def asks(whose, where, route, role):
    """A key of one workspace, at the other's or its own."""
    method, path = route
    body: Any = BODIES.get(path) if method in {"POST", "PUT"} else None
    headers = {"Authorization": f"Bearer {whose.keys[role]}"}
    if path == "/login" and method == "POST":
        answer = where.client.post(path, data={"key": whose.keys[role]})
        where.client.cookies.clear()
        if "set-cookie" in answer.headers:
            where.given.append(("/view", {"Cookie": answer.headers["set-cookie"].partition(";")[0]}))
        assert (answer.status_code == 303) == (whose is where)
    else:
        answer = where.client.request(method, address(path), json=body, headers=headers)
    if whose is not where and path not in OPEN:
        assert answer.status_code == 401, (method, path)
        assert SECRETS[where.name] not in said(answer)
    if path == "/v1/links" and answer.status_code == 201:
        where.given.append((answer.json()["url"], {}))
    if path == "/v1/keys" and method == "POST" and answer.status_code == 201:
        where.given.append(("/v1/entities", {"Authorization": f"Bearer {answer.json()['key']}"}))
    assert not [secret for secret in where.hidden if secret in said(answer)], (method, path)


def carries_over(whose, where):
    """Links, sessions and keys that one gave away open nothing of the other's."""
    for url, headers in whose.given:
        parts = urlsplit(url)
        answer = where.client.get(f"{parts.path}?{parts.query}", headers=headers)
        assert (answer.status_code == 401) == (whose is not where), url
        assert not [secret for secret in where.hidden if secret in said(answer)]


@pytest.mark.parametrize(
    "route", [r for r in routes() if r[0] == "GET" and r[1].startswith(("/v1/entities/", "/view/e"))]
)
def test_the_calls_would_see_what_is_theirs(route):
    """The law above is worth something only if answers do show secrets to whom they belong."""
    with new_store() as (store, _):
        one = holding("one", store)
        answer = one.client.get(address(route[1]), headers={"Authorization": f"Bearer {one.keys[Role.READER]}"})
        assert SECRETS["one"] in answer.text or route[1] == "/v1/entities/{entity_id:path}"
