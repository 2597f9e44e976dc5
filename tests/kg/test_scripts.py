"""Traditional and Simplified are one graph: the same entities and statements, at the same places."""

from functools import cache

import opencc
import pytest

from kg.extract import extract
from kg.resources import data_dir
from kg.text import script_of, to_hans, to_hant

ARTICLES = sorted((data_dir() / "articles").glob("*.md"))


@cache
def read(text):
    return extract(text, id="a")


def said(doc):
    return {(s.head, s.relation, s.tail, s.modality, s.evidence) for s in doc.statements}


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
@pytest.mark.parametrize("table", ["t2s", "s2t"])
def test_both_scripts_say_the_same(path, table):
    text = path.read_text(encoding="utf-8").split("---", 2)[-1]
    other = "".join(opencc.OpenCC(table).convert(char) for char in text)  # one for one: the same places
    assert len(other) == len(text)
    here, there = read(text), read(other)
    assert {e.id for e in here.entities} == {e.id for e in there.entities}
    assert said(here) == said(there)


@pytest.mark.parametrize(("text", "script"), [("騰訊的業務", "hant"), ("腾讯的业务", "hans"), ("QQ", "mixed")])
def test_script_of(text, script):
    assert script_of(text) == script


def test_there_and_back_meets_in_the_simplified_form():
    assert to_hans(to_hant("腾讯推出元宝")) == "腾讯推出元宝"
