"""The page as text: all in one, nothing that could be run, the same every time."""

import base64
import gzip
import json
import re
from html.parser import HTMLParser

import pytest

from kg.errors import InvalidRequest
from kg.graph import Quote
from viz import bundle
from viz.html import Explorer, Links, fragment, render
from viz.view import Edge, Evidence, GraphView, Node, Source


class Elements(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found, self.texts = [], {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        tag, attrs = self.found[-1] if self.found else ("", {})
        self.texts[attrs.get("id", tag)] = self.texts.get(attrs.get("id", tag), "") + data


def data_of(page, name):
    elements = Elements(page)
    kind = next(attrs["type"] for _, attrs in elements.found if attrs.get("id") == name)
    text = elements.texts[name].strip()
    return json.loads(gzip.decompress(base64.b85decode(text)) if kind == "application/gzip" else text)


def hostile_view(words):
    source = Source(words, words, words, f"javascript:{words}")
    proof = Evidence(
        words, source, (Quote(0, len(words), words, words, 0),), speaker=words, aspect=words, condition=words
    )
    a, b = Node(f"a{words}", words, words, (words,)), Node(f"b{words}", words, words)
    edge = Edge(words, a.id, words, b.id, first=words, last=words, evidence=(proof,))
    return GraphView((a, b), (edge,), title=words, focus=(a.id,), sources=(source,))


def test_the_page_holds_the_whole_view(make_view):
    view = make_view(20, 30)
    page = render(view)
    graph, evidence = data_of(page, "graph"), data_of(page, "evidence")
    assert graph["nodes"]["label"] == [node.name for node in view.nodes]
    assert [graph["nodes"]["id"][end] for end in graph["edges"]["from"]] == [edge.head for edge in view.edges]
    assert [proofs[0]["quotes"][0][0] for proofs in evidence] == [e.evidence[0].quotes[0].sentence for e in view.edges]


def test_quotes_are_marked_within_their_sentence_and_several_share_one():
    sentence = "騰訊推出元寶，並稱元寶領先。"
    quotes = (
        Quote(104, 106, "元寶", sentence, 100),
        Quote(100, 102, "騰訊", sentence, 100),
        Quote(900, 902, "外面", "別句", 10),
    )
    proof = Evidence("s", Source("d", "題"), quotes)
    view = GraphView((Node("a", "Company", "甲"),), (Edge("r", "a", "uses", "a", evidence=(proof,)),))
    (found,) = data_of(render(view), "evidence")[0]
    assert found["quotes"] == [[sentence, 100, [[0, 2], [4, 6]]], ["外面", 900, [[0, 2]]]]


def test_nothing_is_loaded_from_anywhere(make_view):
    elements = Elements(render(make_view(10, 12)))
    addresses = [
        value
        for _, attrs in elements.found
        for key, value in attrs.items()
        if key in {"src", "href", "action", "srcset"}
    ]
    assert addresses == ["data:,"]
    assert not re.search(r"@import|url\(", bundle.style())


def test_the_policy_allows_our_own_script_and_nothing_else(make_view):
    elements = Elements(render(make_view(3, 2), nonce="abc"))
    policy = next(attrs["content"] for tag, attrs in elements.found if attrs.get("http-equiv"))
    assert "default-src 'none'" in policy
    assert "script-src 'nonce-abc'" in policy
    assert "connect-src 'none'" in policy
    assert "unsafe" not in policy
    scripts = [attrs for tag, attrs in elements.found if tag == "script"]
    assert all(
        attrs.get("nonce") == "abc" or attrs["type"] in {"application/json", "application/gzip"} for attrs in scripts
    )
    assert not any(key.startswith("on") for _, attrs in elements.found for key in attrs)
    assert not any("style" in attrs for _, attrs in elements.found)


def test_a_page_that_may_fetch_may_ask_its_own_host_only(make_view):
    elements = Elements(render(make_view(3, 2), links=Links(expand="/view/expand/{entity}")))
    assert "connect-src 'self'" in next(attrs["content"] for _, attrs in elements.found if attrs.get("http-equiv"))


def test_the_same_view_gives_the_same_page_and_another_view_another_nonce(make_view):
    first, again, other = (render(make_view(12, 15, seed=seed)) for seed in (1, 1, 2))
    assert first == again
    nonces = {Elements(page).found[-1][1]["nonce"] for page in (first, other)}
    assert len(nonces) == 2


@pytest.mark.parametrize("lang", ["zh-Hant", "zh-Hans", "en"])
def test_the_page_says_its_language(make_view, lang):
    elements = Elements(render(make_view(3, 2), lang=lang))
    assert dict(elements.found)["html"]["lang"] == lang
    assert dict(elements.found)["title"] is not None


def test_a_language_we_do_not_speak_is_refused(make_view):
    with pytest.raises(InvalidRequest, match="zh-Hant"):
        render(make_view(3, 2), lang="fr")


PAYLOADS = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</script><script>alert(1)</script>",
    "<!--<script>", "]]>", "{{7*7}}{% raw %}", "javascript:alert(1)", "\u2028\u2029\x00\x01", "\ud800 lone",
    "\u202e rtl", "__proto__", "constructor", "'';!--\"<XSS>=&{()}", "href=<svg/onload=alert(1)>", "長" * 10_000,
)  # fmt: skip


@pytest.mark.parametrize("words", PAYLOADS)
def test_hostile_words_stay_words(words):
    page = render(hostile_view(words))
    page.encode("utf-8")
    elements = Elements(page)
    assert {tag for tag, _ in elements.found} <= {
        *("html", "head", "meta", "title", "link", "style", "body", "header", "div", "h1", "p", "input", "kbd", "ul"),
        *("button", "svg", "path", "select", "option", "main", "aside", "fieldset", "legend", "output", "footer"),
        *("span", "noscript", "table", "tr", "th", "td", "script"),
    }
    assert [tag for tag, _ in elements.found].count("script") == 4
    said = data_of(page, "graph")["title"]
    assert said == words.encode("utf-8", "replace").decode()


def test_the_model_is_pyvis_and_nothing_is_written(make_view, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    view = make_view(10, 12)
    network = Explorer(view)
    assert (network.num_nodes(), network.num_edges()) == (10, 12)
    assert network.get_node(view.nodes[0].id)["label"] == view.nodes[0].name
    assert network.generate_html() == render(view)
    assert (list(tmp_path.iterdir()), capsys.readouterr().out) == ([], "")


def test_a_large_page_is_packed(make_view):
    page = render(make_view(600, 1800))
    assert '<script type="application/gzip" id="evidence">' in page
    assert len(data_of(page, "evidence")) == 1800
    assert len(page) < 900_000


def test_a_part_can_be_fetched_later(make_view):
    part = fragment(make_view(5, 6))
    assert set(part) == {"kinds", "nodes", "edges", "sources", "evidence"}
    assert json.loads(json.dumps(part)) == json.loads(json.dumps(fragment(make_view(5, 6))))


def test_without_a_title_the_page_is_called_after_what_it_shows():
    assert Elements(render(GraphView(()), lang="en")).texts["title"].startswith("The whole graph")


def test_each_module_is_small_and_joined_once():
    for path in bundle.STATIC.glob("*.js"):
        assert len(path.read_text("utf-8").splitlines()) <= 300, path
        assert "innerHTML" not in path.read_text("utf-8"), path
        assert bundle.script().count(f"const {path.stem}_=") == 1, path
    assert not re.search(r"^(import|export)\b", bundle.script(), re.MULTILINE)
