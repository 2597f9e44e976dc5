"""The fitted pair scorer: which relations a text says between a head and a tail, and how surely.

Words with the marks of all mentions go through gated convolutions and attention; each pair is then judged by the
readings of its two mentions and of all places that name what they mean, what lies around them, the words between, and
how it compares with the best other pair at the same place. Weights are `data/models/scorer.npz`, made by
`python -m kg.training`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from kg.model import Document, Modality
from kg.neural.candidates import BACK, FEATURES, Candidates, Pair, anchors_of
from kg.neural.encoder import MOST
from kg.neural.hashing import Hashes, Ints, Known
from kg.neural.layers import Bytes, Floats, Weights, attend, gated, groups_of, linear, load_weights, norm, one_thread
from kg.neural.named import Named, named_of
from kg.neural.units import Units, units_of
from kg.neural.wording import Flags, Places, wording
from kg.once import once
from kg.ontology import Ontology

__all__ = [
    "DILATIONS",
    "FILE",
    "LAYERS",
    "QUIET",
    "REGION",
    "Said",
    "Scorer",
    "anchor_numbers",
    "load_scorer",
    "places_of",
    "regions_of",
]

FILE = "scorer.npz"
DILATIONS = (1, 2)
LAYERS = 2  # of attention
REGION = 24  # units of a region that are looked at
BEFORE, AFTER = 4, 8  # units before and behind a pair
QUIET = -1.5  # log odds that anything is said at an anchor, below which its pairs are not judged
_CLAUSE = 3  # added to a pair's order where its tail is a clause
_PAIRS = 4096  # scored at once
_UNITS = 4096  # read at once


@dataclass(frozen=True, slots=True)
class Said:
    """That a text says a relation between two mentions, how likely, and in which modality."""

    pair: Pair
    relation: str
    score: float
    modality: Modality


@dataclass(frozen=True, slots=True)
class _Reading:
    """Units as the encoder reads them, from the unit `first` on: sums of rows up to each unit of a window, signals."""

    units: Units
    first: int
    sums: Floats
    begins: Flags  # of a window
    signal: Floats
    named: Named

    def means(self, spans: Ints) -> Floats:
        """Of the rows of spans of units, (spans, 2); a span lies within one window."""
        low, high = spans[:, 0] - self.first, spans[:, 1] - self.first
        inside = self.sums[high - 1] - np.where(self.begins[low][:, None], np.float32(0), self.sums[low - 1])
        return (inside / (high - low)[:, None]).astype(np.float32)

    def of_entities(self) -> Floats:
        """The mean of what is read at the places that name each entity; zeros where none is here, and in a last row."""
        low, high = self.first, self.first + len(self.sums)
        here = (self.named.spans[:, 0] >= low) & (self.named.spans[:, 1] <= high)
        entities = self.named.entities[here]
        means = np.zeros((len(self.named.numbers) + 1, self.sums.shape[1]), dtype=np.float32)
        np.add.at(means, entities, self.means(self.named.spans[here]))
        means /= np.maximum(np.bincount(entities, minlength=len(means)), 1)[:, None].astype(np.float32)
        return means

    def greatest(self, spans: Ints) -> Floats:
        """The greatest of each signal over the first units of each span; zeros for an empty one."""
        low = spans[:, 0] - self.first
        high = np.minimum(np.minimum(spans[:, 1] - self.first, low + REGION), len(self.signal))
        most = np.zeros((len(spans), self.signal.shape[1]), dtype=np.float32)
        for step in range(int(np.maximum(high - low, 0).max(initial=0))):
            at = np.flatnonzero(low + step < high)
            most[at] = np.maximum(most[at], self.signal[low[at] + step])
        return most


@dataclass(frozen=True, slots=True)
class Scorer:
    """Encoder and judge of pairs. Linear in the text's length and in the number of pairs."""

    words: Known
    wordings: Known
    table: Bytes  # an embedding a known wording, zeros first
    scale: Floats  # of its columns
    weights: Weights
    relations: tuple[str, ...]
    modalities: tuple[Modality, ...] = tuple(Modality)

    def __call__(self, doc: Document, ontology: Ontology, least: float) -> Iterator[Said]:
        """What the text says of its mentions with at least this probability.

        A long text is read in parts, so that memory grows little with its length.
        """
        units = units_of(doc, doc.mentions)
        anchors = [(units.range_of(anchor.span), anchor) for anchor in anchors_of(doc)]
        candidates, named = Candidates(doc, ontology), named_of(units, doc.mentions)
        for first, last in _parts(units.windows):
            low, high = units.windows[first][0], units.windows[last - 1][1]
            mine = [(span, anchor) for span, anchor in anchors if low <= span[0] < high]
            if not mine:
                continue
            with one_thread():
                reading = self._read(doc, units, named, units.windows[max(0, first - BACK) : last + 1])
                told = linear(self.weights, "told", reading.means(np.array([s for s, _ in mine])))[:, 0] > QUIET
                heard = [anchor for (_, anchor), any_ in zip(mine, told.tolist(), strict=True) if any_]
                pairs = list(candidates.pairs(heard))
                numbers, entities = anchor_numbers(pairs), reading.of_entities()
                for a, b in _batches(numbers):
                    yield from self._said(reading, entities, pairs[a:b], numbers[a:b], least)

    def _read(self, doc: Document, units: Units, named: Named, windows: Sequence[tuple[int, int]]) -> _Reading:
        first, last = windows[0][0], windows[-1][1]
        sums = np.zeros((last - first, self.weights["enter.bias"].shape[0]), dtype=np.float32)
        signal = np.zeros((last - first, self.weights["signal.bias"].shape[0]), dtype=np.float32)
        begins = np.zeros(last - first, dtype=bool)
        begins[[low - first for low, _ in windows]] = True
        for group in groups_of(windows):
            at = np.concatenate([np.arange(low, high) for low, high in group])
            rows = self._encode(doc, units, at, [high - low for low, high in group])
            signal[at - first] = np.maximum(linear(self.weights, "signal", rows), 0)
            done = 0
            for low, high in group:
                np.cumsum(rows[done : done + high - low], axis=0, out=sums[low - first : high - first])
                done += high - low
        return _Reading(units, first, sums, begins, signal, named)

    def _encode(self, doc: Document, units: Units, at: Ints, sizes: Sequence[int]) -> Floats:
        w = self.weights
        tables = (
            ("word", self.words.rows(units.word[at].astype(np.uint32))),
            ("tag", units.tag[at]), ("mark", units.mark[at]), ("phrase", units.phrase[at]),
            ("standing", units.standing[at]),
        )  # fmt: skip
        read = [units.pooled(doc.states, at), units.pooled(doc.encoded_pairs, at, MOST)]
        columns = [*read, *(w[f"{name}.weight"][values] for name, values in tables)]
        x = gated(w, linear(w, "enter", np.concatenate(columns, axis=1)), sizes, DILATIONS)
        for i in range(LAYERS):
            x = attend(w, i, x, sizes)
        return norm(w, "leave", x)

    def _said(
        self, reading: _Reading, entities: Floats, pairs: Sequence[Pair], numbers: Ints, least: float
    ) -> Iterator[Said]:
        said, surely = self._judge(reading, entities, pairs, numbers)
        probability = 1 / (1 + np.exp(-np.clip(said, -30, 30)))
        modality = surely.argmax(axis=1).tolist()
        for i, j in zip(*(at.tolist() for at in np.nonzero(probability >= least)), strict=True):
            yield Said(pairs[i], self.relations[j], float(probability[i, j]), self.modalities[modality[i]])

    def _judge(
        self, reading: _Reading, entities: Floats, pairs: Sequence[Pair], numbers: Ints
    ) -> tuple[Floats, Floats]:
        """The log odds of each relation for each pair, and of each modality; pairs of one anchor stand together."""
        w, units = self.weights, reading.units
        places, heads, lasts = places_of(units, pairs)
        a, b = linear(w, "head", reading.means(heads)), reading.means(lasts) @ w["tail.weight"].T
        ends = reading.named.ends_of(pairs)
        a += (entities @ w["head_entity.weight"].T)[ends[:, 0]]
        b += (entities @ w["tail_entity.weight"].T)[ends[:, 1]]
        around = [reading.greatest(r) for r in regions_of(units, places)]
        regions = np.concatenate(around, axis=1) @ w["regions.weight"].T
        values = np.array([p.features for p in pairs], dtype=np.int64).reshape(len(pairs), len(FEATURES))
        counts = sum(w[f"features.{i}.weight"][values[:, i]] for i in range(len(FEATURES)))
        words = linear(w, "worded", np.tanh(self._worded(*wording(units, places))))
        mixed = [np.maximum(a + b + regions + counts, 0), np.tanh(a) * np.tanh(b), np.maximum(words + counts, 0)]
        joined = np.maximum(linear(w, "join", np.concatenate(mixed, axis=1)), 0)
        first = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))
        best = np.maximum.reduceat(linear(w, "rival", joined), first, axis=0)[numbers - numbers[0]]
        last = np.maximum(linear(w, "last", np.concatenate([joined, best], axis=1)), 0)
        return linear(w, "relations", last), linear(w, "modality", last)

    def _worded(self, hashes: Hashes, counted: Flags) -> Floats:
        """The sum of the embeddings of each row's known hashes; rows with many first, so that each step is a slice."""
        table, scale = self.table, self.scale
        known = self.wordings.rows(hashes[counted])
        pairs, known = np.nonzero(counted)[0][known > 0], known[known > 0]
        counts = np.bincount(pairs, minlength=len(hashes))
        order = np.argsort(-counts, kind="stable")
        firsts = np.concatenate([[0], np.cumsum(counts)])[order]
        total = np.zeros((len(hashes), table.shape[1]), dtype=np.int32)
        for step in range(int(counts.max(initial=0))):
            firsts = firsts[: np.searchsorted(-counts[order], -step)]
            total[: len(firsts)] += table[known[firsts + step]]
        found = np.empty(total.shape, dtype=np.float32)
        found[order] = total * scale
        return found


def anchor_numbers(pairs: Sequence[Pair]) -> Ints:
    """The number of each pair's anchor, from 0; pairs of one anchor stand together."""
    return np.cumsum([0, *(a.anchor is not b.anchor for a, b in pairwise(pairs))])[: len(pairs)]


def _parts(windows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of windows with about 4096 units each."""
    borders = [0]
    for number, (_, end) in enumerate(windows, 1):
        if end - windows[borders[-1]][0] >= _UNITS or number == len(windows):
            borders.append(number)
    return list(pairwise(borders))


def _batches(numbers: Ints) -> list[tuple[int, int]]:
    """Stretches of about 4096 pairs that part no anchor's pairs."""
    if not len(numbers):
        return []
    borders = [0]
    for start in np.flatnonzero(np.diff(numbers, prepend=-1)).tolist():
        if start - borders[-1] >= _PAIRS:
            borders.append(start)
    return list(zip(borders, [*borders[1:], len(numbers)], strict=True))


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


@once
def load_scorer(folder: Path) -> Scorer:
    """The scorer whose weights lie in a folder, read once."""
    arrays = load_weights(folder / FILE)
    words, wordings = (Known(arrays.pop(name).astype(np.uint32)) for name in ("words", "wordings"))
    relations = tuple(str(arrays.pop("relation_names")).split())
    table, scale = arrays.pop("wording.weight").astype(np.int8), arrays.pop("wording.weight.scale").astype(np.float32)
    return Scorer(words, wordings, table, scale, {n: v.astype(np.float32) for n, v in arrays.items()}, relations)
