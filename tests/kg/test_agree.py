"""What is kept of statements that patterns and the fitted reader found."""

import pytest

from kg.model import Document, Span, Statement
from kg.ontology import builtin_ontology
from kg.pipes.agree import Agree


def said(head, relation, tail, confidence, start=0, rule="model"):
    return Statement(
        f"{head}{relation}{tail}{rule}", head, relation, tail, (Span(start, start + 9),), rule, confidence=confidence
    )


KEPT = [
    ("the surer way round", [said("a", "uses", "b", 0.7), said("b", "uses", "a", 0.8)], ["b uses a"]),
    (
        "the way that a list is surer of",
        [said("a", "uses", "x", 0.8), said("b", "uses", "x", 0.6), said("x", "uses", "b", 0.7)],
        ["a uses x", "b uses x"],
    ),
    (
        "both ways, by other words",
        [said("a", "uses", "b", 0.7), said("b", "uses", "a", 0.8, 20)],
        ["a uses b", "b uses a"],
    ),
    ("one of two that are as sure", [said("a", "owns", "b", 0.7), said("b", "owns", "a", 0.7)], ["b owns a"]),
    ("other relations", [said("a", "owns", "b", 0.7), said("b", "uses", "a", 0.8)], ["a owns b", "b uses a"]),
    ("a relation that holds both ways", [said("b", "competes_with", "a", 0.7)], ["a competes_with b"]),
    ("no unsure pattern alone", [said("a", "owns", "b", 0.3, rule="owns.x")], []),
]


@pytest.mark.parametrize(("why", "statements", "kept"), KEPT, ids=[row[0] for row in KEPT])
def test_statements_that_are_kept(why, statements, kept):
    doc = Agree(builtin_ontology(), None, 0.6)(Document("x", "x" * 40, statements=tuple(statements)))
    assert sorted(f"{s.head} {s.relation} {s.tail}" for s in doc.statements) == kept
    assert len(doc.rejected) == len(statements) - len(kept)
