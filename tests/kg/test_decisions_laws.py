"""What holds of every history of articles and decisions."""

from contextlib import suppress
from dataclasses import replace

from builders import document
from hypothesis import given
from hypothesis import strategies as st
from portraits import portrait
from stores import leftovers, new_store
from strategies import documents, few, law

from kg.decisions.drafts import about, added, merge, rename, retype, split
from kg.decisions.files import from_file, to_file
from kg.decisions.model import Kind, Thing
from kg.errors import InvalidRequest, NotFound
from kg.graph import EntityRecord
from kg.ids import statement_ids
from kg.model import Document
from kg.networkx_graph import NetworkXGraph
from kg.store import open_store

IDS = st.sampled_from("abc")
DECISIONS = ("merge", "merge", "split", "split", "rename", "retype", "accept", "reject", "correct", "add", "undo")
DECIDED = st.tuples(st.sampled_from(DECISIONS), st.randoms(use_true_random=False))
STEPS = st.lists(st.one_of(DECIDED, DECIDED, DECIDED, documents(ids=IDS), IDS), min_size=4, max_size=12)
FIRST = st.lists(documents(ids=IDS), min_size=1, max_size=3)


def afresh(store):
    """The graph of the documents that are there, read afresh, as people decided."""
    return NetworkXGraph.of([store.get(doc.id) for doc in store.documents()], store.decisions())


def draft(store, kind, random):
    """Some decision of this kind about what is in the graph."""
    entities = list(store.graph().entities())
    if kind == "undo":
        return store.undo(random.choice([d.id for d in store.decisions()] or [""]), author="a")
    one = random.choice(entities or [EntityRecord("", "", "", ("",))])
    return store.decide(drafted(store, kind, one, entities, random))


def drafted(store, kind, one, entities, random):
    if kind == "merge":
        return merge(random.sample(entities, min(len(entities), 3)), author="a")
    if kind == "split":
        return split(one, random.sample(one.names, random.randint(1, max(1, len(one.names) - 1))), author="b")
    if kind == "rename":
        return rename(one, random.choice(("新名", "騰訊", "Qwen3", *one.names)), author="a")
    if kind == "retype":
        return retype(one, random.choice(("Company", "Product", "Technology")), author="a")
    doc = random.choice([doc for d in store.documents() if (doc := store.get(d.id)).statements] or [document("無。")])
    if kind == "add":
        ends = Thing("Company", random.choice(("騰訊", "新公司"))), Thing("Product", random.choice(("元宝", "新品")))
        return added(doc, (ends[0], "develops", ends[1]), doc.text[:3], author="a")
    key = random.choice(statement_ids(doc.id, doc.statements) or [""])
    change = {"modality": random.choice(("negated", "forecast"))} if kind == "correct" else None
    return about(Kind(kind), doc, key, store.decisions(), author="c", change=change)


@law
@given(FIRST, STEPS)
def test_any_history_leaves_the_graph_of_what_is_there_and_what_was_decided(docs, steps):
    leads_to_the_graph_of_both(docs, steps, "sqlite")


@few
@given(FIRST, STEPS)
def test_any_history_in_postgresql(docs, steps):
    leads_to_the_graph_of_both(docs, steps, "postgresql")


def leads_to_the_graph_of_both(docs, steps, database):
    with new_store(database) as (store, path):
        for step in [*docs, *steps]:
            if isinstance(step, Document):
                store.add(step)
            elif isinstance(step, tuple):
                with suppress(InvalidRequest, NotFound):
                    draft(store, *step)
            elif step in {doc.id for doc in store.documents()}:
                store.delete(step)
        assert portrait(store.graph()) == portrait(afresh(store))
        assert leftovers(store) == []
        with open_store(path) as reopened:
            assert portrait(reopened.graph()) == portrait(afresh(store))
        with new_store() as (other, _):  # the log as a file, into a store that reads the same articles afterwards
            assert other.take_decisions(from_file(to_file(store.decisions()))) == len(store.decisions())
            for doc in store.documents():
                other.add(replace(store.get(doc.id), source=doc.source))
            assert other.decisions() == store.decisions()
            assert portrait(other.graph()) == portrait(afresh(other))


@law
@given(FIRST, STEPS)
def test_undoing_everything_is_nothing(docs, steps):
    with new_store() as (store, _):
        for doc in docs:
            store.add(doc)
        before = portrait(store.graph())
        for step in steps:
            if isinstance(step, tuple) and step[0] != "undo":
                with suppress(InvalidRequest, NotFound):
                    draft(store, *step)
        for decision in store.decisions():  # the first first: what they build on goes before them
            store.undo(decision.id, author="z")
        assert portrait(store.graph()) == before
        assert store.conflicts() == []
