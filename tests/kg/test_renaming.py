"""Articles with other names: what is annotated still stands in them, word for word."""

import random

import pytest

from kg.resources import data_dir
from kg.training.annotated import GoldArticle, GoldEntity, GoldRelation, read
from kg.training.renaming import Renamer, renamed

OWN = [article for path in sorted((data_dir() / "annotated").glob("t*.txt")) for article in read(path)[0]]


def article(text: str, names: dict[str, tuple[str, ...]], evidence: str) -> GoldArticle:
    entities = [GoldEntity(kind, (kind,), found, False) for kind, found in names.items()]
    relation = GoldRelation(entities[0].id, "develops", entities[1].id, (evidence,), "asserted", {}, False)
    return GoldArticle("a", "hant", "2026-01-01", 1, text, entities, [relation])


@pytest.mark.parametrize(
    ("others", "text", "evidence"),
    [
        ({}, "星橋推出橋付，星橋雲也用橋付。", "星橋推出橋付"),
        ({"星橋": "北岸銀行"}, "北岸銀行推出橋付，星橋雲也用橋付。", "北岸銀行推出橋付"),
        ({"橋付": "X9"}, "星橋推出X9，星橋雲也用X9。", "星橋推出X9"),
        ({"星橋": "Nova", "橋付": "一碰"}, "Nova推出一碰，星橋雲也用一碰。", "Nova推出一碰"),
    ],
)
def test_a_name_is_another_wherever_it_stands_alone(others, text, evidence):
    names = {"Company": ("星橋",), "Product": ("橋付",), "Market": ("星橋雲",)}
    found = renamed(article("星橋推出橋付，星橋雲也用橋付。", names, "星橋推出橋付"), others)
    assert (found.text, found.relations[0].evidence) == (text, (evidence,))


def test_a_name_in_a_latin_word_is_no_name():
    found = renamed(article("AI用AIR，Air不是AI。", {"Company": ("AI",), "Product": ("AIR",)}, "AI用"), {"AI": "Tern"})
    assert found.text == "Tern用AIR，Air不是Tern。"


def test_phrases_hold_the_new_names():
    names = {"Company": ("星橋",), "Product": ("橋付",), "Factor": ("星橋的對手太弱",)}
    found = renamed(article("星橋推出橋付，星橋的對手太弱。", names, "星橋推出橋付"), {"星橋": "北岸"})
    assert found.entities[2].names == ("北岸的對手太弱",)


@pytest.mark.parametrize("seed", range(3))
def test_all_that_is_annotated_stands_in_the_new_text(seed):
    renamer, chance = Renamer(OWN), random.Random(seed)  # noqa: S311 - repeatable, not secret
    kept = changed = 0
    for one in OWN:
        found = renamer(one, chance)
        assert found.id == one.id
        words = [*(n for e in found.entities for n in e.names), *(q for r in found.relations for q in r.evidence)]
        assert [w for w in words if not w or w not in found.text] == []
        kept += len(found.relations)
        changed += found.text != one.text
    assert changed > 0.95 * len(OWN)
    assert kept > 0.98 * sum(len(one.relations) for one in OWN)
