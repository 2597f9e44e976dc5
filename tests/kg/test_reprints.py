"""Which documents count as one source."""

from dataclasses import replace

import pytest
from builders import document, says
from portraits import portrait

from kg.ids import hant_name
from kg.networkx_graph import NetworkXGraph
from kg.reading import content_id
from kg.reprints import near, near_pairs
from kg.store import Added, Outcome, open_store
from kg.text import to_hans

BODY = "".join(f"第{n}季，騰訊推出元寶的第{n * 7}版，市場反應{'熱烈' if n % 3 else '冷淡'}。" for n in range(40))
OTHER = "".join(f"阿里巴巴在第{n}個城市開設門店，員工人數增至{n * 31}人。" for n in range(40))


@pytest.mark.parametrize(
    ("copy", "is_near"),
    [
        (BODY, True),
        ("（記者王一報道）" + BODY + "\n責任編輯：李二。本文不構成投資建議。", True),
        (to_hans(BODY), True),
        (BODY.replace("，", ",").replace("。", ". "), True),
        (BODY[: len(BODY) * 8 // 10], True),
        (BODY[: len(BODY) // 2], False),
        (BODY + OTHER, False),
        (OTHER, False),
    ],
)
def test_near_and_not(copy, is_near):
    assert near(BODY, copy) == near(copy, BODY) == is_near
    assert near_pairs({"a": BODY, "b": copy, "c": OTHER}).count(("a", "b")) == is_near


def test_short_texts_are_one_work_only_where_they_are_equal():
    assert not near("騰訊推出元寶。", "騰訊推出元寶！")


@pytest.fixture
def store(address):
    with open_store(address) as store:
        yield store


SAID = says("Company:騰訊", "develops", "Product:元寶", quote="騰訊推出元寶")
FIRST = document(BODY, SAID, id="first", date="2025-01-01", source="https://a.example/1")
REPRINT = document("本報訊。" + BODY, SAID, id="reprint", date="2025-01-03", source="https://b.example/9")
THIRD = document(
    to_hans(BODY) + "完。", replace(SAID, quote="腾讯推出元宝", head="Company:腾讯", tail="Product:元宝"), id="third"
)


def test_a_reprint_is_kept_and_linked_and_no_second_source(store):
    for doc in (THIRD, REPRINT, FIRST):
        assert store.add(doc).outcome is Outcome.NEW
    assert {d.id: d.reprint_of for d in store.documents()} == {"first": None, "reprint": "first", "third": "first"}
    assert [(r.statements, r.sources) for r in store.graph().relations()] == [(3, 1)]
    assert store.documents() == store.graph().documents()
    store.delete("first")
    assert {d.id: d.reprint_of for d in store.graph().documents()} == {"reprint": None, "third": "reprint"}
    assert hant_name("腾讯") in {e.name for e in store.graph().entities()}


def test_a_reprint_that_becomes_an_article_of_its_own_is_a_second_source(store):
    store.add(FIRST)
    store.add(REPRINT)
    own = document("另一回事：騰訊推出元寶。" + OTHER, SAID, id="reprint", date="2025-01-03")
    store.add(own)
    assert [(r.statements, r.sources) for r in store.graph().relations()] == [(2, 2)]
    assert portrait(store.graph()) == portrait(NetworkXGraph.of([FIRST, own]))


def test_what_comes_from_the_same_address_again_takes_its_place(store):
    def article(text, source="https://a.example/story"):
        return document(text, says("Company:騰訊", "develops", "Product:元寶"), id=content_id(text), source=source)

    first = article("騰訊推出元寶。")
    store.add(first)
    later = article("更正：騰訊推出的是元寶二代。")
    assert store.add(later) == Added(Outcome.CHANGED, first.id)
    assert store.get(first.id).text == later.text
    assert store.add(later).outcome is Outcome.UNCHANGED
    assert store.add(article("別處：騰訊推出元寶。", "https://a.example/other")).outcome is Outcome.NEW
    assert store.add(article("報上：騰訊推出元寶。", "日報")).outcome is Outcome.NEW
    assert store.add(article("報上又說：騰訊推出元寶。", "日報")).outcome is Outcome.NEW
    assert store.add(replace(article("騰訊推出元寶，有編號。"), id="mine")).outcome is Outcome.NEW
