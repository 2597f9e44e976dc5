"""What holds of every history of a store."""

import shutil
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portraits import portrait
from strategies import corpora, documents, law, reprints

from kg.networkx_graph import NetworkXGraph
from kg.store import open_store

IDS = st.sampled_from("abcd")
STEPS = st.lists(st.one_of(documents(ids=IDS), reprints(ids=IDS), IDS), min_size=1, max_size=8)


@pytest.fixture(autouse=True, scope="module")
def small_is_large():
    """Take the ways that are meant for large graphs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.ordered._FEW", 100)
        patch.setattr("kg.adjacency._MANY", 1)
        yield


@contextmanager
def new_store():
    """An empty store, copied from one that was made before: making the tables takes longer than a law's example."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.db"
        shutil.copy(_empty(), path)
        with open_store(path) as store:
            yield store, path


@cache
def _empty():
    path = Path(tempfile.mkdtemp()) / "empty.db"
    open_store(path).close()
    return path


def afresh(store):
    """The graph of the documents that are in the store now, made without it."""
    return NetworkXGraph.of([store.get(doc.id) for doc in store.documents()])


@law
@given(STEPS)
def test_any_history_leaves_the_graph_of_what_is_there(steps):
    with new_store() as (store, path):
        for step in steps:
            if not isinstance(step, str):
                store.add(step)
            elif step in {doc.id for doc in store.documents()}:
                store.delete(step)
            assert portrait(store.graph()) == portrait(afresh(store))
            assert store.graph().whole() == afresh(store).whole()
        with open_store(path) as reopened:
            assert portrait(reopened.graph()) == portrait(afresh(store))
        assert leftovers(store) == {}


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


def leftovers(store):
    """Rows that nothing points to, by kind."""
    queries = {
        "entity": "SELECT count(*) FROM entity WHERE pk NOT IN (SELECT entity_pk FROM naming)",
        "naming": "SELECT count(*) FROM naming WHERE entity_pk IS NULL OR pk NOT IN (SELECT naming_pk FROM thing)",
        "relation": "SELECT count(*) FROM relation r WHERE"
        " NOT EXISTS (SELECT 1 FROM statement WHERE relation_pk = r.pk)",
        "evidence": "SELECT count(*) FROM evidence WHERE statement_pk NOT IN (SELECT pk FROM statement)",
        "references": "SELECT count(*) FROM pragma_foreign_key_check()",
    }
    with store._reading() as connection:  # noqa: SLF001 - what users cannot see
        counts = {kind: connection.exec_driver_sql(query).scalar() for kind, query in queries.items()}
    return {kind: count for kind, count in counts.items() if count}
