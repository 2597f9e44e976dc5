"""Read the annotated articles that the models are trained on (format: data/annotated/README.md)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

MODALITIES = ("asserted", "reported", "hypothetical", "forecast", "negated")
QUOTES = "「」『』“”‘’《》"
KEYS = ("speaker", "aspect", "condition", "horizon", "time", "polarity")
ONTOLOGY = yaml.safe_load((Path(__file__).parents[2] / "data/ontology.yaml").read_text(encoding="utf-8"))
HEAD = re.compile(r"^=== (\S+) (hant|hans|mixed) (\S+)$")


@dataclass(slots=True)
class GoldEntity:
    id: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    optional: bool


@dataclass(slots=True)
class GoldRelation:
    head: str
    relation: str
    tail: str
    evidence: tuple[str, ...]
    modality: str
    extra: dict[str, str]
    optional: bool


@dataclass(slots=True)
class GoldArticle:
    id: str
    script: str
    date: str
    line: int
    text: str = ""
    entities: list[GoldEntity] = field(default_factory=list)
    relations: list[GoldRelation] = field(default_factory=list)


def occurrences(name: str, text: str) -> Iterator[tuple[int, int]]:
    """(start, end) wherever a name stands in a text; a Latin one where it is no part of a word."""
    latin = r"(?<![A-Za-z0-9])" if name[0].isascii() and name[0].isalnum() else ""
    after = r"(?![A-Za-z])" if name[-1].isascii() and name[-1].isalpha() else ""
    return (match.span() for match in re.finditer(latin + re.escape(name) + after, text))


def read(path: Path) -> tuple[list[GoldArticle], list[str]]:
    """All articles of a file, and what is wrong in it, a line each."""
    articles: list[GoldArticle] = []
    problems: list[str] = []
    article: GoldArticle | None = None
    in_text = False
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.rstrip()
        if match := HEAD.match(line):
            article = GoldArticle(match[1], match[2], match[3], number)
            articles.append(article)
            in_text = True
        elif line.startswith("==="):
            problems.append(f"{path}:{number}: head line is not '=== id hant|hans date'")
        elif article is None or line.startswith("# "):
            continue
        elif in_text and line == "---":
            in_text = False
            article.text = article.text.strip("\n")
        elif in_text:
            article.text += line + "\n"
        elif line.strip():
            problem = _annotation(article, line)
            if problem:
                problems.append(f"{path}:{number}: {problem}")
    return articles, problems


def gold_of(folder: Path) -> list[GoldArticle]:
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


def _annotation(article: GoldArticle, line: str) -> str | None:
    if "|" in line and len(line.split("|", maxsplit=1)[0].split()) == 3 and not line[0].isupper():
        return _relation(article, line)
    parts = line.split(None, 2)
    if len(parts) != 3:
        return f"neither an entity nor a relation: {line!r}"
    kind, key, names = parts
    optional = kind.endswith("?")
    types = tuple(kind.rstrip("?").split("/"))
    if unknown := [t for t in types if t not in ONTOLOGY["entity_types"]]:
        return f"unknown type {unknown[0]!r}"
    listed = tuple(n.strip() for n in names.split("|") if n.strip())
    if missing := [n for n in listed if n not in article.text]:
        return f"name {missing[0]!r} does not stand in the text of {article.id}"
    if any(e.id == key for e in article.entities):
        return f"entity id {key!r} twice in {article.id}"
    article.entities.append(GoldEntity(key, types, listed, optional))
    return None


def _relation(article: GoldArticle, line: str) -> str | None:
    left, quote, *rest = (part.strip() for part in line.split("|"))
    head, relation, tail = left.split()
    optional = relation.endswith("?")
    relation = relation.rstrip("?")
    spec = ONTOLOGY["relations"].get(relation)
    if spec is None:
        return f"unknown relation {relation!r}"
    ids = {e.id: e for e in article.entities}
    for end, side in ((head, "head"), (tail, "tail")):
        if end not in ids:
            return f"{side} {end!r} is no entity of {article.id}"
        allowed = set(spec[side])
        if not allowed & set(ids[end].types):
            kinds, fit = "/".join(ids[end].types), ", ".join(sorted(allowed))
            return f"{relation} takes no {kinds} as its {side} ({ids[end].names[0]}); allowed: {fit}"
    quotes = tuple(q.strip() for q in quote.split(" // "))
    if missing := [q for q in quotes if q not in article.text]:
        return f"evidence {missing[0]!r} does not stand in the text of {article.id}"
    words = rest[0].split() if rest else []
    modality = words.pop(0) if words and "=" not in words[0] else "asserted"
    if modality not in MODALITIES:
        return f"unknown modality {modality!r}"
    extra = dict(word.split("=", 1) for word in words if "=" in word)
    if wrong := [key for key in extra if key not in KEYS]:
        return f"unknown key {wrong[0]!r}; known: {', '.join(KEYS)}"
    if (speaker := extra.get("speaker")) and speaker not in ids:
        return f"speaker {speaker!r} is no entity of {article.id}"
    article.relations.append(GoldRelation(head, relation, tail, quotes, modality, extra, optional))
    return None
