"""Annotations of texts that may not be shipped: places in a corpus instead of words."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.training.annotated import GoldArticle, GoldEntity, GoldRelation


def news(file: Path, texts: Path) -> list[GoldArticle]:
    """Annotated articles of a corpus of JSON Lines; a text that is not there raises KeyError."""
    rows = _rows(file)
    wanted = {row["text"]: row for row in rows}
    found = {}
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)
            if text["id"] in wanted:
                found[text["id"]] = text["text"]
    return [_article(row, found[row["text"]]) for row in rows]


def finance(file: Path, pairs: Path) -> list[GoldArticle]:
    """Annotated articles of sentences of FinRE (head, tail, label, sentence): `lines` are those of its file, from 0."""
    sentences = [line.split("\t")[3] for line in pairs.read_text(encoding="utf-8").splitlines()]
    return [_article(row, "\n".join(sentences[at] for at in row["lines"])) for row in _rows(file)]


def _rows(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


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
