"""Decisions outlive the extractor: a newer one reads the same articles otherwise, and what people decided stays."""

from dataclasses import replace

import pytest
from builders import document, says
from portraits import portrait
from stores import leftovers

from kg.decisions.asked import Asked, drafted
from kg.decisions.model import Kind
from kg.model import Modality
from kg.networkx_graph import NetworkXGraph
from kg.store import Outcome, open_store

TEXT = "騰訊推出了元寶。騰訊與阿里巴巴競爭。傳騰訊收購了快手。騰訊有微信。騰訊投資了美團。"
OLD = document(
    TEXT,
    says("Company:騰訊", "develops", "Product:元寶", quote="騰訊推出了元寶", rule="v1"),
    says("Company:騰訊", "competes_with", "Company:阿里巴巴", quote="騰訊與阿里巴巴競爭", rule="v1"),
    says("Company:騰訊", "acquires", "Company:快手", quote="騰訊收購了快手", rule="v1"),
    says("Company:騰訊", "develops", "Product:微信", quote="騰訊有微信", rule="v1"),
    id="a",
)
NEW = document(  # another order, other names, narrower and wider words, another modality, an end turned, one more
    TEXT,
    says("Company:騰訊", "owns", "Company:美團", quote="騰訊投資了美團", rule="v2"),
    says("Company:騰訊", "develops", "Product:微信", quote="騰訊有微信。", rule="v2", confidence=0.6),
    says("Company:阿里巴巴", "competes_with", "Company:騰訊", quote="與阿里巴巴競爭", rule="v2"),
    says("Company:騰訊", "acquires", "Company:快手", quote="傳騰訊收購了快手", rule="v2", modality=Modality.REPORTED),
    says("Company:騰訊|騰訊公司", "develops", "Product:元寶", quote="推出了元寶", rule="v2"),
    id="a",
)


def decide(store, kind, **fields):
    return store.decide(drafted(store, Asked(Kind(kind), "王", "因為", **fields)))


def said(store, relation, end):
    [key] = [
        s.id
        for r in store.graph().relations(f"company:{end}" if relation != "develops" else f"product:{end}")
        if r.relation == relation
        for s in store.graph().statements(r.id)
    ]
    return key


@pytest.fixture
def decided(address):
    """A store in which somebody decided about everything that the old extractor found."""
    with open_store(address) as store:
        store.add(OLD)
        store.add(document(says("Company:鵝廠", "develops", "Product:混元"), id="b"))
        decide(store, "accept", statement=said(store, "develops", "元寶"))
        decide(store, "correct", statement=said(store, "competes_with", "阿里巴巴"), change={"tail": "Company:螞蟻"})
        decide(store, "reject", statement=said(store, "acquires", "快手"))
        triple = ("Company:騰訊", "invests_in", "Company:美團")
        decide(store, "add", document="a", triple=triple, quote="騰訊投資了美團")
        decide(store, "merge", entities=["騰訊", "鵝廠"])
        decide(store, "rename", entities=["微信"], value="WeChat")
        decide(store, "retype", entities=["混元"], value="Technology")
        yield store


def triples(store):
    return {(r.head, r.relation, r.tail, str(r.modality)) for r in store.graph().relations()}


def test_what_was_decided_stays_when_a_newer_extractor_reads_the_article_again(decided):
    log, before = decided.decisions(), triples(decided)
    assert decided.add(NEW).outcome is Outcome.CHANGED
    assert decided.conflicts() == []
    assert decided.decisions() == log
    assert triples(decided) == before | {("company:騰訊", "owns", "company:美團", "asserted")}
    marks = {s.decided for r in decided.graph().relations() for s in decided.graph().statements(r.id)}
    assert marks >= {"accepted", "corrected"}
    assert portrait(decided.graph()) == portrait(NetworkXGraph.of([decided.get(i) for i in ("a", "b")], log))
    assert leftovers(decided) == []
    decided.add(OLD)
    assert triples(decided) == before


def test_what_was_decided_stays_when_the_rules_of_the_graph_are_others(decided, address, monkeypatch):
    before, log, version = triples(decided), decided.decisions(), decided.graph().version
    monkeypatch.setattr("kg.assemble.RULES", "another")
    with open_store(address) as upgraded:
        assert (triples(upgraded), upgraded.decisions(), upgraded.conflicts()) == (before, log, [])
        assert upgraded.graph().version != version
        assert leftovers(upgraded) == []


def test_a_statement_that_the_newer_one_does_not_find_is_listed_until_it_is_found_again(decided):
    fewer = replace(NEW, statements=NEW.statements[:3])
    decided.add(fewer)
    assert sorted(str(c.decision.kind) for c in decided.conflicts()) == ["accept", "reject"]
    decided.add(NEW)
    assert decided.conflicts() == []
