import json
import shutil

import pytest

from api.export import FORMATS, PICTURES
from kg.store import open_store
from kg.views import SavedView, Selection, Story

TEXTS = [form for form in FORMATS if form not in {*PICTURES, "reveal"}]
BEGINS = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "pptx": b"PK\x03\x04"}


@pytest.mark.parametrize("form", TEXTS)
def test_file_and_standard_output_hold_the_same(ask_samples, tmp_path, form):
    printed = ask_samples("export", "--format", form)
    written = ask_samples("export", "--format", form, "-o", tmp_path / "graph")
    assert (printed.status, written.status, written.out) == (0, 0, "")
    assert (tmp_path / "graph").read_bytes().decode() == printed.out != ""


@pytest.mark.parametrize("form", PICTURES)
def test_pictures_and_slides(ask_samples, tmp_path, monkeypatch, form):
    monkeypatch.chdir(tmp_path)
    options = ["--format", form, "--nodes", "12", "--title", "騰訊以紅包換入口", "--theme", "print", "--scale", "1"]
    written = [ask_samples("export", "騰訊", *options, "-o", name) for name in ("one", "two")]
    assert [(ran.status, ran.out, ran.err) for ran in written] == [(0, "", "")] * 2
    content = (tmp_path / "one").read_bytes()
    assert content.startswith(BEGINS[form])
    assert content == (tmp_path / "two").read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"one", "two"}


@pytest.fixture
def told(sample_store, tmp_path):
    """A store with a view, a chart and a story of both."""
    address = tmp_path / "told.db"
    shutil.copy(sample_store, address)
    with open_store(address) as store:
        store.views.put(SavedView("red", "騰訊以紅包換入口", Selection("ego", ("company:騰訊",)), theme="print"))
        store.views.put(SavedView("board", "", Selection("swot", ("company:騰訊",))))
        store.views.put_story(Story("tale", "入口之爭", ("red", "board")))
    return address


def test_saved_views_and_stories(qipan, told, tmp_path):
    for form in ("svg", "html"):
        assert "騰訊以紅包換入口" in qipan("export", "--view", "red", "--format", form, "--store", told).out
    ran = qipan("export", "--story", "tale", "--format", "pptx", "-o", tmp_path / "deck.pptx", "--store", told)
    assert (ran.status, ran.err.split()) == (0, ["1/2", "2/2"])
    assert qipan("export", "--story", "tale", "--format", "svg", "--store", told).status == 2
    assert qipan("export", "--view", "nosuch", "--format", "svg", "--store", told).status == 1


def test_a_deck_is_a_folder_that_needs_nothing_else(qipan, told, tmp_path):
    assert qipan("export", "--story", "tale", "--format", "reveal", "--store", told).status == 2
    ran = qipan("export", "--story", "tale", "--format", "reveal", "-o", tmp_path / "deck", "--store", told)
    assert ran.status == 0
    names = {
        path.relative_to(tmp_path / "deck").as_posix() for path in (tmp_path / "deck").rglob("*") if path.is_file()
    }
    views = {f"{folder}/{n}.{end}" for n in (1, 2) for folder, end in (("views", "html"), ("pictures", "svg"))}
    assert names == {"index.html", "lib/reveal.js", "lib/reveal.css", "lib/deck.css", "lib/LICENSE", *views}
    index = (tmp_path / "deck" / "index.html").read_text("utf-8")
    assert "http" not in index
    assert index.count("<section>") == 2


def test_a_part_around_a_name(ask_samples):
    near, far = (
        json.loads(ask_samples("export", "千问", "--depth", depth, "--format", "json").out) for depth in (1, 2)
    )
    names = [{entity["name"] for entity in part["entities"]} for part in (near, far)]
    assert {"千問", "夸克"} <= names[0] < names[1]


def test_other_pages(ask_samples, tmp_path):
    asked = ["騰訊", "阿里巴巴", "--page", "compare", "--format", "html"]
    ran = ask_samples("export", *asked, "-o", tmp_path / "page.html")
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert "騰訊 · 阿里巴巴" in (tmp_path / "page.html").read_text("utf-8")


def test_page_loads_nothing_from_elsewhere(ask_samples):
    page = ask_samples("export", "騰訊", "--format", "html").out
    assert page.lower().startswith("<!doctype html>")
    assert 'src="http' not in page


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["export"], 2),
        (["export", "--format", "nosuch"], 2),
        (["export", "xyzzy", "--format", "json"], 1),
        (["export", "--format", "json", "-o", "/no/such/folder/x"], 2),
        (["export", "騰訊", "--format", "pptx", "-o", "/no/such/folder/x"], 2),
        (["export", "騰訊", "--format", "pptx", "--template", "/no/such.potx"], 2),
        (["export", "騰訊", "--format", "png", "--scale", "3"], 2),
        (["export", "騰訊", "阿里巴巴", "--format", "html"], 2),
        (["export", "騰訊", "--page", "board", "--format", "svg"], 2),
        (["export", "--page", "board", "--format", "html"], 2),
    ],
)
def test_what_cannot_be_exported_is_said_in_one_line(ask_samples, arguments, status):
    ran = ask_samples(*arguments)
    assert (ran.status, ran.out, ran.err.count("\n")) == (status, "", 1)
