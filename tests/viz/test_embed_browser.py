"""Embedded views in a real deck, in Chromium: shown from a file and from another host, and the deck keeps its keys."""

from pathlib import Path

import pytest
from builders import document, says
from services import serving
from starlette.staticfiles import StaticFiles

import viz.decks
from api.app import create_app
from kg.networkx_graph import NetworkXGraph
from kg.views import SavedView, Selection

REVEAL = Path(viz.decks.__file__).parent / "reveal"
GRAPH = NetworkXGraph.of(
    [
        document(
            says("Company:騰訊", "develops", "Product:元寶"),
            says("Company:騰訊", "competes_with", "Company:阿里"),
            id="d",
            date="2026-02-02",
        )
    ]
)
DECK = """<!doctype html><html><head><meta charset="utf-8"><link rel="stylesheet" href="lib/reveal.css"></head><body>
<div class="reveal"><div class="slides">
<section><h2>one</h2><iframe data-src="{address}" width="900" height="500" {sandbox}></iframe></section>
<section><h2>two</h2></section></div></div>
<script src="lib/reveal.js"></script><script>Reveal.initialize();</script></body></html>"""


@pytest.fixture(scope="module")
def served():
    """The service, with one view."""
    app = create_app(GRAPH)
    app.state.parts.views.put(SavedView("red", "騰訊追趕", Selection("ego", ("company:騰訊",))))
    with serving(app) as address:
        yield address


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    made = context.new_page()
    made.set_default_timeout(60_000)
    yield made
    context.close()


def deck(folder, address, sandbox):
    (folder / "lib").symlink_to(REVEAL)
    (folder / "index.html").write_text(DECK.format(address=address, sandbox=sandbox), "utf-8")
    return folder / "index.html"


def current(page):
    return page.evaluate("Reveal.getIndices().h")


@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'])
def test_a_deck_from_a_file_shows_the_view_and_keeps_its_keys(page, served, tmp_path, sandbox):
    page.goto(deck(tmp_path, f"{served}/embed/red", sandbox).as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#stage[data-drawn]").wait_for()
    frame.locator("#stage").click(position={"x": 20, "y": 20})
    page.keyboard.press("PageDown")
    page.wait_for_function("Reveal.getIndices().h === 1")
    page.keyboard.press("PageUp")
    page.wait_for_function("Reveal.getIndices().h === 0")


def test_a_deck_from_another_host_shows_the_view(page, served, tmp_path):
    deck(tmp_path, f"{served}/embed/red", "")
    with serving(StaticFiles(directory=tmp_path, follow_symlink=True, html=True)) as other:
        page.goto(f"{other}/index.html")
        page.frame_locator("iframe").locator("#stage[data-drawn]").wait_for()


@pytest.mark.parametrize("size", [(320, 180), (1280, 720), (3840, 2160)])
@pytest.mark.parametrize("query", ["", "?interactive=0"])
def test_no_scroll_bars_at_any_size(page, served, size, query):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{served}/embed/red{query}")
    page.wait_for_selector("#stage[data-drawn], img")
    over = page.evaluate(
        "[document.documentElement.scrollWidth > innerWidth, document.documentElement.scrollHeight > innerHeight]"
    )
    assert over == [False, False]
    shown = [
        name
        for name in (".bar", ".foot", "#legend", ".corner")
        if page.locator(name).count() and page.locator(name).is_visible()
    ]
    assert shown == []


def test_a_wall_shows_the_same_as_a_slide(page, served):
    """Names and nodes grow with the frame, so that they can be read from as far away."""
    found = []
    for width, height in [(1280, 720), (3840, 2160)]:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{served}/embed/red")
        page.wait_for_selector("#stage[data-drawn]")
        xs = page.evaluate("window.qipan.scene.nodes.map((n) => window.qipan.stage.network.canvasToDOM(n).x)")
        found.append([x / width for x in xs])
    assert found[1] == pytest.approx(found[0], abs=0.01)


def test_print_and_no_script_show_the_picture(browser, page, served):
    page.goto(f"{served}/embed/red")
    page.wait_for_selector("#stage[data-drawn]")
    assert not page.locator(".still").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".still").is_visible()
    context = browser.new_context(java_script_enabled=False)
    quiet = context.new_page()
    quiet.goto(f"{served}/embed/red")
    assert quiet.locator(".still").is_visible()
    context.close()


def test_a_transparent_view_has_no_ground(page, served):
    page.goto(f"{served}/embed/red?transparent=1")
    page.wait_for_selector("#stage[data-drawn]")
    grounds = page.evaluate(
        "['html', 'body', '#stage'].map((s) => getComputedStyle(document.querySelector(s)).backgroundColor)"
    )
    assert grounds == ["rgba(0, 0, 0, 0)"] * 3


def test_the_share_page_shows_and_copies(page, served):
    page.goto(f"{served}/embed/red/share")
    page.frame_locator("iframe").locator("#stage[data-drawn]").wait_for()
    page.locator("button[data-of=iframe]").click()
    page.wait_for_function("document.querySelector('button[data-of=iframe]').textContent === '已複製'")
