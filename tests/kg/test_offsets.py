"""Annotations of texts that are not shipped, read with texts that are at hand."""

import gzip
import json

import pytest

from kg.training import offsets

TEXT = "云梔奶業收購禾岸乳品。\n它还有两家牧场。"
ROW = {
    "text": "one",
    "date": "2023-08-17",
    "entities": [
        {"types": ["Company"], "names": [[0, 4]]},
        {"types": ["Company", "Product"], "names": [[6, 10], [6, 8]], "optional": True},
    ],
    "relations": [[0, "acquires", 1, [[0, 10]], "asserted", False]],
}


def check(article):
    assert article.text == TEXT
    assert [(e.types, e.names, e.optional) for e in article.entities] == [
        (("Company",), ("云梔奶業",), False),
        (("Company", "Product"), ("禾岸乳品", "禾岸"), True),
    ]
    (relation,) = article.relations
    assert (relation.head, relation.relation, relation.tail) == ("0", "acquires", "1")
    assert (relation.evidence, relation.modality, relation.optional) == (("云梔奶業收購禾岸乳品",), "asserted", False)


def test_places_in_a_corpus_of_json_lines(tmp_path):
    (tmp_path / "rows").write_text(json.dumps(ROW), "utf-8")
    with gzip.open(tmp_path / "texts.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"id": i, "text": t}) + "\n" for i, t in (("none", "别的"), ("one", TEXT)))
    (article,) = offsets.news(tmp_path / "rows", tmp_path / "texts.gz")
    check(article)


def test_places_in_sentences_of_a_table(tmp_path):
    (tmp_path / "rows").write_text(json.dumps(ROW | {"lines": [2, 0]}), "utf-8")
    first, second = TEXT.split("\n")
    table = [
        ("云梔", "牧场", "拥有", second),
        ("甲", "乙", "unknown", "别的。"),
        ("云梔奶業", "禾岸乳品", "收购", first),
    ]
    (tmp_path / "table").write_text("".join("\t".join(row) + "\n" for row in table), "utf-8")
    (article,) = offsets.finance(tmp_path / "rows", tmp_path / "table")
    check(article)


def test_a_text_that_is_not_there_is_an_error(tmp_path):
    (tmp_path / "rows").write_text(json.dumps(ROW), "utf-8")
    with gzip.open(tmp_path / "texts.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": "two", "text": TEXT}))
    with pytest.raises(KeyError, match="one"):
        offsets.news(tmp_path / "rows", tmp_path / "texts.gz")
