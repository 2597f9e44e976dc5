import json

import pytest

from api.export import FORMATS, PICTURES

TEXTS = [form for form in FORMATS if form not in PICTURES]
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


def test_a_part_around_a_name(ask_samples):
    near, far = (
        json.loads(ask_samples("export", "千问", "--depth", depth, "--format", "json").out) for depth in (1, 2)
    )
    names = [{entity["name"] for entity in part["entities"]} for part in (near, far)]
    assert {"千問", "夸克"} <= names[0] < names[1]


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
    ],
)
def test_what_cannot_be_exported_is_said_in_one_line(ask_samples, arguments, status):
    ran = ask_samples(*arguments)
    assert (ran.status, ran.out, ran.err.count("\n")) == (status, "", 1)
