"""What reading an article promises, whatever the article."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import extract
from kg.resources import data_dir
from kg.serialise import to_json
from kg.text import twin_of

ARTICLES = sorted((data_dir() / "articles").glob("*.md"))
TEXTS = [pytest.param(path.read_text(encoding="utf-8").split("---", 2)[-1], id=path.stem) for path in ARTICLES]

# Pieces that a hostile or broken article is made of
PIECES = st.sampled_from([
    "騰訊", "阿里巴巴", "推出", "「", "」", "（", "）", "《", "10億元", "AI", "如果", "，", "。", "\n", " ", "\x00",
    "\ud800", "𠮷", "é", "ß", "İ", "其", "它", "表示：", "“", "”", "%", "第", "年", "——", "\u200b", "<script>", "收購",
    "比", "將",
])  # fmt: skip


def check(doc):
    """Every promise of the extraction JSON."""
    known = {e.id for e in doc.entities}
    for entity in doc.entities:
        assert entity.mentions
        assert all(0 <= m.start < m.end <= len(doc.text) for m in entity.mentions)
    for s in doc.statements:
        assert {s.head, s.tail} <= known
        assert s.attributed_to is None or s.attributed_to in known
        assert s.evidence
        assert all(0 <= e.start < e.end <= len(doc.text) for e in s.evidence)
        assert 0 <= s.confidence <= 1
    assert len({s.id for s in doc.statements}) == len(doc.statements)
    assert len({(s.head, s.relation, s.tail) for s in doc.statements}) == len(doc.statements)


@pytest.mark.parametrize("text", TEXTS)
def test_a_sample_article_yields_sound_statements(text):
    doc = extract(text)
    check(doc)
    assert doc.statements
    assert all(e["text"] == text[e["start"] : e["end"]] for r in to_json(doc)["relations"] for e in r["evidence"])


def test_evidence_holds_the_tail_behind_a_name_in_brackets():
    doc = extract("長榮航空（2618）去年營收2,214億元，年增10%。")
    for said in doc.statements:
        tail = next(e for e in doc.entities if e.id == said.tail)
        assert any(e.covers(m) for e in said.evidence for m in tail.mentions)
    assert {s.relation for s in doc.statements} == {"has_metric"}


@pytest.mark.parametrize("text", TEXTS)
def test_the_same_input_gives_the_same_bytes(text):
    assert json.dumps(to_json(extract(text))) == json.dumps(to_json(extract(text)))


@settings(max_examples=25)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_is_read(text):
    check(extract(text))


@given(st.text(max_size=200))
def test_the_twin_is_as_long_as_the_text(text):
    assert len(twin_of(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "。", "（" * 600, "騰訊" * 300, "a" * 900, "1" * 900, "“" * 400],
    ids=["nothing", "blank", "lines", "stop", "brackets", "names", "letters", "digits", "quotes"],
)
def test_odd_texts_are_read(text):
    check(extract(text))


@pytest.mark.parametrize(
    "text",
    ["原标题：" + "星橋科技推出「橋付」。" * 20, "廣告\n", "特别声明：旗下产品“元宝”由用户上传"],
    ids=["one long line", "nothing but a mark", "nothing but a notice"],
)
def test_lines_of_the_page_never_break_reading(text):
    doc = extract(text)
    check(doc)
    assert bool(doc.sentences) == (len(text) > 200)
