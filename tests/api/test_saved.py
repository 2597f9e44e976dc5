"""Saved views and stories over HTTP, and what is shown of them."""

import json
import xml.etree.ElementTree as ET
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from kg.store import open_store
from viz.snippets import KEYS_FOR_MARP

EGO = {"title": "騰訊以紅包換入口", "selection": {"kind": "ego", "entities": ["company:騰訊"]}}
KINDS = [
    "whole",
    "ego",
    "path",
    "ask",
    "loops",
    "entities",
    "rivals",
    "swot",
    "strategies",
    "figures",
    "timeline",
    "cycle",
]
BEGINS = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "pptx": b"PK\x03\x04"}


def save(client, name="red", **more):
    answer = client.post("/v1/views", json={**EGO, "id": name, **more})
    assert answer.status_code in {200, 201}, answer.text
    return answer


def test_a_view_is_saved_read_renamed_and_forgotten(writing, store):
    made = writing.post("/v1/views", json=EGO)
    again = writing.post("/v1/views", json=EGO)
    assert (made.status_code, again.status_code) == (201, 200)
    view = made.json()
    assert again.json() == view
    address = f"/v1/views/{view['id']}"
    assert writing.get(address).json() == view
    renamed = writing.put(address, json={**EGO, "title": "騰訊守住微信", "positions": {"company:騰訊": [10, -5]}})
    assert renamed.json()["title"] == "騰訊守住微信"
    assert store.views.get(view["id"]).positions == {"company:騰訊": (10.0, -5.0)}
    assert [v["id"] for v in writing.get("/v1/views").json()["items"]] == [view["id"]]
    assert writing.delete(address).status_code == 204
    assert writing.get(address).status_code == writing.delete(address).status_code == 404


def test_views_outlive_the_process(tmp_path, writing):
    save(writing)
    writing.put("/v1/stories/s", json={"title": "故事", "views": ["red"]})
    with open_store(tmp_path / "q.db") as store:
        assert (store.views.get("red").title, store.views.story("s").views) == (EGO["title"], ("red",))


def test_a_story_keeps_its_order_and_loses_what_is_deleted(client):
    for name in ("b", "a", "c"):
        save(client, name)
    story = client.put("/v1/stories/tale", json={"title": "三幕", "views": ["b", "a", "c", "a"]})
    assert story.json()["views"] == ["b", "a", "c", "a"]
    assert client.put("/v1/stories/tale", json={"views": ["nosuch"]}).status_code == 404
    client.delete("/v1/views/a")
    assert client.get("/v1/stories/tale").json()["views"] == ["b", "c"]
    assert client.delete("/v1/stories/tale").status_code == 204
    assert client.get("/v1/stories/tale").status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**EGO, "id": "UP"}, 422),
        ({"title": "a"}, 422),
        ({"selection": {"kind": "ego"}}, 422),
        ({"selection": {"kind": "ego", "entities": ["company:無"]}}, 404),
        ({"selection": {"kind": "path", "entities": ["company:騰訊"]}}, 422),
        ({"selection": {"kind": "ask"}}, 422),
        ({"selection": {"kind": "nosuch"}}, 422),
        ({"selection": {"filters": {"nosuch": 1}}}, 422),
        ({"selection": {"filters": {"modalities": ["nosuch"]}}}, 422),
        ({**EGO, "theme": "pink"}, 422),
    ],
)
def test_what_is_no_view_is_refused(client, body, status):
    assert client.post("/v1/views", json=body).status_code == status


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_picture_and_a_slide(client, kind):
    chosen = {"kind": kind, "entities": ["company:騰訊", "company:阿里巴巴"], "question": "騰訊有哪些產品？"}
    save(client, kind, selection=chosen)
    svg = client.get(f"/embed/{kind}.svg")
    assert EGO["title"] in svg.text
    ET.fromstring(svg.text)  # noqa: S314 - ours
    assert client.get(f"/embed/{kind}.pptx").content.startswith(BEGINS["pptx"])


@pytest.mark.parametrize("ending", BEGINS)
def test_the_same_address_with_another_ending(client, ending):
    save(client)
    answers = [client.get(f"/embed/red.{ending}?theme=grey&scale=1") for _ in range(2)]
    assert answers[0].content.startswith(BEGINS[ending])
    assert answers[0].content == answers[1].content
    again = client.get(f"/embed/red.{ending}", headers={"If-None-Match": answers[0].headers["etag"]})
    assert again.status_code == 304


def test_outlined_and_transparent_pictures(client):
    save(client)
    assert "<text" not in client.get("/embed/red.svg?outlined=1").text
    assert '<rect width="1600"' in client.get("/embed/red.svg").text
    assert '<rect width="1600"' not in client.get("/embed/red.svg?transparent=1").text


def test_the_page_may_stand_in_any_frame_or_in_those_that_are_set(client, graph):
    save(client)
    page = client.get("/embed/red")
    assert "frame-ancestors * file:" in page.headers["content-security-policy"]
    assert "x-frame-options" not in page.headers
    narrow = TestClient(create_app(graph, Settings(frame_ancestors="https://deck.example")))
    save(narrow)
    assert narrow.get("/embed/red").headers["content-security-policy"].endswith("frame-ancestors https://deck.example")


@pytest.mark.parametrize("query", ["?interactive=0", "?theme=print", "?theme=grey"])
def test_a_still_page_is_its_picture(client, query):
    save(client)
    page = client.get(f"/embed/red{query}").text
    assert '<img alt="' in page
    assert "vis-network" not in page


def test_page_asks_for_its_preview(client):
    save(client, title='"><script>alert(1)</script>')
    page = client.get("/embed/red").text
    assert '<link rel="alternate" type="application/json+oembed" href="http://testserver/oembed?url=' in page
    assert 'property="og:image" content="http://testserver/embed/red.png?scale=1"' in page
    assert "<script>alert(1)" not in page


def test_oembed_tells_how_to_show_a_view(client):
    save(client)
    address = quote("http://testserver/embed/red", safe="")
    said = client.get(f"/oembed?url={address}&maxwidth=480").json()
    assert (said["version"], said["type"], said["width"], said["height"]) == ("1.0", "rich", 480, 270)
    assert 'src="http://testserver/embed/red"' in said["html"]
    assert (said["thumbnail_width"], said["thumbnail_height"]) == (480, 270)
    assert client.get(said["thumbnail_url"]).status_code == 200
    assert "thumbnail_url" not in client.get(f"/oembed?url={address}&maxheight=100").json()
    xml = client.get(f"/oembed?url={address}&format=xml")
    assert xml.headers["content-type"].startswith("text/xml")
    assert ET.fromstring(xml.text).findtext("title") == EGO["title"]  # noqa: S314 - ours


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("url=http://testserver/embed/nosuch", 404),
        ("url=http://elsewhere/embed/red", 404),
        ("url=http://testserver/view", 404),
        ("url=http://[", 404),
        ("url=http://testserver/embed/red&format=yaml", 501),
        ("", 422),
    ],
)
def test_oembed_says_what_it_cannot(client, query, status):
    save(client)
    assert client.get(f"/oembed?{query}").status_code == status


def test_snippets_hold_the_address_and_a_safe_title(client):
    save(client, title='<b>"x"</b> [y](javascript:alert(1))')
    said = client.get("/v1/views/red/snippets").json()
    assert all("http://testserver/embed/red" in text for text in said.values())
    assert not [name for name, text in said.items() if "<b>" in text]
    assert said["markdown"].count("](") == 3  # the title's own is escaped
    assert said["image_map"].count("<area") == 6
    share = client.get("/embed/red/share").text
    assert "<b>" not in share
    assert json.dumps("http://testserver/embed/red")[1:-1] in share


def test_the_script_for_marp_is_left_as_it_is_by_marp():
    script = KEYS_FOR_MARP.removeprefix("<script>").removesuffix("</script>")
    assert not set("<>&") & set(script)  # these it escapes, and the script no longer runs


def test_a_saved_view_is_only_drawn_never_laid_out_again(writing, store, monkeypatch):
    save(writing)
    shown = store.views.get("red")
    assert set(shown.places) >= {"company:騰訊", "product:元寶"}
    assert "places" not in writing.get("/v1/views/red").json()
    monkeypatch.setattr("viz.saved.arrange", None)
    monkeypatch.setattr("viz.frame.arrange", None)
    assert writing.get("/embed/red.svg").status_code == 200
