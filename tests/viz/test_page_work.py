"""What a reader does with the page: hides, walks, filters by time, reads the table, in a real browser."""

import pytest
from rivals import ALIBABA, QWEN, SENTENCE, TENCENT, YUANBAO, panel, rivals, shown
from waiting import until

from viz.html import Links
from viz.layout import arrange
from viz.view import GraphView, Node


@pytest.fixture(scope="module")
def view():
    return rivals()


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


def test_a_way_is_found_by_keyboard(opened, view):
    page = opened(view, address=f"#node={YUANBAO}")
    page.page.get_by_role("button", name="由此找路徑").focus()
    page.page.keyboard.press("Enter")
    assert page.page.evaluate("document.activeElement.id") == "stage"
    assert "元寶" in page.page.inner_text("#live")
    page.app(f"app.choose('node', {QWEN!r})")  # as arrows do
    page.settle()
    page.page.keyboard.press("Enter")
    page.settle()
    assert page.app("app.scene.lit.way.nodes.map((n) => n.id)") == [YUANBAO, TENCENT, ALIBABA, QWEN]


def test_a_way_ends_at_what_is_searched(opened, view):
    page = opened(view, address=f"#node={YUANBAO}")
    page.page.get_by_role("button", name="由此找路徑").click()
    page.page.keyboard.press("/")
    page.page.keyboard.type("千問")
    page.page.keyboard.press("Enter")
    page.settle()
    assert page.app("app.store.get().route") == [YUANBAO, QWEN]


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


def spread(page):
    """How much of the canvas the nodes take, across and down."""
    return page.app(
        "['x', 'y'].map((axis, i) => { const all = app.scene.nodes.map((n) => app.stage.network.canvasToDOM(n)[axis]);"
        " const { clientWidth, clientHeight } = document.getElementById('stage');"
        " return (Math.max(...all) - Math.min(...all)) / [clientWidth, clientHeight][i]; })"
    )


def test_an_upright_screen_is_filled_and_places_stay_what_they_are(opened, make_view):
    view = make_view(40, 60)
    page = opened(view, width=390, height=844, links=Links(save="https://qipan.test/v1/views"))
    assert spread(page)[1] > 0.5
    page.shot("upright")
    x, y = page.point(view.nodes[0].id)
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + 30, y + 60, steps=4)
    page.page.mouse.up()
    page.settle()
    places = "Object.fromEntries(app.scene.nodes.map(({ id, x, y }) => [id, [x, y]]))"
    upright, kept = page.app(places), page.app("app.viewOf('').positions")
    page.page.set_viewport_size({"width": 1600, "height": 900})
    until(page.page, "!qipan.scene.turned")
    wide = page.app(places)
    for key, (x, y) in wide.items():
        assert upright[key] == pytest.approx([y, x], abs=1)
        assert kept[key] == pytest.approx([x, y], abs=1)
    assert spread(page)[0] > 0.5
    moved = page.page.evaluate("location.hash")
    for key, place in opened(view, address=moved).app(places).items():
        assert wide[key] == pytest.approx(place, abs=1)


def test_places_that_somebody_chose_are_not_turned(opened, make_view):
    view = make_view(12, 14)
    page = opened(view, width=390, height=844, layout=arrange(view))
    assert page.app("app.scene.turned") is False


def test_a_telephone_reads_the_table_row_by_row(opened, view):
    page = opened(view, width=390, height=844, address="#table=1")
    page.page.wait_for_selector("#table tbody tr")
    boxes = page.page.eval_on_selector_all("#table .quote", "(all) => all.map((each) => each.clientWidth)")
    assert min(boxes) > 300
    assert page.page.evaluate("document.querySelector('#table').scrollWidth") <= 390


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
    until(inside, "qipan.scene.nodes.length === 3")
    assert errors == []
    context.close()
