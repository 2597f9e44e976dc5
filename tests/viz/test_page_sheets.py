"""What stands beside the graph and the graph light up each other, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from builders import document, says

from kg.model import Modality
from kg.networkx_graph import NetworkXGraph
from kg.questions import Asker
from viz import answers, sheets
from viz.html import Links

TENCENT, ALIBABA, YUANBAO = "Company:騰訊|腾讯|Tencent", "Company:阿里巴巴", "Product:元寶"
TEXT = "## 元寶上線\n𠮷時已到，騰訊推出元寶。騰訊與阿里巴巴是對手，阿里巴巴人才多。\n據悉騰訊將進軍<b>企業</b>市場。"
NEWS = document(
    TEXT,
    says(TENCENT, "develops", YUANBAO, quote="騰訊推出元寶"),
    says(TENCENT, "competes_with", ALIBABA, quote="騰訊與阿里巴巴是對手"),
    says(ALIBABA, "has_strength", "Factor:人才多", quote="阿里巴巴人才多"),
    says(TENCENT, "targets", "Market:企業", quote="騰訊將進軍<b>企業</b>市場", modality=Modality.FORECAST),
    id="news",
    title="元寶上線",
    date="2026-02-02",
)
EARLIER = document(says(TENCENT, "develops", YUANBAO), id="earlier", title="去年", date="2025-01-01")
GRAPH = NetworkXGraph.of([NEWS, EARLIER])
LINKS = Links(
    document="/view/documents/{document}#mark={start}-{end}",
    entity="/view/entity/{entity}",
    ask="/ask?q={question}",
    compare="/compare?ids={entity}&ids={other}",
)
MADE = {
    "document": sheets.document(GRAPH, NEWS),
    "board": sheets.board(GRAPH, "company:騰訊"),
    "comparison": sheets.comparison(GRAPH, ["company:騰訊", "company:阿里巴巴"]),
    "timeline": sheets.chronicle(GRAPH, "company:騰訊"),
    "articles": sheets.articles(GRAPH),
    "answer": answers.answer(GRAPH, Asker().ask(GRAPH, "騰訊有哪些產品？")),
    "unread": answers.unread("今天天氣怎麼樣？", Asker().forms),
}


@pytest.fixture
def sheet(opened):
    """Open a page with a sheet: sheet("board", width=390)."""

    def open_sheet(kind, **options):
        made = MADE[kind]
        page = opened(made.view, sheet=made.sheet, **{"links": LINKS} | options)
        page.page.wait_for_selector("#sheet > *")
        return page

    return open_sheet


def lit(page):
    return page.page.eval_on_selector_all("#sheet .lit", "(all) => all.map((each) => each.textContent)")


def test_the_text_is_there_letter_for_letter(sheet):
    page = sheet("document")
    text = page.page.evaluate(
        """() => [...document.querySelectorAll(".text p")].map((p) => {
            const copy = p.cloneNode(true);
            copy.querySelectorAll("sup").forEach((note) => note.remove());
            return copy.textContent;
        }).join("\\n")"""
    )
    assert text == TEXT
    names = page.page.locator(".mention").all_inner_texts()
    assert names == ["元寶", "騰訊", "元寶", "騰訊", "阿里巴巴", "阿里巴巴", "人才多", "騰訊", "企業"]
    assert page.page.locator(".note").all_inner_texts() == ["1", "2", "3", "4"]


def test_a_name_in_the_text_is_chosen_in_the_graph(sheet):
    page = sheet("document")
    page.page.click(".mention >> text=阿里巴巴 >> nth=0")
    page.settle()
    assert page.app("app.chosen().id") == "company:阿里巴巴"
    assert lit(page) == ["阿里巴巴", "阿里巴巴"]


def test_a_note_opens_its_statement_and_marks_its_words(sheet):
    page = sheet("document")
    page.page.click(".note >> nth=1")
    page.page.wait_for_selector("#panel .proof")
    assert page.app("app.chosen().relation") == "competes_with"
    assert "".join(lit(page)) == "騰訊與阿里巴巴是對手2"
    page.shot("sheet-document")


def test_what_is_chosen_in_the_graph_is_marked_in_the_text(sheet):
    page = sheet("document")
    page.click("product:元寶")
    assert lit(page) == ["元寶", "元寶"]
    page.app("app.choose('edge', app.model.edges.find((edge) => edge.relation === 'targets').id)")
    page.settle()
    assert "".join(lit(page)) == "騰訊將進軍<b>企業</b>市場4"


def test_pointing_at_a_name_points_at_the_node(sheet):
    page = sheet("document")
    page.page.hover(".mention >> text=阿里巴巴 >> nth=0")
    assert page.app("app.scene.hovered.id") == "company:阿里巴巴"
    page.page.hover("h1")
    assert page.app("app.scene.hovered") is None


def test_an_address_leads_to_a_place_in_the_text(sheet):
    start = TEXT.index("騰訊與")
    page = sheet("document", address=f"#mark={start}-{start + 4}")
    assert "".join(page.page.locator(".asked").all_inner_texts()) == "騰訊與阿"
    assert page.page.evaluate("location.hash") == f"#mark={start}-{start + 4}"
    page.page.click('[data-action="theme"]')
    page.settle()
    assert f"mark={start}-{start + 4}" in page.page.evaluate("location.hash")


def test_the_board_shows_quotes_and_leads_to_the_article(sheet):
    page = sheet("board")
    threats = page.page.locator(".field.threats")
    assert threats.inner_text().split("\n") == ["威脅", "阿里巴巴", "騰訊與阿里巴巴是對手", "元寶上線", "2026-02-02"]
    start = TEXT.index("騰訊與")
    link = threats.locator("footer a").get_attribute("href")
    assert link == f"/view/documents/news#mark={start}-{start + 10}"
    assert page.page.locator(".field.opportunities .badge").inner_text() == "預測"
    assert page.page.locator(".field.weaknesses p").inner_text() == "文章沒有提到。"
    threats.locator("blockquote").click()
    page.settle()
    assert page.app("app.chosen().relation") == "competes_with"
    page.shot("sheet-board")


def test_the_comparison_has_a_column_for_each(sheet):
    page = sheet("comparison")
    assert page.page.locator(".compared thead th").all_inner_texts() == ["騰訊", "阿里巴巴"]
    rows = page.page.locator(".compared tbody th").all_inner_texts()
    assert rows == ["產品", "市場", "優勢", "競爭對手"]
    page.shot("sheet-comparison")


def test_the_timeline_runs_from_the_latest(sheet):
    page = sheet("timeline")
    assert page.page.locator(".year > h2").all_inner_texts() == ["2026", "2025"]
    page.page.click(".year >> nth=1 >> blockquote")
    page.settle()
    assert page.app("app.chosen().relation") == "develops"
    page.shot("sheet-timeline")


def test_an_answer_has_its_rows_and_their_words(sheet):
    page = sheet("answer")
    assert page.page.inner_text(".verdict") == "資料中有以下內容。"
    row = page.page.locator(".rows > li")
    assert row.count() == 1
    assert "元寶" in row.inner_text()
    row.locator("blockquote").click()
    page.page.wait_for_selector("#panel .proof")
    assert page.app("app.chosen().relation") == "develops"


def test_what_cannot_be_read_says_what_can_be_asked(sheet):
    page = sheet("unread")
    assert page.page.inner_text(".verdict") == "讀不懂這個問題。可以這樣問："
    example = page.page.locator(".examples a").first
    assert example.get_attribute("href").startswith("/ask?q=%")
    page.page.select_option("#language", "en")
    page.settle()
    assert page.page.inner_text(".verdict") == "This question could not be read. One can ask:"


def test_rivals_can_be_compared(sheet):
    page = sheet("board", address="#node=company:阿里巴巴")
    page.page.wait_for_selector("#panel h2")
    wanted = "/compare?ids=company%3A%E9%A8%B0%E8%A8%8A&ids=company%3A%E9%98%BF%E9%87%8C%E5%B7%B4%E5%B7%B4"
    assert page.page.get_by_role("link", name="兩者對照").get_attribute("href") == wanted


def test_words_in_the_search_box_can_be_asked(sheet):
    page = sheet("board")
    page.page.keyboard.press("/")
    page.page.keyboard.type("誰領導騰訊？")
    assert page.page.inner_text("#search-results") == "提問：誰領導騰訊？\n↵"
    with page.page.expect_request("**/ask?q=*") as asked:
        page.page.keyboard.press("Enter")
    assert asked.value.url.endswith("/ask?q=%E8%AA%B0%E9%A0%98%E5%B0%8E%E9%A8%B0%E8%A8%8A%EF%BC%9F")


def test_the_articles_lead_to_their_texts_in_the_readers_theme(sheet):
    page = sheet("articles", address="#theme=dark&lang=en")
    links = page.page.locator(".articles a")
    assert links.nth(0).get_attribute("href") == "/view/documents/news#theme=dark&lang=en"
    assert page.page.inner_text("#title") == "Articles"


@pytest.mark.parametrize(("lang", "name", "field"), [("zh-Hans", "腾讯", "威胁"), ("en", "騰訊", "Threats")])
def test_sheets_speak_the_readers_language(sheet, lang, name, field):
    page = sheet("board")
    page.page.select_option("#language", lang)
    page.settle()
    assert page.page.locator(".field.threats h2").inner_text() == field
    assert page.page.inner_text("#title").startswith(name)


def test_panes_are_kept_in_the_address(sheet):
    page = sheet("document")
    page.page.click('[data-action="pane-graph"]')
    page.settle()
    assert not page.page.is_visible("#sheet")
    assert page.app("app.stage.network.body.container.clientWidth") == 1600
    page.at(page.page.evaluate("location.hash"))
    assert not page.page.is_visible("#sheet")
    page.page.click('[data-action="pane-sheet"]')
    page.page.keyboard.press("t")
    page.page.wait_for_selector("#table tbody tr")
    assert page.page.is_visible("#table")


def test_a_telephone_shows_one_at_a_time(sheet):
    page = sheet("document", width=390, height=844)
    assert page.page.is_visible("#sheet")
    page.page.click(".mention >> nth=1")
    page.page.wait_for_selector("#panel h2")
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 390
    page.shot("sheet-phone")
    page.page.click('[data-action="pane-graph"]')
    page.settle()
    assert not page.page.is_visible("#sheet")
    assert 0 < page.point("company:騰訊")[0] < 390
    assert page.page.get_attribute("#legend-toggle", "aria-expanded") == "false"  # it would cover the graph


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize(("width", "address"), [(1600, ""), (1600, "#theme=dark&node=company:騰訊"), (390, "#lang=en")])
def test_axe_finds_nothing(sheet, kind, width, address):
    page = sheet(kind, width=width, address=address)
    found = Axe().run(page.page).response["violations"]
    assert [(each["id"], each["impact"], each["nodes"][0]["html"]) for each in found] == []


def test_an_exported_sheet_leads_nowhere(sheet):
    page = sheet("board", links=Links())
    assert page.page.locator("a[href]").count() == 0
