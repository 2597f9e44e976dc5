"""What a reader sees and clicks on the page, in a real browser."""

import pytest
from rivals import ALIBABA, QWEN, SENTENCE, TENCENT, panel, rivals, shown
from waiting import until


@pytest.fixture(scope="module")
def view():
    return rivals()


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
    page.settle()
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
    until(page.page, "location.hash.includes('camera=')")
    page.page.keyboard.press("+")
    page.click(QWEN)
    seen = page.app("app.stage.view()")
    page.at(page.page.evaluate("location.hash"))
    assert page.app("app.stage.view()") == pytest.approx(seen, rel=1e-5)
    assert page.app("app.chosen().id") == QWEN


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
