"""Annotated articles -> what the network is shown: states, marks, tags, pairs and their labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.extract import front_pipes
from kg.knowledge import Knowledge
from kg.model import Document, Mention, Modality, Span
from kg.neural.candidates import pairs_of
from kg.neural.features import LAYERS, PHRASE_TYPES, char_classes, known_marks
from kg.pipes.coreference import Refer
from kg.pipes.recognise import windows_of
from kg.training.annotated import GoldArticle

MODALITIES = tuple(Modality)
IGNORED = -100


@dataclass
class Example:
    """One article, ready for the network; arrays run over its code points, pair arrays over its pairs."""

    id: str
    twin: str
    states: np.ndarray
    classes: np.ndarray
    known: np.ndarray
    windows: list[tuple[int, int]]
    tags: list[np.ndarray]  # a row a layer; IGNORED where a reader may or may not list
    heads: np.ndarray  # (pairs, 2) spans
    tails: np.ndarray
    regions: np.ndarray  # (pairs, 3, 2)
    features: np.ndarray  # (pairs, len(FEATURES))
    labels: np.ndarray  # (pairs, relations): 1 said, 0 not, IGNORED not judged
    modality: np.ndarray  # (pairs,)


def examples_of(articles: Iterable[GoldArticle], knowledge: Knowledge) -> Iterator[Example]:
    """Turn annotated articles into examples."""
    for article in articles:
        yield example_of(article, knowledge)


def example_of(article: GoldArticle, knowledge: Knowledge) -> Example:
    """One article as an example."""
    front, known_finder, noise_finder = front_pipes(knowledge)
    doc = front(Document(article.id, article.text))
    known = known_finder(doc).mentions
    mentions = _gold_mentions(doc, article)
    taken = np.zeros(len(doc.text), dtype=bool)
    for m in mentions:
        taken[m.span.start : m.span.end] = True
    noise = [
        replace(m, entity=f"noise:{m.span.of(doc.twin)}", source="noise")
        for m in noise_finder(doc).mentions
        if not taken[m.span.start : m.span.end].any()
    ]
    everything = tuple(sorted((*mentions, *noise), key=lambda m: (m.span, m.type)))
    doc = Refer(knowledge.reference)(replace(doc, mentions=everything))
    pairs = list(pairs_of(doc, knowledge.ontology))
    labels, modality = _labels(doc, article, pairs, knowledge)
    return Example(
        article.id,
        doc.twin,
        doc.states,
        char_classes(doc.twin),
        known_marks(doc, known),
        [(w.start, w.end) for w in windows_of(doc.sentences)],
        [tags_of(doc, article, layer) for layer in LAYERS] if article.judged is None else [],
        np.array([[p.head.span.start, p.head.span.end] for p in pairs], dtype=np.int64).reshape(-1, 2),
        np.array([[p.tail.span.start, p.tail.span.end] for p in pairs], dtype=np.int64).reshape(-1, 2),
        np.array([[[r.start, r.end] for r in p.regions] for p in pairs], dtype=np.int64).reshape(-1, 3, 2),
        np.array([p.features for p in pairs], dtype=np.int64).reshape(len(pairs), -1),
        labels,
        modality,
    )


def _spans(doc: Document, article: GoldArticle) -> Iterator[tuple[Span, str, str, bool]]:
    """(place, entity id, kind, optional) of every name, the longer ones first."""
    rows = [(name, e) for e in article.entities for name in e.names]
    for name, entity in sorted(rows, key=lambda row: -len(row[0])):
        stripped = name.strip("「」『』“”‘’《》 ")
        if not stripped:
            continue
        latin = r"(?<![A-Za-z0-9])" if stripped[0].isascii() and stripped[0].isalnum() else ""
        after = r"(?![A-Za-z])" if stripped[-1].isascii() and stripped[-1].isalpha() else ""
        for match in re.finditer(latin + re.escape(stripped) + after, doc.text):
            yield Span(*match.span()), entity.id, entity.types[0], entity.optional


def _gold_mentions(doc: Document, article: GoldArticle) -> list[Mention]:
    taken = [np.zeros(len(doc.text), dtype=bool) for _ in LAYERS]
    mentions = []
    for span, entity, kind, _ in _spans(doc, article):
        if kind == "Factor":
            continue
        layer = int(kind in PHRASE_TYPES)
        if taken[layer][span.start : span.end].any():
            continue
        taken[layer][span.start : span.end] = True
        mentions.append(Mention(span, kind, "model", 1.0, entity))
    return mentions


def tags_of(doc: Document, article: GoldArticle, layer: Sequence[str]) -> np.ndarray:
    """0 outside, else 1 + 2 * type for a begin and 2 + 2 * type for what follows."""
    tags = np.zeros(len(doc.text), dtype=np.int64)
    taken = np.zeros(len(doc.text), dtype=bool)
    for span, _, kind, optional in _spans(doc, article):
        if kind not in layer or taken[span.start : span.end].any():
            continue
        taken[span.start : span.end] = True
        number = layer.index(kind)
        tags[span.start : span.end] = IGNORED if optional else 2 + 2 * number
        tags[span.start] = IGNORED if optional else 1 + 2 * number
    return tags


def _labels(doc: Document, article: GoldArticle, pairs: list, knowledge: Knowledge) -> tuple[np.ndarray, np.ndarray]:
    names = list(knowledge.ontology.relations)
    labels = np.full((len(pairs), len(names)), IGNORED, dtype=np.int64)
    modality = np.full(len(pairs), IGNORED, dtype=np.int64)
    loose = {e.id for e in article.entities if e.optional}
    said: dict[tuple[str, str], list] = {}
    for r in article.relations:
        said.setdefault((r.head, r.tail), []).append(r)
        if knowledge.ontology.relations[r.relation].symmetric:
            said.setdefault((r.tail, r.head), []).append(r)
    judged = article.judged
    factors = [(span, entity) for span, entity, kind, _ in _spans(doc, article) if kind == "Factor"]
    for i, pair in enumerate(pairs):
        if pair.tail.source == "clause":
            if judged is not None:
                continue
            _label_claim(pair, factors, said, loose, names, labels[i], modality, i)
            continue
        key = (pair.head.entity, pair.tail.entity)
        if judged is not None and key not in judged and key[::-1] not in judged:
            continue
        sentence = next((s for s in doc.sentences if s.covers(pair.tail.span)), pair.tail.span)
        for j, name in enumerate(names):
            if knowledge.ontology.allows(pair.head.type, name, pair.tail.type) and (
                judged is None or name in article.relations_judged
            ):
                labels[i, j] = IGNORED if loose & set(key) else 0
        for r in said.get(key, ()):
            j = names.index(r.relation)
            here = not r.optional and any(_overlaps(doc.text, q, sentence) for q in r.evidence)
            labels[i, j] = 1 if here else IGNORED
            if here:
                modality[i] = MODALITIES.index(Modality(r.modality))
    return labels, modality


def _label_claim(pair, factors, said, loose, names, row, modality, i) -> None:
    """A clause makes the claim whose words it shares at least half of (of the clause's, or of the claim's)."""
    clause = pair.tail.span
    for name in ("has_strength", "has_weakness", "forecasts"):
        row[names.index(name)] = IGNORED if pair.head.entity in loose else 0
    for span, factor in factors:
        shared = min(span.end, clause.end) - max(span.start, clause.start)
        if 2 * shared < min(span.end - span.start, clause.end - clause.start):
            continue
        for r in said.get((pair.head.entity, factor), ()):
            clear = not r.optional and factor not in loose
            row[names.index(r.relation)] = 1 if clear else IGNORED
            if clear:
                modality[i] = MODALITIES.index(Modality(r.modality))


def _overlaps(text: str, quote: str, sentence: Span) -> bool:
    start = text.find(quote)
    return start >= 0 and start < sentence.end and sentence.start < start + len(quote)
