"""Annotated articles -> what the networks are shown: features, tags, pairs and their labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.extract import front_pipes
from kg.knowledge import Knowledge
from kg.model import Document, Mention, Modality, Span
from kg.neural.candidates import FEATURES, Pair, anchors_of, pairs_of
from kg.neural.encoder import WINDOW, reads, stretches
from kg.neural.features import LAYERS, PHRASE_TYPES, char_features, known_marks
from kg.neural.hashing import Hashes, Ints
from kg.neural.layers import from_bytes
from kg.neural.named import named_of
from kg.neural.pieces import Pieces
from kg.neural.scorer import anchor_numbers, places_of, regions_of
from kg.neural.units import Units, units_of
from kg.neural.windows import even_windows_of, windows_of
from kg.neural.wording import wording
from kg.pipes.coreference import Refer
from kg.training.annotated import QUOTES, GoldArticle, occurrences

MODALITIES = tuple(Modality)
IGNORED = -100
CLAIMS = ("has_strength", "has_weakness", "forecasts")


@dataclass
class Article:
    """One article, read up to where the networks begin."""

    gold: GoldArticle
    doc: Document
    known: tuple[Mention, ...]
    guesses: tuple[Mention, ...]  # what other finders take for names


@dataclass
class Cut:
    """One article for the encoder."""

    stretches: list[Ints]  # pieces that are read at once
    at: Ints  # of each code point the piece that it is in; the first one's where none is


@dataclass
class Tagging:
    """One article for the tagger; arrays run over its code points."""

    states: np.ndarray
    features: Hashes
    blind: Hashes  # the same without what the lexicon knows
    windows: list[tuple[int, int]]
    tags: list[np.ndarray]  # a row a layer; IGNORED where a reader may or may not list


@dataclass
class Pairing:
    """One article for the scorer; arrays run over its units or its pairs."""

    gold: GoldArticle
    pairs: list[Pair]
    units: Units
    states: np.ndarray  # the recogniser's, of each unit
    named: np.ndarray  # (mentions, 2) units of those that name an entity
    entities: np.ndarray  # (mentions,) its number
    heads: np.ndarray  # (pairs, 2) units
    tails: np.ndarray
    ends: np.ndarray  # (pairs, 2) entities
    regions: np.ndarray  # (pairs, 3, 2)
    features: np.ndarray  # (pairs, len(FEATURES))
    wordings: Hashes
    offsets: np.ndarray
    anchors: np.ndarray  # (pairs, 2) units
    numbers: np.ndarray  # of each pair's anchor
    labels: np.ndarray  # (pairs, relations): 1 said, 0 not, IGNORED not judged
    modality: np.ndarray  # (pairs,)


@dataclass
class Example:
    """One article for all three; without pairs where only names are to be learnt from it."""

    id: str
    cut: Cut
    tagging: Tagging
    pairing: Pairing | None


def articles_of(gold: Sequence[GoldArticle], knowledge: Knowledge) -> list[Article]:
    """Read annotated articles up to the recogniser, with what all other finders see."""
    front, known, guesses = front_pipes(knowledge)
    found = []
    for one in gold:
        doc = front(Document(one.id, one.text))
        found.append(Article(one, doc, known(doc).mentions, guesses(doc).mentions))
    return found


def cut_of(doc: Document, pieces: Pieces) -> Cut:
    """One article for the encoder."""
    found, at, size = [], np.zeros(len(doc.text), dtype=np.int64), 0
    for low, high in even_windows_of(doc.sentences, WINDOW):
        rows, places = reads(pieces, doc.twin[low:high])
        found += stretches(rows)
        at[low:high] = size + places
        size += len(rows)
    return Cut(found, at)


def tagging_of(article: Article) -> Tagging:
    """One article for the tagger."""
    doc = article.doc
    marks = known_marks(doc, article.known)
    features, blind = (char_features(doc.twin, doc.words, doc.tokens, m) for m in (marks, marks * 0))
    tags = [tags_of(doc, article.gold, layer) for layer in LAYERS]
    return Tagging(from_bytes(doc.states), features, blind, windows_of(doc.sentences), tags)


def pairing_of(article: Article, seen: Sequence[Mention], knowledge: Knowledge) -> Pairing:
    """One article for the scorer: the right mentions, and as noise what is `seen` or guessed where there are none."""
    gold = article.gold
    mentions = _with_noise(article, [*seen, *article.guesses])
    doc = Refer(knowledge.reference)(replace(article.doc, mentions=mentions))
    pairs = list(pairs_of(doc, knowledge.ontology, anchors_of(doc)))
    units = units_of(doc, doc.mentions)
    places, heads, tails = places_of(units, pairs)
    named = named_of(units, doc.mentions)
    hashes, counted = wording(units, places)
    offsets = np.concatenate([[0], np.cumsum(counted.sum(axis=1))[:-1]]) if pairs else np.zeros(0, np.int64)
    labels, modality = _labels(doc, gold, pairs, knowledge)
    return Pairing(
        gold,
        pairs,
        units,
        units.pooled(doc.states, np.arange(len(units))).astype(np.float16),
        named.spans,
        named.entities,
        heads,
        tails,
        named.ends_of(pairs),
        np.stack(regions_of(units, places), axis=1),
        np.array([p.features for p in pairs], dtype=np.int64).reshape(len(pairs), len(FEATURES)),
        hashes[counted],
        offsets,
        np.where([[p.anchor is p.head] for p in pairs], heads, tails) if pairs else tails,
        anchor_numbers(pairs),
        labels,
        modality,
    )


def _with_noise(article: Article, others: Sequence[Mention]) -> tuple[Mention, ...]:
    doc = article.doc
    mentions = _gold_mentions(doc, article.gold)
    taken = [np.zeros(len(doc.text), dtype=bool) for _ in LAYERS]
    for m in mentions:
        taken[int(m.type in PHRASE_TYPES)][m.span.start : m.span.end] = True
    for m in others:
        layer = taken[int(m.type in PHRASE_TYPES)]
        if not layer[m.span.start : m.span.end].any():
            layer[m.span.start : m.span.end] = True
            mentions.append(replace(m, entity=f"noise:{m.span.of(doc.twin)}", source="noise"))
    return tuple(sorted(mentions, key=lambda m: (m.span, m.type)))


def _spans(doc: Document, article: GoldArticle) -> Iterator[tuple[Span, str, str, bool]]:
    """(place, entity id, kind, optional) of every name, the longer ones first."""
    rows = [(name, e) for e in article.entities for name in e.names]
    for name, entity in sorted(rows, key=lambda row: -len(row[0])):
        if stripped := name.strip(QUOTES + " "):
            for place in occurrences(stripped, doc.text):
                yield Span(*place), entity.id, entity.types[0], entity.optional


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


def _labels(
    doc: Document, article: GoldArticle, pairs: Sequence[Pair], knowledge: Knowledge
) -> tuple[np.ndarray, np.ndarray]:
    names = list(knowledge.ontology.relations)
    labels = np.full((len(pairs), len(names)), IGNORED, dtype=np.int64)
    modality = np.full(len(pairs), IGNORED, dtype=np.int64)
    loose = {e.id for e in article.entities if e.optional}
    said: dict[tuple[str, str], list] = {}
    for r in article.relations:
        said.setdefault((r.head, r.tail), []).append(r)
        if knowledge.ontology.relations[r.relation].symmetric:
            said.setdefault((r.tail, r.head), []).append(r)
    factors = [(span, entity) for span, entity, kind, _ in _spans(doc, article) if kind == "Factor"]
    sentences = _sentences_of(doc, pairs)
    quotes = {q: doc.text.find(q) for r in article.relations for q in r.evidence}
    for i, pair in enumerate(pairs):
        if pair.tail.source == "clause":
            _label_claim(pair, factors, said, loose, names, labels[i], modality, i)
            continue
        key = (pair.head.entity, pair.tail.entity)
        for j, name in enumerate(names):
            if knowledge.ontology.allows(pair.head.type, name, pair.tail.type):
                labels[i, j] = IGNORED if loose & set(key) else 0
        for r in said.get(key, ()):
            j = names.index(r.relation)
            here = not r.optional and any(_overlaps(quotes[q], q, sentences[i]) for q in r.evidence)
            labels[i, j] = 1 if here else IGNORED
            if here:
                modality[i] = MODALITIES.index(Modality(r.modality))
    return labels, modality


def _sentences_of(doc: Document, pairs: Sequence[Pair]) -> list[Span]:
    starts = np.array([s.start for s in doc.sentences], dtype=np.int64)
    at = np.searchsorted(starts, [p.anchor.span.start for p in pairs], side="right") - 1
    return [doc.sentences[max(0, i)] for i in at]


def _label_claim(pair, factors, said, loose, names, row, modality, i) -> None:
    """A clause makes the claim whose words it shares at least half of (of the clause's, or of the claim's)."""
    clause = pair.tail.span
    for name in CLAIMS:
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


def _overlaps(start: int, quote: str, sentence: Span) -> bool:
    return start >= 0 and start < sentence.end and sentence.start < start + len(quote)
