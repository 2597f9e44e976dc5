"""Whether a careful reader agrees with a statement, by an annotated article."""

import numpy as np
import pytest

from kg.model import Entity, Span, Statement
from kg.training.annotated import GoldArticle, GoldEntity, GoldRelation
from kg.training.confidence import Judge, logistic

TEXT = "騰訊推出元寶，瞄準北美市場。騰訊的獲客成本很低。"
GOLD = GoldArticle(
    "x", "hant", "", 1, TEXT,
    [
        GoldEntity("t", ("Company",), ("騰訊",), False),
        GoldEntity("y", ("Product",), ("元寶",), False),
        GoldEntity("m", ("Market",), ("北美市場",), False),
        GoldEntity("f", ("Factor",), ("獲客成本很低",), False),
        GoldEntity("o", ("Company",), ("阿里",), True),
    ],
    [
        GoldRelation("t", "develops", "y", ("騰訊推出元寶",), "asserted", {}, False),
        GoldRelation("y", "targets", "m", ("元寶，瞄準北美市場",), "asserted", {}, False),
        GoldRelation("t", "has_strength", "f", ("騰訊的獲客成本很低",), "asserted", {}, False),
        GoldRelation("t", "competes_with", "o", ("騰訊",), "asserted", {}, False),
    ],
)  # fmt: skip
ENTITIES = [
    Entity(name, kind, name)
    for kind, name in (
        ("Company", "騰訊"), ("Company", "阿里"), ("Product", "元寶"), ("Market", "北美"), ("Market", "北美市場"),
        ("Market", "歐洲市場"), ("Market", "北"), ("Factor", "成本很低"), ("Factor", "很貴"),
    )
]  # fmt: skip
ENTITIES.append(Entity("技術", "Technology", "北美市場"))
ANSWERS = [
    ("騰訊 develops 元寶", True),
    ("騰訊 owns 元寶", False),
    ("元寶 targets 北美市場", True),
    ("元寶 targets 北美", True),  # half of its name
    ("元寶 targets 北", False),  # less
    ("元寶 targets 歐洲市場", False),  # as long as the right one
    ("元寶 targets 技術", False),  # of another type
    ("騰訊 competes_with 阿里", None),  # optional
    ("阿里 competes_with 騰訊", None),  # either way
    ("阿里 develops 元寶", None),  # of what one may or may not list
    ("騰訊 has_strength 成本很低", True),
    ("騰訊 has_strength 很貴", True),  # in other words, by the same ones of the text
]


@pytest.mark.parametrize(("said", "answer"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_a_careful_reader_agrees_or_not(said, answer):
    head, relation, tail = said.split()
    statement = Statement("s", head, relation, tail, (Span(14, 23),), "model")
    assert Judge(ENTITIES, GOLD)(statement) is answer


def test_a_logistic_regression_finds_the_weights_that_made_its_rows():
    chance = np.random.default_rng(7)
    rows = np.concatenate([np.ones((20_000, 1)), chance.normal(size=(20_000, 2))], axis=1)
    weights = np.array([-1.0, 0.5, 2.0])
    right = chance.random(20_000) < 1 / (1 + np.exp(-rows @ weights))
    assert logistic(rows, right.astype(float)) == pytest.approx(weights, abs=0.1)
