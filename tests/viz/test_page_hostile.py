"""Whatever articles say, it stays text: in the page, in every panel, under every language."""

import pytest

from kg.graph import Quote
from kg.model import Modality
from viz.view import Edge, Evidence, GraphView, Node, Source

RUN = "window.ran=(window.ran||0)+1"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f'"><img src=x onerror="{RUN}">',
    f"</script><script>{RUN}</script>",
    f"</style></title></noscript><script>{RUN}</script>",
    f"<!--<script>{RUN}",
    f"<svg onload={RUN}><a href=x>",
    f"javascript:{RUN}",
    f"'-{RUN}-'",
    f"`${{{RUN}}}`",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f'<a href="javascript:{RUN}">href</a>',
    f"<math><mtext></mtext><style><img src=x onerror={RUN}>",
    "__proto__",
    "constructor",
    "toString",
    "\ud800",
    "\u202eabc\u2066",
    "\x00\x01\x1f\u2028",
    "長" * 10_000,
)


def hostile(words, others):
    source = Source(words, words, words, f"javascript:{RUN}")
    quotes = (Quote(0, len(words), words, words + others, 0),)
    details = dict.fromkeys(("speaker", "polarity", "aspect", "condition", "horizon", "time"), words)
    proof = Evidence(words, source, quotes, Modality.NEGATED, 0.5, **details)
    a = Node(f"{words}", words, words, (words, others), 3, 2)
    b = Node(f"b:{words}", f"{words}2", others or words, (), 1, 1)
    edges = (
        Edge(words, a.id, words, b.id, Modality.NEGATED, first=words, last=words, evidence=(proof,)),
        Edge(f"2{words}", b.id, words, a.id, evidence=(proof,)),
        Edge(f"3{words}", a.id, "uses", a.id, evidence=(proof,)),
    )
    return GraphView((a, b), edges, title=words, focus=(a.id,), sources=(source,))


@pytest.mark.parametrize("words", PAYLOADS, ids=range(len(PAYLOADS)))
def test_nothing_that_an_article_says_runs(opened, words):
    view = hostile(words, "href")
    page = opened(view, lang="en")
    before = page.app("app.scene.nodes.length + app.scene.edges.length")
    assert before == 5
    ids = page.app("[...app.model.nodes.map((n) => ['node', n.id]), ...app.model.edges.map((e) => ['edge', e.id])]")
    for kind, key in ids:
        page.page.evaluate("([kind, id]) => window.qipan.choose(kind, id)", [kind, key])
        page.settle()
        assert page.page.is_visible("#panel h2")
    for node in page.app("app.model.nodes.map((n) => n.key)"):
        x, y = page.page.evaluate(
            "(key) => Object.values(qipan.stage.network.canvasToDOM(qipan.scene.byKey.get(key)))", node
        )
        box = page.page.locator("#stage").bounding_box()
        page.page.mouse.move(x + box["x"], y + box["y"])
    page.page.fill("#search", words[:40])
    page.page.keyboard.press("t")
    page.page.keyboard.press("Escape")
    page.app("app.store.set({ table: true, lang: 'zh-Hans' })")
    page.settle()
    page.at(page.page.evaluate("location.hash"))
    assert page.page.evaluate("window.ran") is None
    assert page.page.locator("iframe, img, object, embed, #panel svg a, #table img, main script").count() == 0
    assert page.page.evaluate("[...document.querySelectorAll('a')].every((a) => !/^javascript:/i.test(a.href))")
    assert page.page.evaluate(
        "[...document.querySelectorAll('*')].every((e) => ![...e.attributes].some((a) => a.name.startsWith('on')))"
    )
