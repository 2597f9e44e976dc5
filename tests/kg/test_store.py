"""What a store keeps, and what it says when it cannot."""

from dataclasses import replace
from threading import Thread

import pytest
from builders import document, says
from portraits import portrait

from kg.errors import InvalidRequest, NotFound, UnreadableInput
from kg.graph import RelationFilter
from kg.model import Interval, Modality, Quantity, Rejection, Span, TimeExpression
from kg.networkx_graph import NetworkXGraph
from kg.store import Added, Outcome, open_store
from kg.store.opening import engine_of, url_of

RICH = document(
    "2025年3月，騰訊說元寶月活或達1億。如果順利，元寶將超過豆包。<script>alert(1)</script>",
    says(
        "Product:元寶",
        "has_metric",
        "Metric:1億",
        quantity=Quantity(1e8, "", measures="月活", approximate=True),
        by="Company:騰訊|腾讯",
        modality=Modality.REPORTED,
        time=TimeExpression(Span(0, 7), "2025年3月", Interval("2025-03-01", "2025-03-31")),
        confidence=0.7,
        cue=Span(13, 15),
    ),
    says(
        "Product:元寶",
        "outperforms",
        "Product:豆包",
        quote="元寶將超過豆包",
        modality=Modality.HYPOTHETICAL,
        aspect="月活",
        condition="如果順利",
        polarity="positive",
        horizon="將",
        time=TimeExpression(Span(0, 7), "2025年3月"),
    ),
    title="'; DROP TABLE document; --",
    date="2025-03-08",
    source="https://example.org/?a=1&b=2",
    author='記者 "王"',
    skipped=(Span(33, 60),),
    rejected=(
        Rejection("generic", Span(0, 2)),
        Rejection("generic", Span(3, 4)),
        Rejection("boilerplate", Span(33, 60)),
    ),
)
PLAIN = document(
    says("Company:腾讯", "develops", "Product:元宝"), says("Company:腾讯", "owns", "Company:阅文"), id="plain"
)


@pytest.fixture
def store(address):
    with open_store(address) as store:
        yield store


def test_a_document_comes_back_as_it_was(store):
    assert store.add(RICH) == Added(Outcome.NEW, RICH.id)
    assert store.get(RICH.id) == replace(RICH, rejected=())
    assert store.rejections(RICH.id) == {"boilerplate": 1, "generic": 2}


def test_the_same_document_changes_nothing(store):
    store.add(RICH)
    graph = store.graph()
    assert store.add(RICH) == Added(Outcome.UNCHANGED, RICH.id)
    assert store.graph() is graph


def test_the_same_text_under_another_id_is_the_same_document(store):
    store.add(RICH)
    assert store.add(replace(RICH, id="copy", source=None)) == Added(Outcome.UNCHANGED, RICH.id)
    assert store.add(replace(RICH, id="copy")) == Added(Outcome.UNCHANGED, RICH.id)


def test_the_same_text_from_another_source_is_a_reprint_and_no_second_source(store):
    store.add(RICH)
    assert store.add(replace(RICH, id="copy", source="https://other.example")).outcome is Outcome.NEW
    assert {r.sources for r in store.graph().relations()} == {1}
    assert {r.statements for r in store.graph().relations()} == {2}


def test_another_text_under_the_same_id_takes_its_place(store):
    store.add(PLAIN)
    store.add(RICH)
    later = document(says("Company:字節", "develops", "Product:豆包"), id="plain", date="2025-01-01")
    assert store.add(later) == Added(Outcome.CHANGED, "plain")
    assert portrait(store.graph()) == portrait(NetworkXGraph.of([RICH, later]))
    with pytest.raises(NotFound):
        store.graph().entity("company:閱文")


def test_what_is_said_of_a_document_may_change_alone(store):
    store.add(PLAIN)
    assert store.add(replace(PLAIN, date="2024-01-01")).outcome is Outcome.CHANGED
    assert {r.first for r in store.graph().relations()} == {"2024-01-01"}


def test_documents_are_listed_newest_first_as_the_graph_lists_them(store):
    for doc in (PLAIN, RICH, document("甲。", id="z", date="2025-03-08"), document("乙。", id="a", date="2025-03-08")):
        store.add(doc, read_at="2025-04-01T00:00:00+00:00")
    assert store.documents() == store.graph().documents()
    assert [d.id for d in store.documents()] == [*sorted([RICH.id, "a", "z"]), "plain"]


def test_deleting_takes_only_what_the_document_alone_said(store):
    store.add(PLAIN)
    before = portrait(store.graph())
    store.add(RICH)
    store.delete(RICH.id)
    assert portrait(store.graph()) == before
    with pytest.raises(NotFound, match="no document"):
        store.get(RICH.id)
    with pytest.raises(NotFound):
        store.delete(RICH.id)


def test_taking_out_what_joined_two_entities_parts_them_again(store):
    tencent = document("騰訊是好公司。", things=("Company:騰訊",), id="a")
    longer = document("騰訊控股是好公司。", things=("Company:騰訊控股",), id="b")
    bridge = document("騰訊控股（騰訊）是好公司。", things=("Company:騰訊控股|騰訊",), id="c")
    for doc in (tencent, longer, bridge):
        store.add(doc)
    assert [e.id for e in store.graph().entities()] == ["company:騰訊控股"]
    assert store.graph().entity("company:騰訊").id == "company:騰訊控股"
    store.delete("c")
    assert {e.id for e in store.graph().entities()} == {"company:騰訊", "company:騰訊控股"}


def test_statements_are_read_with_their_quotes_from_the_store(store):
    store.add(RICH)
    graph, memory = store.graph(), NetworkXGraph.of([RICH])
    for relation in graph.relations():
        assert graph.statements(relation.id) == memory.statements(relation.id)
    ids = [relation.id for relation in graph.relations()]
    assert graph.statements_of(ids) == memory.statements_of(ids) == {id_: graph.statements(id_) for id_ in ids}
    [outperforms] = graph.relations(where=RelationFilter(modalities=frozenset({Modality.HYPOTHETICAL})))
    [statement] = graph.statements(outperforms.id)
    assert statement.quotes[0].text == "元寶將超過豆包"
    assert statement.quotes[0].sentence == "如果順利，元寶將超過豆包。"


def test_the_surest_statements_are_read_alone(store):
    said = [says("Product:夸克", "feeds_data_to", "Product:千問", confidence=sure) for sure in (0.5, 0.9, 0.7)]
    docs = [document(f"第{n}，夸克為千問供數。", one, id=f"d{n}") for n, one in enumerate(said)]
    for doc in docs:
        store.add(doc)
    for graph in (store.graph(), NetworkXGraph.of(docs)):
        [relation] = graph.relations()
        assert [s.document for s in graph.statements_of([relation.id], surest=2)[relation.id]] == ["d1", "d2"]


def test_a_graph_that_was_read_stays_as_it_was(store):
    store.add(PLAIN)
    before = store.graph()
    version, entities = before.version, list(before.entities())
    store.add(RICH)
    assert (before.version, list(before.entities())) == (version, entities)
    assert store.graph().version != version


def test_another_store_on_the_same_file_sees_what_was_written(store, address):
    with open_store(address) as other:
        assert other.graph().statistics()["documents"] == 0
        store.add(RICH)
        assert portrait(other.graph()) == portrait(store.graph())
        other.delete(RICH.id)
        assert store.graph().statistics()["documents"] == 0


def test_many_writers_lose_nothing(address):
    docs = [document(says("Company:騰訊", "develops", f"Product:產品{n}號"), id=f"d{n}") for n in range(24)]

    def write(part):
        with open_store(address) as store:
            for doc in part:
                store.add(doc)

    threads = [Thread(target=write, args=(docs[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_store(address) as store:
        assert portrait(store.graph()) == portrait(NetworkXGraph.of(docs))


def test_a_store_of_other_rules_makes_its_graph_anew(address):
    with open_store(address) as store:
        store.add(RICH)
        store.add(PLAIN)
        before, version = portrait(store.graph()), store.graph().version
    engine = engine_of(url_of(address))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE corpus SET rules = 'older'")
        connection.exec_driver_sql("UPDATE entity SET name = 'wrong'")
    engine.dispose()
    with open_store(address) as store:
        assert portrait(store.graph()) == before
        assert store.graph().version == version


def test_who_holds_a_graph_older_than_the_kept_changes_reads_it_anew(store, address, monkeypatch):
    with open_store(address) as other:
        other.graph()
        monkeypatch.setattr("kg.store.store._REMEMBERED", 1)
        for doc in (RICH, PLAIN, replace(PLAIN, id="more", source="x")):
            store.add(doc)
        assert portrait(other.graph()) == portrait(store.graph())


@pytest.mark.parametrize("document_id", ["", "nothing", "\ud83d", "a\0b", "' OR 1=1 --", "../../etc/passwd"])
def test_no_such_document(store, document_id):
    store.add(PLAIN)
    for ask in (store.get, store.delete, store.rejections):
        with pytest.raises(NotFound):
            ask(document_id)


UNSTORABLE = [
    replace(PLAIN, text="a\0b" + PLAIN.text),
    replace(PLAIN, text=PLAIN.text + "\ud83d"),
    replace(PLAIN, title="\udc00"),
    replace(PLAIN, id="\0"),
    replace(PLAIN, entities=(replace(PLAIN.entities[0], aliases=("\ud800",)), *PLAIN.entities[1:])),
    replace(PLAIN, statements=(replace(PLAIN.statements[0], aspect="\0"),)),
]


@pytest.mark.parametrize("doc", UNSTORABLE, ids=range(len(UNSTORABLE)))
def test_what_no_database_can_hold_is_refused_and_leaves_no_trace(store, doc):
    with pytest.raises(UnreadableInput, match="U\\+"):
        store.add(doc)
    assert store.documents() == []


CONTRADICTIONS = [
    replace(PLAIN, entities=PLAIN.entities[:1]),
    replace(PLAIN, entities=PLAIN.entities + PLAIN.entities[:1]),
    replace(PLAIN, statements=(replace(PLAIN.statements[0], evidence=(Span(0, 10_000),)),)),
]


@pytest.mark.parametrize("doc", CONTRADICTIONS, ids=range(len(CONTRADICTIONS)))
def test_a_document_that_contradicts_itself_is_refused(store, doc):
    with pytest.raises(InvalidRequest, match="plain"):
        store.add(doc)
    assert store.documents() == []


def test_a_document_of_nothing_is_stored_too(store):
    store.add(document("……", id="dots"))
    assert store.get("dots").text == "……"
    assert store.graph().statistics() == {"documents": 1, "entities": 0, "relations": 0, "statements": 0}
