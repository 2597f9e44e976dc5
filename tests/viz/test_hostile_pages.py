"""All hostile texts at once, in one browser, in everything that a browser opens: none runs, none asks another host."""

import pytest
from hostile import GROUPS, PAYLOADS, hostile_document

from kg.graph import Quote
from kg.model import Modality
from kg.networkx_graph import NetworkXGraph
from viz import decks, embed, formats, html, sheets
from viz.embed import Embedding
from viz.exhibit import Exhibit, Options
from viz.share import share_page
from viz.snippets import snippets
from viz.view import Edge, Evidence, GraphView, Node, Source

MARKUP = " ".join(text for name in ("script", "handlers", "addresses", "svg and xml", "style") for text in GROUPS[name])
WALK = """async (names) => {
  const app = window.qipan, frame = () => new Promise((done) => requestAnimationFrame(done));
  const nodes = app.model.nodes.filter((n) => names.includes(n.id)).map((n) => ["node", n.id]);
  const every = [...app.model.edges.map((e) => ["edge", e.id]), ...nodes];
  let shown = 0;
  for (const [kind, id] of every) {
    app.choose(kind, id);
    await frame();
    shown += document.querySelector("#panel h2") ? 1 : 0;
  }
  app.store.set({ table: true });
  await frame();
  return [shown, every.length];
}"""
HARM = """() => [
  window.ran,
  [...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => a.name.startsWith("on"))).length,
  [...document.querySelectorAll("[href],[src],[action],[data]")]
    .map((e) => e.getAttribute("href") || e.getAttribute("src") || "")
    .filter((a) => /^[\\s\\u0000-\\u0020]*(javascript|vbscript|data:text)/i.test(a)),
]"""


def _proof(words):
    quotes = (Quote(0, len(words), words, words, 0),)
    details = dict.fromkeys(("speaker", "polarity", "aspect", "condition", "horizon", "time", "rule"), words)
    return Evidence(words, Source(words, words, words, words), quotes, Modality.NEGATED, 0.5, **details)


def _view(texts):
    """Things called so; every twelfth has a relation to the one before, which rests on what twelve say."""
    odd = set(GROUPS["script"][:5])
    nodes = tuple(Node(t, t if t in odd else "Factor", t, (t, f"{t}二"), 3, 2) for t in texts)
    edges = tuple(
        Edge(
            f"edge {n}",
            texts[n],
            texts[n] if texts[n] in odd else "uses",
            texts[n - 1],
            Modality.NEGATED,
            first=texts[n],
            last=texts[n],
            evidence=tuple(map(_proof, texts[n : n + 12])),
        )
        for n in range(0, len(texts), 12)
    )
    return GraphView(nodes, edges, MARKUP, focus=texts[:1], sources=tuple(_proof(t).source for t in texts))


@pytest.fixture(scope="module")
def view():
    return _view(PAYLOADS)


@pytest.fixture
def watched(browser):
    """Opens files in one page and keeps what they did: dialogs, errors, requests beyond this machine."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page, did = context.new_page(), []
    page.set_default_timeout(60_000)
    page.on("dialog", lambda dialog: (did.append(("dialog", dialog.message)), dialog.dismiss()))
    page.on("pageerror", lambda error: did.append(("error", str(error))))
    page.on("console", lambda message: did.append(("console", message.text)) if message.type == "error" else None)
    page.on(
        "request",
        lambda asked: (
            did.append(("request", asked.url[:200]))
            if not asked.url.startswith(("file:", "data:", "blob:", "about:"))
            else None
        ),
    )
    yield page, did
    context.close()


def harmless(page):
    """Nothing ran, nothing on the page could."""
    ran, handlers, addresses = page.evaluate(HARM)
    return ran is None and handlers == 0 and addresses == []


def shown(page, folder, name, content):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    page.goto((folder / name).as_uri())
    return page


def test_the_page_runs_nothing(watched, view, tmp_path):
    page, did = watched
    shown(page, tmp_path, "page.html", html.render(view, lang="en"))
    page.wait_for_selector("#stage[data-drawn]", state="attached")
    seen, every = page.evaluate(WALK, GROUPS["script"][:12])
    assert seen == every > len(PAYLOADS) // 12
    assert harmless(page)
    assert page.locator("iframe, object, embed, base, form[action], #panel img, #table img, main script").count() == 0
    assert did == []


def test_an_articles_page_runs_nothing(watched, tmp_path):
    page, did = watched
    doc = hostile_document(MARKUP)
    made = sheets.document(NetworkXGraph.of([doc]), doc)
    shown(page, tmp_path, "article.html", html.render(made.view, sheet=made.sheet))
    page.wait_for_selector("#stage[data-drawn]", state="attached")
    assert MARKUP[:200] in page.evaluate("document.body.textContent")
    assert harmless(page)
    assert did == []


@pytest.mark.parametrize("interactive", [True, False])
def test_a_page_in_a_frame_runs_nothing(watched, view, tmp_path, interactive):
    page, did = watched
    shown(page, tmp_path, "embed.html", embed.page(Exhibit(view), Embedding(interactive=interactive), "bm9uY2U="))
    page.wait_for_timeout(300)
    assert harmless(page)
    assert did == []


def test_a_picture_opened_alone_runs_nothing(watched, view, tmp_path):
    page, did = watched
    shown(page, tmp_path, "picture.svg", formats.render(Exhibit(view), "svg", Options()))
    assert page.evaluate("document.documentElement.tagName") == "svg"  # it is whole: no error page
    assert page.locator("script, foreignObject, image, a, use, animate, set, style, parsererror").count() == 0
    assert harmless(page)
    assert did == []


def test_the_page_for_taking_along_runs_nothing(watched, tmp_path):
    page, did = watched
    exhibit = Exhibit(_view((*GROUPS["script"], *GROUPS["handlers"])))
    given = snippets(exhibit, "about:blank", Options())
    shown(page, tmp_path, "share.html", share_page(MARKUP, "about:blank", given, "en", "bm9uY2U=", "/view"))
    assert page.locator("iframe").count() == 1
    assert harmless(page)
    for name in ("iframe", "image", "image_map"):  # what is pasted elsewhere
        shown(page, tmp_path, f"{name}.html", given[name])
        assert harmless(page)
    assert [what for what in did if "about:blank.png" not in str(what) and "ERR_UNKNOWN" not in str(what)] == []


def test_a_deck_runs_nothing(watched, tmp_path):
    page, did = watched
    exhibits = [Exhibit(_view(tuple(GROUPS[name]))) for name in ("addresses", "templates", "svg and xml")]
    for name, content in decks.reveal_deck(exhibits, [Options()] * 3, title=MARKUP):
        path = (tmp_path / name).resolve()
        assert path.is_relative_to(tmp_path.resolve())
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    page.goto((tmp_path / "index.html").as_uri())
    for number in range(3):
        page.wait_for_function(f"Reveal.getIndices().h === {number}")
        page.wait_for_timeout(200)
        assert all(frame.evaluate("window.ran") is None for frame in page.frames)
        page.keyboard.press("ArrowRight")
    assert harmless(page)
    assert did == []
