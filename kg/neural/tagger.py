"""The fitted tagger of names: gated convolutions over what encoder and recogniser read and n-grams, then a chain.

Each layer (names; strategies, which may hold names) has a linear-chain conditional random field on top. Weights are
`data/models/tagger.npz`, made by `python -m kg.training`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.model import Document, Span
from kg.neural.chains import marginals
from kg.neural.encoder import MOST
from kg.neural.features import LAYERS, features_between
from kg.neural.hashing import Hashes, Ints, Known
from kg.neural.layers import Bytes, Floats, Weights, from_bytes, gated, groups_of, linear, load_weights, one_thread
from kg.neural.windows import windows_of
from kg.once import once

__all__ = ["DILATIONS", "FILE", "Tagger", "load_tagger", "runs_of"]

FILE = "tagger.npz"
DILATIONS = (1, 2, 4)
_NEVER = -1e4  # the score of a tag that cannot follow


@dataclass(frozen=True, slots=True)
class Tagger:
    """Finds spans of each layer's types with the probability of each. Linear in the text's length."""

    known: Known
    grams: Bytes  # an embedding a known hash, zeros first
    scale: Floats  # of its columns
    weights: Weights

    def find(self, doc: Document, marks: Ints) -> Iterator[tuple[Span, str, float]]:
        """Yield (span, type, probability), layer by layer in each window; `marks` as known_marks."""
        for group in groups_of(windows_of(doc.sentences)):
            low, high = group[0][0], group[-1][1]
            places = np.concatenate([np.arange(*window) for window in group])
            features = features_between(doc, marks, low, high)[places - low]
            sentences = [s for s in doc.sentences if low <= s.start < high]
            spoken = np.concatenate([np.arange(s.start, s.end) for s in sentences])
            with one_thread():
                scores = self._scores(doc, features, places, [end - start for start, end in group])
                said = [layer[np.searchsorted(places, spoken)] for layer in scores]
                chains = [self.weights[f"chain.{i}"] for i in range(len(LAYERS))]
                sizes = np.array([s.end - s.start for s in sentences])
                for start, end, kind, probability in _runs(said, chains, sizes):
                    yield Span(int(spoken[start]), int(spoken[end - 1]) + 1), kind, probability

    def _scores(self, doc: Document, features: Hashes, places: Ints, sizes: Sequence[int]) -> list[Floats]:
        grams = np.tanh(self.grams[self.known.rows(features)].sum(axis=1, dtype=np.int32) * self.scale)
        w = self.weights
        seen = [from_bytes(doc.states[places]), from_bytes(doc.encoded_names[places], MOST)]
        x = linear(w, "enter", np.concatenate([*seen, grams], axis=1))
        x = np.maximum(gated(w, x, sizes, DILATIONS), 0)
        joined = np.concatenate([x, grams], axis=1)
        return [linear(w, f"tags.{i}", joined) for i in range(len(LAYERS))]


def _runs(scores: Sequence[Floats], chains: Sequence[Floats], sizes: Ints) -> Iterator[tuple[int, int, str, float]]:
    """(start, end, type, probability) of each layer's names in sentences that lie one behind the other in `scores`.

    All layers are searched at once, those with fewer tags filled up with some that never are.
    """
    tags = max(len(chain) for chain in chains)
    inside = np.arange(int(sizes.max())) < sizes[:, None]
    padded = np.full((len(chains), *inside.shape, tags), _NEVER, dtype=np.float32)
    steps = np.full((len(chains), tags, tags), _NEVER, dtype=np.float32)
    for i, (layer, chain) in enumerate(zip(scores, chains, strict=True)):
        padded[i, inside, : len(chain)] = layer
        steps[i, : len(chain), : len(chain)] = chain
    for kinds, surely in zip(LAYERS, marginals(padded, steps, sizes)[:, inside], strict=True):
        best = surely.argmax(axis=1)
        sure = surely[np.arange(len(best)), best].tolist()
        for start, end, tag in runs_of(best.tolist()):
            yield start, end, kinds[(tag - 1) // 2], round(min(1.0, *sure[start:end]), 3)


def runs_of(tags: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """(start, end, begin tag) of each run: a begin is odd, what follows it the next even number.

    >>> list(runs_of([0, 3, 4, 4, 0, 2, 1]))
    [(1, 4, 3), (6, 7, 1)]
    """
    at = 0
    while at < len(tags):
        tag, start = tags[at], at
        at += 1
        if tag % 2:
            while at < len(tags) and tags[at] == tag + 1:
                at += 1
            yield start, at, tag


@once
def load_tagger(folder: Path) -> Tagger:
    """The tagger whose weights lie in a folder, read once."""
    arrays = load_weights(folder / FILE)
    known = Known(arrays.pop("known").astype(np.uint32))
    grams, scale = arrays.pop("grams").astype(np.int8), arrays.pop("grams.scale").astype(np.float32)
    return Tagger(known, grams, scale, {name: values.astype(np.float32) for name, values in arrays.items()})
