"""What people decide, and what becomes of it."""

import pytest
from builders import document, says

from kg.decisions.asked import Asked, drafted
from kg.decisions.files import from_file, to_file
from kg.decisions.model import Kind
from kg.errors import InvalidRequest, NotFound
from kg.store import open_store

TENCENT = document(says("Company:騰訊|腾讯", "develops", "Product:元寶"), id="t", date="2025-01-01")
HOLDING = document(says("Company:騰訊控股", "develops", "Product:微信"), id="h", date="2025-02-01")
ALIBABA = document(says("Company:阿里巴巴|螞蟻", "develops", "Product:千問"), id="a")
ANT = document(says("Company:螞蟻", "develops", "Product:支付寶"), id="ant")


@pytest.fixture
def store(address):
    with open_store(address) as store:
        for doc in (TENCENT, HOLDING, ALIBABA, ANT):
            store.add(doc)
        yield store


def decide(store, kind, **fields):
    return store.decide(drafted(store, Asked(Kind(kind), "王", "因為", **fields)))


def made_by(store, name):
    return sorted(store.graph().entity(r.tail).name for r in store.graph().relations(f"company:{name}"))


def triples(store):
    return {(r.head, r.relation, r.tail, str(r.modality)) for r in store.graph().relations()}


def statement(store, product):
    [relation] = store.graph().relations(f"product:{product}")
    return store.graph().statements(relation.id)[0].id


def test_a_merge_joins_under_the_first_name_and_is_undone(store):
    before = triples(store)
    decision = decide(store, "merge", entities=["騰訊控股", "騰訊"])
    assert (decision.author, decision.reason) == ("王", "因為")
    assert made_by(store, "騰訊") == ["元寶", "微信"]
    assert store.graph().entity("company:騰訊").id == "company:騰訊控股"
    store.undo(decision.id, author="李")
    assert triples(store) == before
    with pytest.raises(InvalidRequest, match="undone already"):
        store.undo(decision.id, author="李")
    store.undo(store.decisions()[-1].id, author="李")
    assert made_by(store, "騰訊") == ["元寶", "微信"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (0, 2, 1), (1, 0, 2)])
def test_a_merge_is_undone_whatever_was_decided_of_the_merged_thing_since(store, order):
    before = triples(store)
    made = [
        decide(store, "merge", entities=["騰訊", "阿里巴巴"]),
        decide(store, "rename", entities=["騰訊"], value="騰訊集團"),
        decide(store, "merge", entities=["騰訊集團", "騰訊控股"]),
    ]
    assert made_by(store, "騰訊集團") == sorted(["元寶", "千問", "支付寶", "微信"])
    for left, number in enumerate(order, 1):
        store.undo(made[number].id, author="李")
        if number == 0:
            assert made_by(store, "阿里巴巴") == sorted(["千問", "支付寶"])
        assert not [c for c in store.conflicts() if left == len(order)]
    assert triples(store) == before


def test_a_split_parts_what_an_alias_joined_and_later_documents_do_not_join_it_again(store):
    assert made_by(store, "螞蟻") == ["千問", "支付寶"]
    decide(store, "split", entities=["阿里巴巴"], names=["蚂蚁"])
    assert (made_by(store, "螞蟻"), made_by(store, "阿里巴巴")) == (["支付寶"], ["千問"])
    store.add(document(says("Company:阿里巴巴|螞蟻|阿里", "develops", "Product:夸克"), id="again"))
    store.add(document(says("Company:阿里|螞蟻", "develops", "Product:釘釘"), id="bridge"))
    assert made_by(store, "螞蟻") == ["支付寶"]
    assert made_by(store, "阿里巴巴") == sorted(["千問", "夸克", "釘釘"])


def test_names_and_types_that_people_gave_stay_when_articles_are_read_again(store):
    decide(store, "rename", entities=["騰訊"], value="騰訊集團")
    decide(store, "retype", entities=["元寶"], value="Technology")
    store.delete("t")
    store.add(TENCENT)
    assert ("company:騰訊集團", "develops", "technology:元寶", "asserted") in triples(store)
    store.add(document(says("Company:騰訊集團", "develops", "Product:混元"), id="more"))
    assert made_by(store, "騰訊") == ["元寶", "混元"]


def test_a_rejected_statement_is_gone_until_it_is_undone_and_does_not_come_back_by_reading(store):
    decision = decide(store, "reject", statement=statement(store, "元寶"))
    assert made_by(store, "騰訊") == []
    longer = document("開頭一句。" + TENCENT.text, says("Company:騰訊|腾讯", "develops", "Product:元寶"), id="t")
    store.add(longer)
    assert made_by(store, "騰訊") == []
    assert len(store.get("t").statements) == 1
    store.undo(decision.id, author="王")
    assert made_by(store, "騰訊") == ["元寶"]


def test_accepting_and_correcting_are_seen_at_the_statement(store):
    decide(store, "accept", statement=statement(store, "元寶"))
    decide(store, "correct", statement=statement(store, "微信"), change={"modality": "negated", "head": "騰訊"})
    assert ("company:騰訊", "develops", "product:微信", "negated") in triples(store)
    graph = store.graph()
    said = {s.decided for r in graph.relations("company:騰訊") for s in graph.statements(r.id)}
    assert said == {"accepted", "corrected"}
    decide(store, "correct", statement=statement(store, "微信"), change={"aspect": "社交"})
    [relation] = store.graph().relations("product:微信")
    assert [(s.modality, s.aspect) for s in store.graph().statements(relation.id)] == [("negated", "社交")]


def test_an_added_statement_rests_on_words_of_its_document(store):
    triple = ("Company:螞蟻", "develops", "Product:花唄")
    decide(store, "add", document="ant", triple=triple, quote="螞蟻 develops 支付寶", change={"modality": "reported"})
    [relation] = store.graph().relations("product:花唄")
    [added] = store.graph().statements(relation.id)
    assert (added.decided, added.rule, added.quotes[0].text) == ("added", "people", "螞蟻 develops 支付寶")
    assert len(store.get("ant").statements) == 1
    store.add(document(says("Company:螞蟻", "develops", "Product:借唄"), id="ant"))
    with pytest.raises(NotFound):
        store.graph().entity("product:花唄")
    assert [c.why for c in store.conflicts()] == ["statement"]


def test_a_decision_whose_target_is_gone_is_listed_and_meets_it_again(store):
    decide(store, "merge", entities=["騰訊控股", "騰訊"])
    decide(store, "reject", statement=statement(store, "千問"))
    store.delete("h")
    store.delete("a")
    assert [(str(c.decision.kind), c.why) for c in store.conflicts()] == [
        ("merge", "thing: 騰訊控股"),
        ("reject", "statement"),
    ]
    store.add(HOLDING)
    store.add(ALIBABA)
    assert store.conflicts() == []


def test_the_log_as_a_file_reads_like_one_and_goes_into_another_store(store, tmp_path):
    decide(store, "merge", entities=["騰訊控股", "騰訊"])
    decide(store, "correct", statement=statement(store, "千問"), change={"tail": "Product:通義"})
    text = to_file(store.decisions())
    assert "author: 王" in text
    assert "name: 騰訊控股" in text
    assert from_file(text) == store.decisions()
    with open_store(tmp_path / "other.db") as other:
        assert other.take_decisions(from_file(text)) == 2
        assert other.take_decisions(from_file(text)) == 0
        assert len(other.conflicts()) == 2
        for doc in (TENCENT, HOLDING, ALIBABA, ANT):
            other.add(doc)
        assert triples(other) == triples(store)
        assert other.graph().version == store.graph().version


REFUSED = [
    ("merge", {"entities": ["騰訊"]}),
    ("merge", {"entities": ["騰訊", "腾讯"]}),
    ("split", {"entities": ["騰訊"], "names": ["騰訊"]}),
    ("split", {"entities": ["騰訊"], "names": ["微信"]}),
    ("split", {"entities": ["騰訊"], "names": []}),
    ("rename", {"entities": ["騰訊"], "value": " "}),
    ("rename", {"entities": ["騰訊", "阿里巴巴"], "value": "x"}),
    ("retype", {"entities": ["騰訊"], "value": "Planet"}),
    ("retype", {"entities": ["騰訊"], "value": "Company"}),
    ("add", {"document": "t", "triple": ("Company:騰訊", "develops", "Product:元寶"), "quote": "沒有這句"}),
    ("add", {"document": "t", "triple": ("Product:元寶", "develops", "Company:騰訊"), "quote": "元寶"}),
    ("add", {"document": "t", "quote": "元寶"}),
]


@pytest.mark.parametrize(("kind", "fields"), REFUSED)
def test_what_cannot_be_decided_is_refused_and_leaves_no_trace(store, kind, fields):
    with pytest.raises(InvalidRequest) as caught:
        decide(store, kind, **fields)
    assert caught.value.hint
    assert store.decisions() == []


@pytest.mark.parametrize(
    "text", ["{", "a: b", "[1]", "- kind: merge", "- {kind: fly, author: a}", "- [x]", "!!python/x"]
)
def test_a_file_that_is_no_log_is_refused(text):
    with pytest.raises(InvalidRequest):
        from_file(text)


def test_a_statement_that_is_not_there(store):
    with pytest.raises(NotFound):
        decide(store, "accept", statement="nothing")
    with pytest.raises(NotFound):
        store.undo("nothing", author="a")
    with pytest.raises(InvalidRequest):
        decide(store, "correct", statement=statement(store, "元寶"), change={"colour": "red"})
    with pytest.raises(InvalidRequest):
        decide(store, "correct", statement=statement(store, "元寶"), change={"modality": "loud"})
