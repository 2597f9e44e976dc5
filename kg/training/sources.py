"""Annotated articles in other forms: FinRE's pairs, and gold JSON files."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from pathlib import Path

from kg.training.annotated import GoldArticle, GoldEntity, GoldRelation

# FinRE's labels that the ontology holds; `被` before a label turns head and tail round.
LABELS = {
    "竞争": "competes_with", "合作": "partners_with", "签约": "partners_with", "合资": "partners_with",
    "收购": "acquires", "拟收购": "acquires", "借壳": "acquires", "买资": "acquires", "合并": "acquires",
    "入股": "invests_in", "注资": "invests_in", "增持": "invests_in",
    "持股": "owns", "拥有": "owns", "成立": "owns", "订单": "supplies",
}  # fmt: skip
NOTHING = {"unknown", "自己"}
QUIET = 0.2  # share of the sentences without any relation that is kept
TOGETHER = 8  # sentences an article
MOST = 4000  # sentences


def finre(path: Path, seed: int = 0) -> list[GoldArticle]:
    """Sentences of FinRE, eight to an article, of which only the named pairs are judged."""
    rows: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        head, tail, label, text = line.split("\t")
        rows[text].append((head, tail, label))
    chance = random.Random(seed)
    kept = [
        (text, pairs)
        for text, pairs in rows.items()
        if any(_relation(label) for *_, label in pairs) or chance.random() < QUIET
    ]
    chance.shuffle(kept)
    kept = kept[:MOST]
    return [_article(f"finre-{at}", kept[at : at + TOGETHER]) for at in range(0, len(kept), TOGETHER)]


def _relation(label: str) -> str | None:
    return LABELS.get(label) or LABELS.get(label.removeprefix("被"))


def _article(number: str, sentences: list[tuple[str, list[tuple[str, str, str]]]]) -> GoldArticle:
    article = GoldArticle(number, "hans", "", 0, "\n".join(text for text, _ in sentences))
    rows = [(*pair, text) for text, pairs in sentences for pair in pairs]
    names = list(dict.fromkeys(name for head, tail, *_ in rows for name in (head, tail)))
    article.entities = [GoldEntity(name, ("Company",), (name,), False) for name in names]
    judged = set()
    for head, tail, label, text in rows:
        relation = _relation(label)
        if relation:
            a, b = (tail, head) if label.startswith("被") else (head, tail)
            article.relations.append(GoldRelation(a, relation, b, (text,), "asserted", {}, False))
        if relation or label in NOTHING:
            judged.add((head, tail))
    article.judged = judged
    article.relations_judged = set(LABELS.values())
    return article


def gold(folder: Path) -> list[GoldArticle]:
    """A folder of gold/NAME.json and articles/NAME.txt."""
    articles = []
    for file in sorted((folder / "gold").glob("*.json")):
        raw = json.loads(file.read_text(encoding="utf-8"))
        text = (folder / "articles" / f"{file.stem}.txt").read_text(encoding="utf-8")
        article = GoldArticle(file.stem, "mixed", "", 0, text)
        for e in raw["entities"]:
            types = tuple(e.get("types") or [e["type"]])
            article.entities.append(GoldEntity(e["id"], types, tuple(e["names"]), bool(e.get("optional"))))
        for r in raw["relations"]:
            quotes = tuple(q for q in r["evidence"] if isinstance(q, str))
            optional = bool(r.get("optional"))
            article.relations.append(
                GoldRelation(r["head"], r["relation"], r["tail"], quotes, r["modality"], {}, optional)
            )
        articles.append(article)
    return articles
