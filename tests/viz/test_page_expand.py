"""A page served over HTTP fetches more from its own host, and only from there."""

import json
from urllib.parse import quote, unquote

import pytest
from waiting import until

from viz.html import Links, fragment, render
from viz.view import GraphView

HOST = "http://qipan.test"
LINKS = Links(expand="/expand?id={entity}", find="/find?q={words}", entity="/entity/{entity}", ask="/ask?q={question}")


@pytest.fixture
def served(browser, make_view):
    """The page of a node and its neighbours out of a larger graph, whose other parts can be asked for."""
    whole = make_view(40, 70, seed=3)
    context = browser.new_context(viewport={"width": 1600, "height": 900})
    asked, errors = [], []

    def around(node_id):
        edges = tuple(edge for edge in whole.edges if node_id in {edge.head, edge.tail})
        ends = {node_id} | {end for edge in edges for end in (edge.head, edge.tail)}
        return GraphView(tuple(n for n in whole.nodes if n.id in ends), edges, focus=(node_id,))

    start = around(whole.nodes[0].id)

    def answer(route):
        path = route.request.url.removeprefix(HOST)
        asked.append(path)
        if path == "/":
            return route.fulfill(body=render(start, links=LINKS), content_type="text/html")
        if path.startswith("/find"):
            found = [n for n in whole.nodes if n.name == unquote(path.removeprefix("/find?q="))]
            items = [{"entity": {"id": n.id, "type": n.type, "name": n.name}, "score": 1.0} for n in found]
            return route.fulfill(body=json.dumps({"items": items}), content_type="application/json")
        if path.startswith("/entity"):
            return route.fulfill(body="<p>there</p>", content_type="text/html")
        node_id = next((n.id for n in whole.nodes if n.id == _decoded(path)), None)
        if node_id is None:
            return route.fulfill(status=404, body="{}")
        return route.fulfill(body=json.dumps(fragment(around(node_id))), content_type="application/json")

    context.route("**/*", answer)
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(HOST + "/")
    page.wait_for_selector("#stage[data-drawn]")
    yield page, start, whole, asked
    context.close()
    assert errors == []


def _decoded(path):
    return unquote(path.removeprefix("/expand?id="))


def count(page):
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")  # what was asked for is drawn
    return page.evaluate("[qipan.scene.nodes.length, qipan.scene.edges.length]")


def unfolded(page):
    """What there is once what was fetched is drawn."""
    until(page, "qipan.store.get().expanded.length === 1")
    return count(page)


def test_a_node_unfolds_its_neighbours_around_it(served):
    page, start, whole, asked = served
    node = max((n.id for n in start.nodes[1:]), key=whole.degrees.get)
    before = count(page)
    page.evaluate("(id) => qipan.choose('node', id)", node)
    page.get_by_role("button", name="展開").click()
    after = unfolded(page)
    assert after[0] > before[0]
    assert after[1] > before[1]
    assert len(asked) == 2
    places = page.evaluate("qipan.scene.nodes.map((n) => [n.x, n.y])")
    assert len({(round(x), round(y)) for x, y in places}) == len(places)
    seen = page.evaluate("[...qipan.scene.lit.nodes].map((n) => qipan.stage.network.canvasToDOM(n))")
    assert all(0 < at["x"] < 1600 - 392 and 0 < at["y"] < 860 for at in seen)  # beside the panel
    page.evaluate("qipan.choose('edge', qipan.model.edges.at(-1).id)")
    page.wait_for_selector("#panel .proof mark")  # what was fetched brought its evidence
    page.keyboard.press("u")
    assert count(page) == before


def test_the_address_unfolds_again(served):
    page, start, _, _ = served
    node = start.nodes[-1].id
    page.evaluate("(id) => qipan.expand(qipan.model.nodeById.get(id))", node)
    wanted = unfolded(page)
    page.reload()
    page.wait_for_selector("#stage[data-drawn]")
    assert count(page) == wanted


def test_what_cannot_be_fetched_is_said(served):
    page, start, _, _ = served
    page.context.unroute("**/*")
    page.context.route("**/*", lambda route: route.fulfill(status=500, body="{}"))
    before = count(page)
    page.evaluate("(id) => qipan.expand(qipan.model.nodeById.get(id))", start.nodes[0].id)
    until(page, "document.getElementById('live').textContent === '未能取得更多關係。'")
    assert count(page) == before


def test_search_goes_on_in_the_whole_graph(served):
    page, start, whole, _ = served
    here = {node.id for node in start.nodes}
    names = [node.name for node in start.nodes]
    away = next(n for n in whole.nodes if n.id not in here and not any(n.name in name for name in names))
    page.keyboard.press("/")
    page.keyboard.type(away.name)
    option = page.get_by_role("option").first
    until(page, "document.querySelectorAll('#search-results li').length === 2")
    assert "不在此圖" in option.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{HOST}/entity/{quote(away.id, safe='')}")


def test_what_is_in_the_picture_is_not_listed_twice(served):
    page, start, _, _ = served
    page.keyboard.press("/")
    with page.expect_response("**/find?q=*"):
        page.keyboard.type(start.nodes[0].name)
    count(page)
    assert "不在此圖" not in page.inner_text("#search-results")
