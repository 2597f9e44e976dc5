"""Fit the tagger's conditional random fields, one a layer."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pycrfsuite

from kg.extract import front_pipes
from kg.knowledge import Knowledge
from kg.model import Document
from kg.neural.features import LAYERS, known_marks
from kg.tagger import FILES, features_of, runs_of
from kg.training.annotated import GoldArticle
from kg.training.dataset import IGNORED, tags_of

SETTINGS = {"c1": 0.05, "c2": 0.02, "max_iterations": 80, "feature.minfreq": 2}
BLIND = 0.25  # share of articles whose known marks are hidden, so that it learns to do without the lexicon
QUIET = 0.5  # share of the sentences without a phrase that the phrase layer learns from


def fit(articles: Sequence[GoldArticle], held: Sequence[GoldArticle], knowledge: Knowledge, folder: Path) -> None:
    """Train on articles, print precision and recall on those held out, write the weights."""
    rows = list(_rows(articles, knowledge, blind=BLIND))
    test = list(_rows(held, knowledge, blind=0.0))
    for number, (name, layer) in enumerate(zip(FILES, LAYERS, strict=True)):
        trainer = pycrfsuite.Trainer(verbose=False)
        chance = random.Random(number)
        for features, tags in rows:
            wanted = tags[number]
            quiet = number > 0 and not wanted.any() and chance.random() < QUIET
            if not quiet and not (wanted == IGNORED).any():
                trainer.append(features, [str(tag) for tag in wanted])
        trainer.set_params(SETTINGS)
        trainer.train(str(folder / name))
        print(f"{name}: {_measure(folder / name, test, number, layer)}", flush=True)


def _rows(articles: Sequence[GoldArticle], knowledge: Knowledge, *, blind: float):
    front, known, _ = front_pipes(knowledge)
    chance = random.Random(0)
    for article in articles:
        doc = front(Document(article.id, article.text))
        marks = known_marks(doc, known(doc).mentions)
        if chance.random() < blind:
            marks = marks * 0
        tags = [tags_of(doc, article, layer) for layer in LAYERS]
        for sentence, features in features_of(doc, marks):
            yield features, [row[sentence.start : sentence.end] for row in tags]


def _measure(path: Path, rows, number: int, layer: Sequence[str]) -> str:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    counts = {kind: [0, 0, 0] for kind in layer}
    for features, tags in rows:
        wanted = tags[number]
        ours = {
            r for r in runs_of([int(t) for t in tagger.tag(features)]) if not (wanted[r[0] : r[1]] == IGNORED).any()
        }
        theirs = set(runs_of(np.where(wanted == IGNORED, 0, wanted).tolist()))
        for column, runs in enumerate((ours & theirs, ours - theirs, theirs - ours)):
            for run in runs:
                counts[layer[(run[2] - 1) // 2]][column] += 1
    return "; ".join(f"{kind} {2 * a / max(1, 2 * a + b + c):.2f} ({a + c})" for kind, (a, b, c) in counts.items())
