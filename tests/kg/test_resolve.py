"""Which things become one entity, and what it is called."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ids import entity_id, hant_name, search_key
from kg.model import Quantity
from kg.resolve import Named, components, link_keys, record_of

TEN = Quantity(1e9, "元", "CNY")
PROFIT = Quantity(1e9, "元", "CNY", measures="利潤")
HOSTILE = ["", " ", "\n", "a/b?c#d", "\ud83d", "a\0b", "<script>", "'; DROP TABLE entity; --", "🐧"]

ONE = [
    ("both scripts", Named("Company", ("騰訊",)), Named("Company", ("腾讯",))),
    ("an alias here is the name there", Named("Company", ("騰訊", "Tencent")), Named("Company", ("Tencent",))),
    ("width, case, spaces and marks", Named("Product", ("UC瀏覽器",)), Named("Product", ("ｕｃ 浏览器",))),
    ("a shared alias", Named("Company", ("騰訊控股", "鵝廠")), Named("Company", ("騰訊", "鹅厂"))),
    ("one character, where it is the name itself", Named("Product", ("豆",)), Named("Product", ("豆",))),
    ("the words of a factor", Named("Factor", ("入口優勢",)), Named("Factor", ("入口优势",))),
    ("the words of a figure", Named("Metric", ("10億元",), TEN), Named("Metric", ("10亿元",), TEN)),
    ("the words of a figure nobody could read", Named("Metric", ("數十億",)), Named("Metric", ("数十亿",))),
    ("variant characters", Named("Person", ("鍾南山",)), Named("Person", ("锺南山",))),
]
TWO = [
    ("another type", Named("Company", ("阿里",)), Named("Product", ("阿里",))),
    ("an alias of one character", Named("Company", ("騰訊", "騰")), Named("Company", ("騰達", "騰"))),
    ("an alias of a factor", Named("Factor", ("入口優勢", "優勢")), Named("Factor", ("技術優勢", "優勢"))),
    (
        "one number, measuring other things",
        Named("Metric", ("10億元",), TEN),
        Named("Metric", ("10億元",), PROFIT),
    ),
    (
        "about and exactly",
        Named("Metric", ("約10億",), Quantity(1e9, "", approximate=True)),
        Named("Metric", ("1e9",), Quantity(1e9, "")),
    ),
    ("names of nothing but other marks", Named("Strategy", ("「」",)), Named("Strategy", ("《》",))),
]


@pytest.mark.parametrize(("why", "a", "b"), ONE, ids=[row[0] for row in ONE])
def test_these_are_one(why, a, b):
    assert len(components([link_keys(a), link_keys(b)])) == 1


@pytest.mark.parametrize(("why", "a", "b"), TWO, ids=[row[0] for row in TWO])
def test_these_are_two(why, a, b):
    assert len(components([link_keys(a), link_keys(b)])) == 2


def test_a_chain_of_shared_names_is_one_in_any_order():
    chain = [frozenset("ab"), frozenset("bc"), frozenset("cd"), frozenset("x")]
    assert {tuple(components(order)) for order in permutations(chain)} == {(frozenset("abcd"), frozenset("x"))}


def test_the_name_is_what_most_documents_put_first_and_all_spellings_stay():
    record = record_of(
        {
            Named("Company", ("騰訊", "Tencent")): 2,
            Named("Company", ("腾讯",)): 3,
            Named("Company", ("騰訊控股", "騰訊")): 4,
        }
    )
    assert record.name == "騰訊"  # five put it first in either script, four the longer one
    assert record.id == "company:騰訊"
    assert record.names == ("騰訊", "腾讯", "騰訊控股", "Tencent")


def test_the_id_is_traditional_whatever_the_sources_write():
    assert record_of({Named("Company", ("比亚迪",)): 1}).id == "company:比亞迪"
    assert entity_id("Company", "阿里巴巴") == "company:阿里巴巴"  # by phrases: a table of characters says 阿裏


@pytest.mark.parametrize(
    "name", ["", " ", "\n", "a/b?c#d", "\ud83d", "a\0b", "<script>", "'; DROP TABLE entity; --", "🐧"]
)
def test_any_string_has_an_id_and_a_key(name):
    assert entity_id("Company", name).startswith("company:")
    assert search_key(name) == search_key(name)
    assert "\n" not in search_key(name)


@given(st.text(st.characters(categories=["Lo"], min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=6))
def test_names_with_one_id_have_one_key(name):
    assert search_key(hant_name(name)) == search_key(name)
    assert hant_name(hant_name(name)) == hant_name(name)
