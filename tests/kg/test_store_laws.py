"""What holds of every history of a store."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portraits import portrait
from stores import leftovers, new_store
from strategies import corpora, documents, few, law, reprints

from kg.networkx_graph import NetworkXGraph
from kg.store import open_store

IDS = st.sampled_from("abcd")
STEPS = st.lists(st.one_of(documents(ids=IDS), reprints(ids=IDS), IDS), min_size=1, max_size=8)


@pytest.fixture(autouse=True, scope="module")
def small_is_large():
    """Take the ways that are meant for large graphs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.ordered._FEW", 100)
        patch.setattr("kg.adjacency._LAID", 2)
        yield


def afresh(store):
    """The graph of the documents that are in the store now, made without it."""
    return NetworkXGraph.of([store.get(doc.id) for doc in store.documents()])


@law
@given(STEPS)
def test_any_history_leaves_the_graph_of_what_is_there(steps):
    leads_to_the_graph_of_what_is_there(steps, "sqlite")


@few
@given(STEPS)
def test_any_history_in_postgresql(steps):
    leads_to_the_graph_of_what_is_there(steps, "postgresql")


def leads_to_the_graph_of_what_is_there(steps, database):
    with new_store(database) as (store, path):
        for step in steps:
            if not isinstance(step, str):
                store.add(step)
            elif step in {doc.id for doc in store.documents()}:
                store.delete(step)
            assert portrait(store.graph()) == portrait(afresh(store))
            assert store.graph().whole() == afresh(store).whole()
        with open_store(path) as reopened:
            assert portrait(reopened.graph()) == portrait(afresh(store))
        assert leftovers(store) == []


@law
@given(corpora(most=4), documents(ids=st.just("last")))
def test_adding_and_deleting_again_is_nothing(docs, last):
    with new_store() as (store, _):
        for doc in docs:
            store.add(doc)
        before = portrait(store.graph())
        if store.add(last).document_id == "last":
            store.delete("last")
        assert portrait(store.graph()) == before
