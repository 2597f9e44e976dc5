"""Every page as a file: opened without a server it shows what it is about and asks nobody for anything."""

import pytest

from api.export import PageKind
from api.paged import paged
from kg.errors import InvalidRequest, NotFound
from kg.store import open_store

PAGES = {
    "board": (["騰訊"], "#sheet .field .name"),
    "compare": (["騰訊", "阿里巴巴"], "#sheet table.compared"),
    "document": (["red-envelopes"], "#sheet .text .mention"),
    "documents": ([], "#sheet .articles li"),
    "timeline": (["騰訊"], "#sheet .year"),
    "ask": (["騰訊有哪些產品？"], "#sheet .rows .row"),
    "path": (["騰訊", "阿里巴巴"], "#stage[data-drawn]"),
    "loops": (["千問"], "#stage[data-drawn]"),
    "review": ([], "#sheet .queue .card"),
}


@pytest.fixture(scope="module")
def store(sample_store):
    with open_store(sample_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def tab(browser):
    """A tab, and what happened in it behind the scenes."""
    page, asked = browser.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.on("pageerror", lambda error: asked.append(str(error)))
    yield page, asked
    page.close()


@pytest.mark.parametrize("kind", PageKind)
def test_a_page_is_one_file(tab, store, tmp_path, kind):
    names, shows = PAGES[kind]
    text = paged(store, kind, names, "zh-Hant")
    assert text == paged(store, kind, names, "zh-Hant")
    file = tmp_path / "page.html"
    file.write_text(text, "utf-8")
    page, happened = tab
    happened.clear()
    page.goto(file.as_uri())
    page.locator(shows).first.wait_for()
    foreign = [each for each in happened if not each.startswith(("file:", "data:", "blob:"))]
    assert foreign == []
    assert page.locator("#sheet .actions button").count() == 0  # nothing is decided in a file


@pytest.mark.parametrize(("kind", "names"), [("board", []), ("path", ["騰訊"]), ("documents", ["x"])])
def test_a_page_says_what_it_takes(store, kind, names):
    with pytest.raises(InvalidRequest, match=f"--page {kind} takes"):
        paged(store, kind, names, "en")


def test_what_is_not_there_is_not_shown(store):
    with pytest.raises(NotFound):
        paged(store, "document", ["nosuch"], "en")
