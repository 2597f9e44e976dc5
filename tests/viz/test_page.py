"""What a reader does with the page, in a real browser."""

import pytest

from kg.graph import Quote
from kg.model import Modality
from viz.view import Edge, Evidence, GraphView, Node, Source

NEWS = Source("d1", "兩強相爭", "2026-02-02", "https://example.org/news")
LATER = Source("d2", "半年之後", "2026-08-02", "某報")
SENTENCE = "騰訊推出元寶,市場份額直追對手。"
TENCENT, YUANBAO, ALIBABA, QWEN = "company:騰訊", "product:元寶", "company:阿里巴巴", "product:千問"


def proof(number, source=NEWS, modality=Modality.ASSERTED, **more):
    return Evidence(f"s{number}", source, (Quote(50, 56, SENTENCE[:6], SENTENCE, 50),), modality, 0.8, **more)


def edge(number, head, relation, tail, modality=Modality.ASSERTED, source=NEWS, **more):
    said = proof(number, source, modality, **more)
    return Edge(f"r{number}", head, relation, tail, modality, first=source.date, last=source.date, evidence=(said,))


@pytest.fixture(scope="module")
def view():
    nodes = (
        Node(TENCENT, "Company", "騰訊", ("騰訊", "腾讯", "Tencent", "鵝廠"), 12, 2),
        Node(YUANBAO, "Product", "元寶", ("元寶",), 6, 2),
        Node(ALIBABA, "Company", "阿里巴巴", ("阿里巴巴",), 8, 1),
        Node(QWEN, "Product", "千問", ("千問",), 5, 1),
        Node("factor:成本", "Factor", "成本優勢明顯", (), 1, 1),
    )
    edges = (
        edge(1, TENCENT, "develops", YUANBAO),
        edge(2, TENCENT, "competes_with", ALIBABA, Modality.REPORTED, speaker="馬化騰"),
        edge(3, ALIBABA, "develops", QWEN, source=LATER),
        edge(4, TENCENT, "invests_in", ALIBABA, Modality.NEGATED),
        edge(5, ALIBABA, "has_strength", "factor:成本", Modality.FORECAST, LATER, horizon="兩年之內"),
    )
    return GraphView(nodes, edges, title="騰訊與阿里巴巴", focus=(TENCENT,), sources=(LATER, NEWS))


def shown(page):
    return page.app("[app.scene.nodes.length, app.scene.edges.length]")


def panel(page):
    return page.page.inner_text("#panel")


def test_everything_is_drawn_and_still(opened, view):
    page = opened(view)
    assert shown(page) == [5, 5]
    assert page.app("app.stage.network.body.nodeIndices.length") == 5
    before = page.app("app.stage.network.getPositions()")
    page.page.wait_for_timeout(400)
    assert page.app("app.stage.network.getPositions()") == before
    assert page.page.inner_text("#title") == "騰訊與阿里巴巴"
    assert "5 個實體 · 5 條關係 · 2 篇文章" in page.page.inner_text("#counts")
    assert "半年之後 (2026-08-02)" in page.page.inner_text("#sources")
    page.shot("small")


def test_pixels_are_where_the_nodes_are(opened, view):
    page = opened(view)
    x, y = page.point(TENCENT)
    colour = page.page.evaluate(
        """([x, y]) => {
            const canvas = document.querySelector("#stage canvas");
            const box = canvas.getBoundingClientRect();
            const ratio = canvas.width / box.width;
            return [...canvas.getContext("2d").getImageData((x - box.x) * ratio, (y - box.y) * ratio, 1, 1).data];
        }""",
        [x, y],
    )
    assert colour == [0x00, 0x65, 0xB1, 255]


def test_a_click_on_a_node_opens_what_is_said_of_it(opened, view):
    page = opened(view)
    page.click(TENCENT)
    said = panel(page)
    assert "騰訊" in said
    assert "公司 · 3 條關係 · 2 篇文章 · 提及 12 次" in said
    assert "又稱: 腾讯、Tencent、鵝廠" in said
    assert "馬化騰 的說法" in said
    assert page.page.inner_text("#panel mark >> nth=0") == SENTENCE[:6]
    assert page.app("app.scene.lit.nodes.size") == 3
    page.shot("node")
    page.page.click("#panel .close")
    assert not page.page.is_visible("#panel")


def test_a_click_on_a_line_opens_its_evidence(opened, view):
    page = opened(view)
    middle = page.page.evaluate(
        """() => {
            const { stage, scene } = window.qipan;
            const { line } = scene.edges.find((edge) => edge.id === "r5");
            const near = { x: line.ax * 0.8 + line.bx * 0.2, y: line.ay * 0.8 + line.by * 0.2 };
            const { x, y } = stage.network.canvasToDOM(near);
            const box = document.getElementById("stage").getBoundingClientRect();
            return [x + box.x, y + box.y];
        }"""
    )
    page.page.mouse.click(*middle)
    page.page.wait_for_selector("#panel .proof")
    said = panel(page)
    assert "預測" in said
    assert "兩年之內" in said
    assert "某報" in said
    assert "可信度 0.80" in said
    page.shot("edge")


def test_only_web_addresses_become_links(opened, view):
    page = opened(view, address="#edge=r1")
    page.page.wait_for_selector("#panel .proof")
    link = page.page.locator("#panel cite a")
    assert link.get_attribute("href") == "https://example.org/news"
    assert link.get_attribute("rel") == "noopener noreferrer"
    page.at("#edge=r3")
    page.page.wait_for_selector("#panel .proof")
    assert page.page.locator("#panel cite a").count() == 0


def test_parallel_relations_run_apart(opened, view):
    page = opened(view)
    lines = page.app(
        "['r2', 'r4'].map((id) => app.scene.edges.find((edge) => edge.id === id).line).map(({cx, cy}) => [cx, cy])"
    )
    assert abs(lines[0][0] - lines[1][0]) + abs(lines[0][1] - lines[1][1]) > 25
    said = {box["text"] for box in page.app("app.scene.relationCaptions.map(({text}) => ({text}))")}
    assert {"競爭", "投資", "開發"} <= said


def test_the_legend_counts_and_filters(opened, view):
    page = opened(view)
    row = page.page.locator('[data-kind="relation:develops"]')
    assert row.inner_text().split() == ["開發", "2"]
    row.click()
    page.settle()
    assert page.page.get_attribute('[data-kind="relation:develops"]', "aria-pressed") == "false"
    assert shown(page) == [3, 3]  # what only that relation joined goes with it
    page.page.click('[data-kind="type:Company"]')
    page.settle()
    assert shown(page) == [0, 0]
    page.page.keyboard.press("u")
    page.page.keyboard.press("u")
    page.settle()
    assert shown(page) == [5, 5]


def test_alt_click_shows_one_kind_alone_and_again_all(opened, view):
    page = opened(view)
    page.page.click('[data-kind="modality:negated"]', modifiers=["Alt"])
    page.settle()
    assert shown(page) == [2, 1]
    page.page.click('[data-kind="modality:negated"]', modifiers=["Alt"])
    page.settle()
    assert shown(page) == [5, 5]


@pytest.mark.parametrize("words", ["騰訊", "腾讯", "tencent", "ten", "鹅厂", "鵝", "ＴＥＮＣＥＮＴ"])
def test_search_finds_any_name_in_either_script(opened, view, words):
    page = opened(view)
    page.page.keyboard.press("/")
    page.page.keyboard.type(words)
    page.page.keyboard.press("Enter")
    page.settle()
    assert page.app("app.store.get().selected") == {"kind": "node", "id": TENCENT}


def test_search_says_when_there_is_no_such_name(opened, view):
    page = opened(view)
    page.page.fill("#search", "無此名")
    assert page.page.inner_text("#search-results") == "沒有這個名稱"
    page.page.keyboard.press("Escape")
    assert not page.page.is_visible("#search-results")


def test_the_address_restores_what_was_seen(opened, view):
    page = opened(view)
    page.page.click('[data-kind="type:Factor"]')
    page.page.click('[data-action="theme"]')
    page.page.select_option("#language", "en")
    page.click(ALIBABA)
    page.page.keyboard.press("+")
    x, y = page.point(QWEN)
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + 60, y + 40, steps=4)
    page.page.mouse.up()
    page.settle()
    want = page.app(
        "JSON.stringify([{...app.store.get(), camera: null}, app.scene.nodes.map((n) => [n.id, n.x, n.y])])"
    )
    address = page.page.evaluate("location.hash")
    page.at(address)
    state = page.app(
        "JSON.stringify([{...app.store.get(), camera: null}, app.scene.nodes.map((n) => [n.id, n.x, n.y])])"
    )
    assert state == want
    assert page.page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.page.evaluate("document.documentElement.lang") == "en"
    assert "develops" in panel(page)


def test_zoom_and_pan_are_kept(opened, view):
    page = opened(view)
    page.page.mouse.move(800, 450)
    page.page.mouse.wheel(0, -300)
    page.page.wait_for_timeout(100)
    scale = page.app("app.stage.network.getScale()")
    page.at(page.page.evaluate("location.hash"))
    assert page.app("app.stage.network.getScale()") == pytest.approx(scale, rel=0.01)


@pytest.mark.parametrize(
    "address",
    [
        "#node=nobody",
        "#edge=<script>",
        "#camera=a,b",
        "#at=1,2,x&at=q",
        "#route=a&route=b",
        "#open=x",
        "#only=zz",
        "#lang=xx",
        "#theme=pink",
        "#since=9999",
        "#%E0%A4%A",
    ],
)
def test_a_wrong_address_breaks_nothing(opened, view, address):
    page = opened(view, address=address)
    assert page.page.inner_text("#title") == "騰訊與阿里巴巴"


def test_hidden_pinned_and_only_neighbours(opened, view):
    page = opened(view)
    page.click(YUANBAO)
    page.page.get_by_role("button", name="隱藏").click()
    page.settle()
    assert shown(page) == [4, 4]
    page.click(TENCENT)
    page.page.get_by_role("button", name="只看周圍").click()
    page.settle()
    assert shown(page) == [2, 2]
    page.page.get_by_role("button", name="釘住").click()
    page.page.click('[data-kind="type:Company"]')
    page.settle()
    assert page.app("app.scene.nodes.map((n) => n.id)") == [TENCENT]


def test_a_way_between_two_nodes(opened, view):
    page = opened(view)
    page.click(YUANBAO)
    page.page.get_by_role("button", name="由此找路徑").click()
    page.click(QWEN)
    assert "元寶 到 千問" in panel(page)
    assert page.app("app.scene.lit.way.nodes.map((n) => n.id)") == [YUANBAO, TENCENT, ALIBABA, QWEN]
    page.shot("route")
    page.page.keyboard.press("Escape")
    page.settle()
    assert page.app("app.scene.lit") is None


def test_where_there_is_no_way_it_is_said(opened, view):
    lonely = GraphView((*view.nodes, Node("x", "Person", "某人")), view.edges)
    page = opened(lonely, address=f"#route={YUANBAO}&route=x")
    assert "兩者之間沒有路徑" in panel(page)


def test_the_time_slider_keeps_what_was_said_then(opened, view):
    page = opened(view)
    assert page.page.inner_text("#period-text") == "2026-02-02 – 2026-08-02"
    page.page.focus("#until")
    page.page.keyboard.press("ArrowLeft")
    page.settle()
    assert shown(page) == [3, 3]
    assert page.page.inner_text("#period-text") == "2026-02-02 – 2026-02-02"


def test_the_table_has_the_same_rows(opened, view):
    page = opened(view)
    page.page.click('[data-kind="modality:negated"]')
    page.page.keyboard.press("t")
    page.page.wait_for_selector("#table tbody tr")
    rows = page.page.locator("#table tbody tr")
    assert rows.count() == 4
    assert rows.nth(0).inner_text().split("\t") == [
        "騰訊",
        "開發",
        "元寶",
        "陳述",
        SENTENCE[:6],
        "兩強相爭",
        "2026-02-02",
    ]
    page.shot("table")
    rows.nth(1).get_by_role("button", name="競爭").click()
    page.page.wait_for_selector("#panel .proof")
    assert "馬化騰 的說法" in panel(page)


def test_everything_by_keyboard(opened, view):
    page = opened(view)
    page.page.focus("#stage")
    page.page.keyboard.press("Home")
    page.settle()
    first = page.app("app.chosen().id")
    near = set()
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"):
        page.app(f"app.choose('node', {first!r})")
        page.settle()
        page.page.keyboard.press(key)
        page.settle()
        near.add(page.app("app.chosen().id"))
    assert near & {ALIBABA, YUANBAO, TENCENT, QWEN, "factor:成本"} - {first}
    page.page.keyboard.press("Enter")
    assert page.page.evaluate("document.activeElement.id") == "panel"
    page.page.keyboard.press("Escape")
    page.settle()
    assert page.app("app.chosen()") is None


@pytest.mark.parametrize(
    ("lang", "label", "name"), [("zh-Hant", "圖例", "騰訊"), ("zh-Hans", "图例", "腾讯"), ("en", "Legend", "騰訊")]
)
def test_the_interface_speaks_and_quotes_stay_as_written(opened, view, lang, label, name):
    page = opened(view, lang=lang, address="#edge=r1")
    page.page.wait_for_selector("#panel .proof")
    assert page.page.inner_text("#legend-toggle") == label
    assert name in panel(page)
    assert SENTENCE in panel(page)
    assert page.page.evaluate("document.documentElement.lang") == lang
    assert page.page.get_attribute("#stage", "lang") == ("zh-Hans" if lang == "zh-Hans" else "zh-Hant")


def test_dark_on_request_and_by_the_systems_wish(opened, view):
    page = opened(view)
    assert page.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.page.emulate_media(color_scheme="dark")
    page.settle()
    assert page.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 29)"
    page.click(ALIBABA)
    page.shot("dark")
    page.page.click('[data-action="theme"]')
    page.settle()
    assert page.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize(("width", "height"), [(320, 480), (390, 780), (768, 1024), (1024, 600), (1920, 1080)])
def test_no_width_scrolls(opened, view, width, height):
    page = opened(view, width=width, height=height)
    assert page.page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.page.evaluate("document.documentElement.scrollHeight") <= height
    for node in view.nodes:
        x, y = page.point(node.id)
        assert 0 < x < width
        assert 0 < y < height
    page.app(f"app.choose('node', {TENCENT!r})")
    page.settle()
    assert page.page.evaluate("document.documentElement.scrollWidth") <= width
    page.shot(f"width-{width}")


def test_an_empty_view_says_so(opened):
    page = opened(GraphView(()))
    assert page.page.is_visible("#empty")
    assert page.page.inner_text("#empty-text") == "這裏還沒有內容。"


def test_filters_that_leave_nothing_offer_all(opened, view):
    page = opened(view, address="#since=2030-01-01")
    assert page.page.inner_text("#empty-text") == "篩選之後什麼也不剩。"
    page.page.click("#empty button")
    page.settle()
    assert shown(page) == [5, 5]


def test_the_picture_can_be_saved(opened, view):
    page = opened(view)
    with page.page.expect_download() as download:
        page.page.click('[data-action="png"]')
    assert download.value.suggested_filename == "騰訊與阿里巴巴.png"


def test_without_script_the_relations_can_be_read(browser, opened, view):
    path = opened(view).path
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert "騰訊" in page.inner_text(".noscript")
    assert SENTENCE[:6] in page.inner_text(".noscript")
    context.close()


def test_the_page_works_in_a_sandboxed_frame(browser, opened, view, tmp_path):
    inner = opened(view).path
    frame = tmp_path / "deck.html"
    frame.write_text(f'<iframe sandbox="allow-scripts" src="{inner.name}" width="800" height="600"></iframe>', "utf-8")
    context = browser.new_context()
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(frame.as_uri())
    inside = page.frames[1]
    inside.wait_for_selector("#stage[data-drawn]")
    inside.click('[data-kind="type:Company"]')
    page.wait_for_timeout(150)
    assert inside.evaluate("qipan.scene.nodes.length") == 3
    assert errors == []
    context.close()
