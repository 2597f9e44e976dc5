"""How often a careful reader agrees with what is said of held-out articles: the weights of `kg.confidence`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import yaml

from kg.confidence import COUNTED
from kg.extract import default_pipeline
from kg.knowledge import builtin_knowledge
from kg.model import Document, Entity, Span, Statement
from kg.neural.layers import Floats
from kg.ontology import builtin_ontology
from kg.pipeline import Pipeline
from kg.pipes.agree import Agree
from kg.resources import read_yaml
from kg.text import name_key
from kg.training.annotated import GoldArticle, GoldEntity
from kg.training.dataset import CLAIMS

PHRASES = {
    "Strategy",
    "Market",
    "Event",
    "Technology",
    "Metric",
    "Factor",
}  # one that holds half of the other is the same
RIDGE = 1.0  # how strongly weights are held to nothing
ONTOLOGY = builtin_ontology()
RELATIONS = tuple(ONTOLOGY.relations)


class Judge:
    """Whether a careful reader agrees with what is said of an article."""

    def __init__(self, entities: Sequence[Entity], gold: GoldArticle) -> None:
        self._gold = gold
        self._same = {e.id: [g for g in gold.entities if _same(e, g)] for e in entities}
        self._loose = {g.id for g in gold.entities if g.optional}
        self._said: dict[tuple[str, str, str], bool] = {}  # optional or not
        for r in gold.relations:
            self._said[r.head, r.relation, r.tail] = r.optional or bool(self._loose & {r.head, r.tail})
            if ONTOLOGY.relations[r.relation].symmetric:
                self._said[r.tail, r.relation, r.head] = self._said[r.head, r.relation, r.tail]

    def __call__(self, statement: Statement) -> bool | None:
        """Yes, no, or None for what one may or may not list."""
        heads, tails = self._same[statement.head], self._same[statement.tail]
        if statement.relation in CLAIMS and not tails:
            tails = [g for g in self._gold.entities if "Factor" in g.types and self._overlap(statement.evidence, g)]
        keys = [(h.id, statement.relation, t.id) for h in heads for t in tails]
        found = [self._said[key] for key in keys if key in self._said]
        loose = True in found or bool(self._loose & {g.id for g in (*heads, *tails)})
        return True if False in found else None if loose else False

    def _overlap(self, evidence: Sequence[Span], gold: GoldEntity) -> bool:
        text = self._gold.text
        places = [Span(at, at + len(n)) for n in gold.names if (at := text.find(n)) >= 0]
        return any(place.overlaps(e) for e in evidence for place in places)


def _same(entity: Entity, gold: GoldEntity) -> bool:
    ours = {name_key(n) for n in (entity.name, *entity.aliases)} - {""}
    theirs = {name_key(n) for n in gold.names} - {""}
    if entity.type not in gold.types:
        return False
    if ours & theirs:
        return True
    pairs = (sorted((a, b), key=len) for a in ours for b in theirs)
    return entity.type in PHRASES and any(short in long and 2 * len(short) >= len(long) for short, long in pairs)


def rows_of(articles: Sequence[GoldArticle]) -> Iterator[tuple[list[float], bool]]:
    """What is counted of each triple that may be said, and which relation it is; whether a careful reader agrees."""
    pipes = default_pipeline(builtin_knowledge()).pipes
    at = next(number for number, pipe in enumerate(pipes) if isinstance(pipe, Agree))
    read, agree = Pipeline(*pipes[:at]), pipes[at]
    for gold in articles:
        doc = read(Document(gold.id, gold.text))
        judge = Judge(doc.entities, gold)
        for statement, counted in agree.counted(doc):
            if (agrees := judge(statement)) is not None:
                yield [1.0, *counted, *(float(name == statement.relation) for name in RELATIONS)], agrees


def logistic(rows: Floats, right: Floats) -> Floats:
    """Weights of a ridge logistic regression, by Newton's method; the first column is constant and not held back."""
    weights, held = np.zeros(rows.shape[1]), np.full(rows.shape[1], RIDGE)
    held[0] = 0.0
    for _ in range(20):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - held * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(held)
        weights += np.linalg.solve(bend, slope)
    return weights


def fit(held: Sequence[GoldArticle], path: Path) -> None:
    """Read what is held out with the networks that are there, and write the weights."""
    rows, right = zip(*rows_of(held), strict=True)
    constant, *weights = logistic(np.array(rows), np.array(right, dtype=float)).round(3).tolist()
    print(f"{len(right)} statements, {np.mean(right):.2f} right")
    head, *_ = path.read_text(encoding="utf-8").splitlines()
    counted = dict(zip(COUNTED, weights, strict=False))
    relations = dict(zip(RELATIONS, weights[len(COUNTED) :], strict=True))
    made = read_yaml(path) | {"constant": constant, "counted": counted, "relations": relations}
    path.write_text(f"{head}\n{yaml.safe_dump(made, sort_keys=False)}", encoding="utf-8")
