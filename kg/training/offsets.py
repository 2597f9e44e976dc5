"""Annotations of texts that may not be shipped: places in a corpus of JSON Lines instead of words."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.training.annotated import GoldArticle, GoldEntity, GoldRelation


def read(files: Sequence[Path], texts: Path) -> list[GoldArticle]:
    """The annotated articles, with their texts from the corpus; a text that is not there raises KeyError."""
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    wanted = {row["text"]: row for row in rows}
    found = {}
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)
            if text["id"] in wanted:
                found[text["id"]] = text["text"]
    return [_article(row, found[row["text"]]) for row in rows]


def _article(row: dict, text: str) -> GoldArticle:
    def words(places: Iterable[Sequence[int]]) -> tuple[str, ...]:
        return tuple(text[start:end] for start, end in places)

    article = GoldArticle(row["text"], "hans", row["date"], 0, text)
    article.entities = [
        GoldEntity(str(i), tuple(e["types"]), words(e["names"]), e.get("optional", False))
        for i, e in enumerate(row["entities"])
    ]
    article.relations = [
        GoldRelation(str(h), r, str(t), words(places), modality, {}, optional)
        for h, r, t, places, modality, optional in row["relations"]
    ]
    return article
