"""How sure a statement is, of what is counted of it."""

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.confidence import COUNTED, load_confidence, log_odds
from kg.errors import DataError
from kg.knowledge import builtin_knowledge
from kg.lexicon import Entry, Lexicon
from kg.model import Document, Entity, Span, Statement
from kg.ontology import builtin_ontology
from kg.pipes.agree import Agree
from kg.resources import data_dir

SCORES = st.floats(0, 1)


def read(score, rule="model", start=0):
    return Statement(f"{rule}{start}", "a", "develops", "b", (Span(start, start + 9),), rule, confidence=score)


def sure(*statements):
    """The confidence of what the statements say together."""
    knowledge = builtin_knowledge()
    doc = Agree(knowledge.ontology, knowledge.confidence, 0.0)(Document("d", "x" * 99, statements=statements))
    return doc.statements[0].confidence


@given(SCORES, SCORES)
def test_a_higher_score_is_no_less_sure(one, other):
    low, high = sorted((one, other))
    assert sure(read(low)) <= sure(read(high))


@given(SCORES, SCORES)
def test_another_place_or_a_pattern_makes_it_no_less_sure(score, other):
    assert sure(read(score)) <= sure(read(score), read(min(score, other), start=20))
    assert sure(read(score)) <= sure(read(score), read(other, rule="develops.active"))


RIVALS = [
    ("the same turned round", ("a", "uses", "b"), ("b", "uses", "a"), True),
    ("another maker", ("a", "develops", "b"), ("c", "develops", "b"), True),
    ("another product", ("a", "develops", "b"), ("a", "develops", "c"), False),
    ("another firm to lead", ("a", "leads", "b"), ("a", "leads", "c"), True),
    ("another leader", ("a", "leads", "b"), ("c", "leads", "b"), False),
    ("another relation", ("a", "develops", "b"), ("c", "uses", "b"), False),
    ("a rival, turned round", ("a", "competes_with", "b"), ("b", "competes_with", "a"), False),
]


@pytest.mark.parametrize(("why", "triple", "other", "speaks_against"), RIVALS, ids=[row[0] for row in RIVALS])
@given(SCORES, SCORES)
def test_what_can_hardly_be_true_beside_it_speaks_against_a_statement(why, triple, other, speaks_against, low, high):
    def said(ends, score):
        head, relation, tail = ends
        return Statement(f"{ends}", head, relation, tail, (Span(0, 9),), "model", confidence=score)

    low, high = sorted((low, high))
    knowledge = builtin_knowledge()
    agree = Agree(knowledge.ontology, knowledge.confidence, 0.0)

    def rival(*statements):
        found = agree.counted(Document("d", "x" * 9, statements=statements))
        at = COUNTED.index("rival")
        return next(counted[at] for statement, counted in found if (statement.head, statement.tail) == triple[::2])

    assert rival(said(triple, low)) == 0
    against = log_odds(high) - log_odds(low) if speaks_against else 0
    assert rival(said(triple, low), said(other, high)) == pytest.approx(against)
    assert rival(said(triple, high), said(other, low)) == 0


MAKERS = Lexicon.of(
    (
        Entry("雲梔集團", "Company"),
        Entry("雲梔奶業", "Company", of=("雲梔集團",)),
        Entry("小舟", "Product", of=("雲梔奶業",)),
        Entry("朱裕昊", "Person", of=("雲梔集團",)),
    )
)
BELONGING = [
    ("雲梔奶業", "develops", "小舟", "known"),
    ("雲梔集團", "develops", "小舟", "known"),
    ("雲梔集團", "owns", "雲梔奶業", "known"),
    ("朱裕昊", "leads", "雲梔集團", "known"),
    ("三棵樹", "develops", "小舟", "denied"),
    ("三棵樹", "owns", "雲梔奶業", "denied"),
    ("雲梔集團", "competes_with", "雲梔奶業", "related"),
    ("雲梔奶業", "owns", "雲梔集團", "related"),
    ("朱裕昊", "leads", "三棵樹", ""),
    ("三棵樹", "develops", "雲梔", ""),
    ("三棵樹", "competes_with", "雲梔奶業", ""),
]


@pytest.mark.parametrize(("head", "relation", "tail", "known"), BELONGING)
def test_what_the_lexicon_says_of_makers_and_leaders_is_counted(head, relation, tail, known):
    said = Statement("s", head, relation, tail, (Span(0, 9),), "model", confidence=0.5)
    entities = tuple(Entity(name, "Company", name, (), (Span(0, 2),)) for name in (head, tail))
    knowledge = builtin_knowledge()
    agree = Agree(knowledge.ontology, knowledge.confidence, 0.0, lexicon=MAKERS)
    ((_, counted),) = agree.counted(Document("d", "x" * 9, statements=(said,), entities=entities))
    of_the_lexicon = dict(zip(COUNTED, counted, strict=True)).items() & {("known", 1), ("denied", 1), ("related", 1)}
    assert dict(of_the_lexicon) == ({known: 1} if known else {})


def test_what_the_lexicon_says_speaks_for_and_against():
    weights = dict(zip(COUNTED, builtin_knowledge().confidence.counted, strict=True))
    assert weights["known"] > 0 > max(weights["denied"], weights["related"])


@given(SCORES)
def test_log_odds_are_the_score_between_their_bounds(score):
    assert 1 / (1 + np.exp(-log_odds(score))) == pytest.approx(min(max(score, 0.03), 0.9999))


@pytest.mark.parametrize("part", ["counted", "relations"])
@pytest.mark.parametrize("change", ["missing", "unknown"])
def test_weights_of_other_things_are_refused(tmp_path, part, change):
    raw = yaml.safe_load((data_dir() / "confidence.yaml").read_text(encoding="utf-8"))
    if change == "missing":
        raw[part].popitem()
    else:
        raw[part]["luck"] = 1.0
    path = tmp_path / "confidence.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    with pytest.raises(DataError, match=part):
        load_confidence(path, builtin_ontology())


@pytest.mark.parametrize(("part", "odd"), [("functional", ["luck"]), ("belonging", {"luck": "tail"})])
def test_relations_of_which_more_is_known_are_known_ones(tmp_path, part, odd):
    raw = yaml.safe_load((data_dir() / "confidence.yaml").read_text(encoding="utf-8"))
    path = tmp_path / "confidence.yaml"
    path.write_text(yaml.safe_dump(raw | {part: odd}), encoding="utf-8")
    with pytest.raises(DataError, match=f"{part}: 'luck'"):
        load_confidence(path, builtin_ontology())


def test_each_number_that_is_counted_has_a_weight():
    assert len(builtin_knowledge().confidence.counted) == len(COUNTED)
