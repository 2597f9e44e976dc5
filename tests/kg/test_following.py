"""What follows a graph from one state to the next is what would be made of the later state anew."""

from builders import document, says
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from api.routes.entities import Types
from kg.graph import EntityRecord
from kg.model import Quantity
from kg.networkx_graph import NetworkXGraph
from kg.ordered import reordered
from kg.questions.measured import Measured
from kg.questions.names import Names
from kg.store import open_store

NAMES = ("騰訊", "腾讯", "元寶", "Yuanbao", "100億元", "90億元")
TEXT = "騰訊的元寶和Yuanbao有100億元，90億元。"


@st.composite
def records(draw):
    type_ = draw(st.sampled_from(("Company", "Product", "Metric")))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    quantity = Quantity(draw(st.sampled_from((1.0, 2.0))), "元", measures=draw(st.sampled_from((None, "營收", "利潤"))))
    return EntityRecord(
        f"{type_.lower()}:{draw(st.sampled_from('abcde'))}",
        type_,
        names[0],
        tuple(names),
        mentions=draw(st.integers(0, 2)),
        quantity=quantity if type_ == "Metric" else None,
    )


STATES = st.lists(st.lists(records(), max_size=6, unique_by=lambda e: e.id), min_size=1, max_size=4)


def told_by_names(names):
    return [(span.start, span.end, span.entities) for span in names.spot(TEXT)]


def told_by_measured(measured):
    every = measured.of({"Company", "Product", "Metric"})
    return {measures: dict(by_unit.items()) for measures, by_unit in every}


def told_by_types(types):
    return types.counts


MADE = ((Names, told_by_names), (Measured, told_by_measured), (Types, told_by_types))


@law
@given(STATES)
def test_what_is_brought_up_is_what_is_made_anew(states):
    for make, told in MADE:
        here, known = {}, make([])
        for state in states:
            now = {entity.id: entity for entity in state}
            gone = [entity for id_, entity in here.items() if now.get(id_) != entity]
            come = [entity for id_, entity in now.items() if here.get(id_) != entity]
            before, told_before = known, told(known)
            known, here = known.updated(gone, come), now
            assert told(known) == told(make(state))
            assert told(before) == told_before


@law
@given(st.sets(st.integers(0, 300)), st.sets(st.integers(0, 300), max_size=5), st.sets(st.integers(301, 400)))
def test_few_or_many_that_come_and_go_leave_the_order(values, gone, come):
    after = reordered(sorted(values), gone & values, come, key=lambda n: n)
    assert after == sorted((values - gone) | come)


def test_a_graph_hands_on_what_follows_it(tmp_path):
    first = document(says("Company:騰訊", "develops", "Product:元寶"), id="a")
    second = document(says("Company:騰訊", "develops", "Product:Yuanbao"), id="b")
    with open_store(tmp_path / "qipan.db") as store:
        store.add(first)
        names = store.graph().following(Names)
        assert store.graph().following(Names) is names
        store.add(second)
        store.delete("a")
        after = store.graph().following(Names)
        assert told_by_names(after) == told_by_names(Names(NetworkXGraph.of([second]).entities()))
        assert not after.spot("元寶")
        assert names.spot("元寶")


def test_documents_stay_in_order(tmp_path):
    dates = {"a": "2024", "b": None, "c": "2024-01", "d": "2023-12-31", "e": "2024", "f": None}
    with open_store(tmp_path / "qipan.db") as store:
        for id_, date in dates.items():
            store.add(document(f"{id_}騰訊。", id=id_, date=date))
            here = [doc.id for doc in store.graph().documents()]
            assert here == sorted(sorted(here), key=lambda known: dates[known] or "", reverse=True)
        assert here == ["c", "a", "e", "d", "b", "f"]
