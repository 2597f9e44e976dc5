import json

import pytest

from api.export import FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_file_and_standard_output_hold_the_same(ask_samples, tmp_path, form):
    printed = ask_samples("export", "--format", form)
    written = ask_samples("export", "--format", form, "-o", tmp_path / "graph")
    assert (printed.status, written.status, written.out) == (0, 0, "")
    assert (tmp_path / "graph").read_bytes().decode() == printed.out != ""


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
    ],
)
def test_what_cannot_be_exported_is_said_in_one_line(ask_samples, arguments, status):
    ran = ask_samples(*arguments)
    assert (ran.status, ran.out, ran.err.count("\n")) == (status, "", 1)
