"""The fitted pair scorer: which relations a text says between a head and a tail, and how surely.

Words with the marks of all mentions go through gated convolutions and attention; each pair is then judged by the
readings of its two mentions, what lies around them, the words between, and how it compares with the best other head
of the same tail. Weights are `data/models/scorer.npz`, made by `python -m kg.training`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from kg.model import Document, Modality
from kg.neural.candidates import FEATURES, Pair
from kg.neural.hashing import Hashes, Ints, rows_of
from kg.neural.layers import Floats, Halves, Weights, attend, gated, groups_of, linear, load_weights, norm, one_thread
from kg.neural.units import Units, units_of
from kg.neural.wording import Flags, Places, wording
from kg.once import once

__all__ = ["DILATIONS", "FILE", "LAYERS", "REGION", "Scorer", "load_scorer", "places_of", "regions_of", "tail_numbers"]

FILE = "scorer.npz"
DILATIONS = (1, 2)
LAYERS = 2  # of attention
REGION = 24  # units of a region that are looked at
BEFORE, AFTER = 4, 8  # units before and behind a pair
_CLAUSE = 3  # added to a pair's order where its tail is a clause
_PAIRS = 4096  # scored at once


@dataclass(frozen=True, slots=True)
class Scorer:
    """Encoder and judge of pairs. Linear in the text's length and in the number of pairs."""

    words: Hashes
    wordings: Hashes
    weights: Weights
    relations: tuple[str, ...]
    modalities: tuple[Modality, ...] = tuple(Modality)

    def __call__(self, doc: Document, pairs: Sequence[Pair]) -> tuple[Floats, Floats]:
        """The probability of each relation for each pair, and of each modality; both (pairs, …).

        Pairs of one tail stand together, as pairs_of yields them.
        """
        with one_thread():
            said, surely = self._scores(doc, pairs)
        relations = 1 / (1 + np.exp(-np.clip(said, -30, 30)))
        modality = np.exp(np.clip(surely, -30, 30))
        return relations.astype(np.float32), (modality / modality.sum(axis=1, keepdims=True)).astype(np.float32)

    def _scores(self, doc: Document, pairs: Sequence[Pair]) -> tuple[Floats, Floats]:
        units = units_of(doc, doc.mentions)
        reading = self._read(units, units.pooled(doc.states))
        means, signal = _Means(reading), np.maximum(linear(self.weights, "signal", reading), 0)
        tails = tail_numbers(pairs)
        found = [self._judge(units, means, signal, pairs[a:b], tails[a:b]) for a, b in _batches(tails)]
        return np.concatenate([r for r, _ in found]), np.concatenate([m for _, m in found])

    def _read(self, units: Units, states: Halves) -> Floats:
        w = self.weights
        tables = (
            ("word", rows_of(self.words, units.word.astype(np.uint32))),
            ("tag", units.tag), ("mark", units.mark), ("phrase", units.phrase), ("stand_in", units.stand_in),
        )  # fmt: skip
        reading = np.zeros((len(units), w["enter.bias"].shape[0]), dtype=np.float32)
        for group in groups_of(units.windows):
            at = np.concatenate([np.arange(low, high) for low, high in group])
            sizes = [high - low for low, high in group]
            columns = [states[at].astype(np.float32), *(w[f"{name}.weight"][values[at]] for name, values in tables)]
            x = gated(w, linear(w, "enter", np.concatenate(columns, axis=1)), sizes, DILATIONS)
            for i in range(LAYERS):
                x = attend(w, i, x, sizes)
            reading[at] = norm(w, "leave", x)
        return reading

    def _judge(
        self, units: Units, means: _Means, signal: Floats, pairs: Sequence[Pair], tails: Ints
    ) -> tuple[Floats, Floats]:
        w = self.weights
        places, heads, lasts = places_of(units, pairs)
        a, b = linear(w, "head", means(heads)), means(lasts) @ w["tail.weight"].T
        regions = np.concatenate([_most(signal, r) for r in regions_of(units, places)], axis=1) @ w["regions.weight"].T
        values = np.array([p.features for p in pairs], dtype=np.int64).reshape(len(pairs), len(FEATURES))
        counts = sum(w[f"features.{i}.weight"][values[:, i]] for i in range(len(FEATURES)))
        words = linear(w, "worded", np.tanh(self._worded(*wording(units, places))))
        mixed = [np.maximum(a + b + regions + counts, 0), np.tanh(a) * np.tanh(b), np.maximum(words + counts, 0)]
        joined = np.maximum(linear(w, "join", np.concatenate(mixed, axis=1)), 0)
        first = np.flatnonzero(np.diff(tails, prepend=tails[0] - 1))
        best = np.maximum.reduceat(linear(w, "rival", joined), first, axis=0)[tails - tails[0]]
        last = np.maximum(linear(w, "last", np.concatenate([joined, best], axis=1)), 0)
        return linear(w, "relations", last), linear(w, "modality", last)

    def _worded(self, hashes: Hashes, counted: Flags) -> Floats:
        """The sum of the embeddings of each row's hashes; column by column, since most rows have few."""
        table = self.weights["wording.weight"]
        rows = np.zeros(hashes.shape, dtype=np.int64)
        rows[counted] = rows_of(self.wordings, hashes[counted])
        total = np.zeros((len(rows), table.shape[1]), dtype=np.float32)
        for column in rows.T:
            at = np.flatnonzero(column)
            total[at] += table[column[at]]
        return total


def tail_numbers(pairs: Sequence[Pair]) -> Ints:
    """The number of each pair's tail, from 0; pairs of one tail stand together."""
    return np.cumsum([0, *(a.tail is not b.tail for a, b in pairwise(pairs))])[: len(pairs)]


def _batches(tails: Ints) -> list[tuple[int, int]]:
    """Stretches of about 4096 pairs that part no tail from another of its pairs."""
    borders = [0]
    for start in np.flatnonzero(np.diff(tails, prepend=-1)).tolist():
        if start - borders[-1] >= _PAIRS:
            borders.append(start)
    return list(zip(borders, [*borders[1:], len(tails)], strict=True))


def places_of(units: Units, pairs: Sequence[Pair]) -> tuple[Places, Ints, Ints]:
    """Where pairs stand, and the units of their heads and tails, (pairs, 2) each."""
    heads = np.array([units.range_of(p.head.span) for p in pairs], dtype=np.int64).reshape(-1, 2)
    tails = np.array([units.range_of(p.tail.span) for p in pairs], dtype=np.int64).reshape(-1, 2)
    ahead = np.array([p.head.span <= p.tail.span for p in pairs], dtype=bool)[:, None]
    first, last = np.where(ahead, heads, tails), np.where(ahead, tails, heads)
    opens = np.array([units.at[p.between.start] if p.between.end > p.between.start else -1 for p in pairs], np.int64)
    between = np.stack([np.where(opens < 0, last[:, 0], opens), last[:, 0]], axis=1)
    order = np.array([p.order + (_CLAUSE if p.tail.source == "clause" else 0) for p in pairs], dtype=np.int64)
    return Places(first, last, between, order), heads, tails


def regions_of(units: Units, places: Places) -> tuple[Ints, Ints, Ints]:
    """The units before, between and behind each pair, (pairs, 2) each."""
    low, high = places.first[:, 0], places.last[:, 1]
    before = np.stack([np.maximum(0, low - BEFORE), low], axis=1)
    return before, places.between, np.stack([high, np.minimum(len(units), high + AFTER)], axis=1)


class _Means:
    """Means of rows over spans, by sums up to each row."""

    def __init__(self, rows: Floats) -> None:
        self.sums = np.concatenate([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0, dtype=np.float64)])

    def __call__(self, spans: Ints) -> Floats:
        low, high = spans[:, 0], spans[:, 1]
        means: Floats = ((self.sums[high] - self.sums[low]) / (high - low)[:, None]).astype(np.float32)
        return means


def _most(signal: Floats, spans: Ints) -> Floats:
    """The greatest of each number over the first units of each span; zeros for an empty one."""
    low, high = spans[:, 0], np.minimum(spans[:, 1], spans[:, 0] + REGION)
    longest = int(np.maximum(high - low, 0).max(initial=0))
    most = np.zeros((len(spans), signal.shape[1]), dtype=np.float32)
    for step in range(longest):
        at = np.flatnonzero(low + step < high)
        most[at] = np.maximum(most[at], signal[low[at] + step])
    return most


@once
def load_scorer(folder: Path) -> Scorer:
    """The scorer whose weights lie in a folder, read once."""
    arrays = load_weights(folder / FILE)
    words, wordings = (arrays.pop(name).astype(np.uint32) for name in ("words", "wordings"))
    relations = tuple(str(arrays.pop("relation_names")).split())
    return Scorer(words, wordings, {n: v.astype(np.float32) for n, v in arrays.items()}, relations)
