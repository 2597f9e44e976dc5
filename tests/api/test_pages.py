"""Pages: what shows the graph, and the documentation; neither needs another host."""

import base64
import gzip
import json
import re

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings

PAGES = [
    "/view",
    "/view/entity/company:騰訊?depth=2",
    "/view/path?from=product:夸克&to=company:騰訊",
    "/view/ask?q=騰訊有哪些產品？",
    "/view/loops?through=company:騰訊",
    "/view/documents",
    "/view/profile/company:騰訊?lines=5",
    "/view/compare?ids=company:騰訊&ids=company:阿里巴巴",
    "/view/timeline",
    "/view/timeline?entity=company:騰訊&from=2020-01-01",
]


@pytest.mark.parametrize("url", PAGES)
def test_a_page_runs_its_own_script_alone(client, url):
    page = client.get(url)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    nonce = re.search(r"script-src 'nonce-([^']+)'", policy)
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert nonce
    assert f'nonce="{nonce[1]}"' in page.text
    assert "<script>alert(1)" not in page.text
    assert "騰訊" in page.text


@pytest.mark.parametrize("url", PAGES)
def test_a_page_has_a_json_twin(client, url):
    twin = re.search(r'rel="alternate" type="application/json" href="([^"]+)"', client.get(url).text)
    assert twin
    assert client.get(twin[1].replace("&amp;", "&")).status_code == 200


def test_a_page_is_kept_until_the_graph_changes(client):
    first, second = client.get("/view"), client.get("/view")
    assert first.text == second.text
    assert client.get("/view", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_no_two_pages_share_a_nonce(client):
    policies = {client.get(url).headers["content-security-policy"] for url in PAGES}
    assert len(policies) == len(PAGES)


def test_an_article_has_a_page_and_a_twin(store):
    client = TestClient(create_app(store, Settings()))
    page = client.get("/view/documents/first")
    assert page.status_code == 200
    assert "三強" in page.text
    twin = re.search(r'rel="alternate" type="application/json" href="([^"]+)"', page.text)
    assert client.get(twin[1]).json()["id"] == "first"
    assert client.get("/view/documents/nothing").status_code == 404


def test_a_browser_is_told_what_can_be_asked(client):
    asked = {"q": "今天天氣怎麼樣？"}
    page = client.get("/view/ask", params=asked, headers={"Accept": "text/html,*/*"})
    assert (page.status_code, page.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert "今天天氣怎麼樣？" in page.text
    assert client.get("/view/ask", params=asked).json()["error"]["code"] == "not_understood"


def test_a_browser_is_told_on_a_page_what_is_not_there(client):
    where = "/view/entity/company:<b>無"
    shown = client.get(where, headers={"accept": "text/html,*/*;q=0.8", "accept-language": "en"})
    assert (shown.status_code, shown.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "company:&lt;b&gt;無" in shown.text
    assert '<a href="/view">Back to the graph</a>' in shown.text
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert client.get(where).json()["error"]["code"] == "not_found"


def graph_of(page):
    """The graph that a page holds."""
    plain = re.search(r'<script type="application/json" id="graph">(.*?)</script>', page, re.DOTALL)
    packed = re.search(r'<script type="application/gzip" id="graph">(.*?)</script>', page, re.DOTALL)
    return json.loads(plain[1] if plain else gzip.decompress(base64.b85decode(packed[1])))


@pytest.mark.parametrize("name", ["騰訊", "腾讯", " Tencent "])
def test_a_name_asked_leads_to_what_it_names(client, name):
    asked = client.get("/view/ask", params={"q": name, "lang": "en"}, headers=BROWSER, follow_redirects=False)
    assert asked.status_code == 303
    page = client.get(f"/view/{asked.headers['location']}")
    assert (page.status_code, re.search(r'<h1 id="title"[^>]*>騰訊</h1>', page.text) is not None) == (200, True)


def test_a_cut_picture_leads_to_more_and_an_entity_to_more_steps(client):
    page = client.get("/view/entity/company:騰訊?limit=2&lang=en").text
    more = "/view/entity/company%3A%E9%A8%B0%E8%A8%8A?limit=2000&lang=en"
    assert graph_of(page)["links"]["more"] == more
    assert 'href="/view/entity/company%3A%E9%A8%B0%E8%A8%8A?limit=2&amp;lang=en&amp;depth=3"' in page
    assert page.count('aria-current="true"') == 1
    assert graph_of(client.get("/view").text)["links"]["more"] is None


BROWSER = {"accept": "text/html,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("where", "status", "hant", "hans", "en"),
    [
        ("/view/nowhere", 404, "沒有這一頁。", "没有这一页。", "There is no such page."),
        ("/nowhere", 404, "沒有這一頁。", "没有这一页。", "There is no such page."),
        ("/view/entity/company:無", 404, "這裏沒有「company:無」。", "这里没有“company:無”。", "no “company:無” here"),
        ("/view/profile/company:無", 404, "這裏沒有「company:無」。", "这里没有“company:無”。", "no “company:無” here"),
        ("/embed/none", 404, "這裏沒有「none」。", "这里没有“none”。", "no “none” here"),
        ("/view?limit=many", 422, "這個網址不能這樣用。", "这个网址不能这样用。", "cannot be used like this"),
        ("/view/compare?ids=company:騰訊", 422, "這個網址不能這樣用。", "这个网址不能这样用。", "cannot be used"),
    ],
)
def test_what_is_not_there_is_told_in_the_readers_language(client, where, status, hant, hans, en):
    for lang, told in {"zh-TW": hant, "zh-CN": hans, "en": en}.items():
        page = client.get(where, headers=BROWSER | {"accept-language": lang})
        assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
        assert told in page.text
    asked = client.get(f"{where}{'&' if '?' in where else '?'}lang=en", headers=BROWSER)
    assert en in asked.text
    assert "error" in client.get(where).json()


def test_what_may_be_meant_is_a_link_away(client):
    page = client.get("/view/entity/product:騰訊", headers=BROWSER)
    assert '<a href="/view/entity/company%3A%E9%A8%B0%E8%A8%8A">騰訊</a>' in page.text


def test_a_program_is_told_as_programs_are(client):
    assert client.get("/v1/entities/company:無", headers=BROWSER).json()["error"]["details"]["id"] == "company:無"


def test_an_entity_unfolds(client):
    part = client.get("/view/unfold/company:騰訊?limit=4").json()
    assert "company:騰訊" in part["nodes"]["id"]
    assert len(part["nodes"]["id"]) == 4
    assert len(part["evidence"]) == len(part["edges"]["id"])
    assert client.get("/view/unfold/company:無名").status_code == 404


def test_the_documentation_needs_no_other_host(client):
    page = client.get("/docs")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assets = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
    assert len(assets) >= 4
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.text)
    for asset in assets:
        assert client.get(asset).status_code == 200, asset
    assert b"SwaggerUIBundle" in client.get("/docs/swagger-ui-bundle.js").content


def test_home_leads_to_the_graph(client):
    assert client.get("/", follow_redirects=False).headers["location"] == "view"
