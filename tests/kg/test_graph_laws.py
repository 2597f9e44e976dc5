"""What holds of every graph."""

import os
import subprocess
import sys
from pathlib import Path

from builders import document, says
from hypothesis import given
from hypothesis import strategies as st
from portraits import portrait
from strategies import corpora, law

from kg.networkx_graph import NetworkXGraph

HERE = Path(__file__).parent
SHARED = document(says("Company:騰訊", "develops", "Product:元寶"), says("Company:阿里", "owns", "Company:騰訊"))


@law
@given(corpora(), st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(docs, random):
    shuffled = random.sample(docs, len(docs))
    assert portrait(NetworkXGraph.of(shuffled)) == portrait(NetworkXGraph.of(docs))


@law
@given(corpora())
def test_the_same_document_twice_changes_nothing(docs):
    assert portrait(NetworkXGraph.of(docs + docs)) == portrait(NetworkXGraph.of(docs))


@law
@given(corpora())
def test_every_quote_is_what_stands_there(docs):
    texts = {doc.id: doc.text for doc in docs}
    graph = NetworkXGraph.of(docs)
    statements = [s for relation in graph.relations() for s in graph.statements(relation.id)]
    for statement in statements:
        for quote in statement.quotes:
            assert texts[statement.document][quote.start : quote.end] == quote.text
            assert quote.sentence[quote.start - quote.sentence_start :].startswith(quote.text)
    assert graph.statistics()["statements"] == len(statements)


@law
@given(corpora())
def test_no_relation_without_a_statement_and_none_beyond_the_entities(docs):
    graph = NetworkXGraph.of(docs)
    known = {entity.id for entity in graph.entities()}
    for relation in graph.relations():
        assert relation.statements == len(relation.support) == sum(relation.modalities.values()) >= 1
        assert {relation.head, relation.tail} <= known
        assert 1 <= relation.sources <= relation.statements


@law
@given(corpora())
def test_every_name_leads_to_its_entity(docs):
    graph = NetworkXGraph.of(docs)
    for entity in graph.entities():
        for name in entity.names:
            assert entity in [m.entity for m in graph.find(name, limit=100) if m.score == 1.0]


def test_the_same_input_gives_the_same_bytes_in_every_process():
    code = "from test_graph_laws import *; print(portrait(NetworkXGraph.of([SHARED])))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parent}"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert outputs == {portrait(NetworkXGraph.of([SHARED])).encode() + b"\n"}
