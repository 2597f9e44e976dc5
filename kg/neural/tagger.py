"""The fitted tagger of names: hashed n-grams and gated convolutions over the recogniser's states, then a chain.

Each layer (names; strategies, which may hold names) has a linear-chain conditional random field on top. Weights are
`data/models/tagger.npz`, made by `python -m kg.training`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.model import Document, Span
from kg.neural.features import LAYERS, features_between
from kg.neural.hashing import Hashes, Ints, rows_of
from kg.neural.layers import Floats, Weights, gated, groups_of, linear, load_weights, one_thread
from kg.once import once

__all__ = ["DILATIONS", "FILE", "Tagger", "best_tags", "load_tagger", "marginals", "runs_of", "tag_windows"]

FILE = "tagger.npz"
DILATIONS = (1, 2, 4)
_WINDOW = 160  # code points read together, unless one sentence is longer
_NEVER = -1e4  # the score of a tag that cannot follow


@dataclass(frozen=True, slots=True)
class Tagger:
    """Finds spans of each layer's types with the probability of each. Linear in the text's length."""

    known: Hashes
    grams: Floats  # an embedding a known hash, zeros first
    weights: Weights

    def find(self, doc: Document, marks: Ints) -> Iterator[tuple[Span, str, float]]:
        """Yield (span, type, probability), layer by layer in each window; `marks` as known_marks."""
        if not doc.sentences:
            return
        for group in groups_of(tag_windows(doc.sentences)):
            places = np.concatenate([np.arange(low, high) for low, high in group])
            sizes = [high - low for low, high in group]
            features = features_between(doc, marks, group[0][0], group[-1][1])[places - group[0][0]]
            with one_thread():
                each = self._scores(doc, features, places, sizes)
                yield from _spans(group, each, [self.weights[f"chain.{i}"] for i in range(len(LAYERS))])

    def _scores(self, doc: Document, features: Hashes, places: Ints, sizes: Sequence[int]) -> list[Floats]:
        grams = np.tanh(self.grams[rows_of(self.known, features)].sum(axis=1))
        w = self.weights
        x = linear(w, "enter", np.concatenate([doc.states[places].astype(np.float32), grams], axis=1))
        x = np.maximum(gated(w, x, sizes, DILATIONS), 0)
        joined = np.concatenate([x, grams], axis=1)
        return [linear(w, f"tags.{i}", joined) for i in range(len(LAYERS))]


def tag_windows(sentences: Sequence[Span]) -> list[tuple[int, int]]:
    """Neighbouring sentences joined to stretches of about 160 code points."""
    found: list[tuple[int, int]] = []
    for sentence in sentences:
        if found and sentence.end - found[-1][0] <= _WINDOW:
            found[-1] = (found[-1][0], sentence.end)
        else:
            found.append((sentence.start, sentence.end))
    return found


def _spans(
    windows: Sequence[tuple[int, int]], layers: Sequence[Floats], chains: Sequence[Floats]
) -> Iterator[tuple[Span, str, float]]:
    """All layers are searched at once, those with fewer tags filled up with some that never are."""
    sizes = np.array([high - low for low, high in windows] * len(layers))
    tags = max(len(chain) for chain in chains)
    scores = np.full((len(layers), len(windows), int(sizes.max()), tags), _NEVER, dtype=np.float32)
    steps = np.full((len(layers), len(windows), tags, tags), _NEVER, dtype=np.float32)
    inside = np.arange(scores.shape[2]) < sizes[: len(windows), None]
    for i, (layer, chain) in enumerate(zip(layers, chains, strict=True)):
        scores[i, inside, : len(chain)] = layer
        steps[i, :, : len(chain), : len(chain)] = chain
    rows, chain_rows = scores.reshape(-1, *scores.shape[2:]), steps.reshape(-1, tags, tags)
    surely = marginals(rows, chain_rows, sizes)
    for row, found in enumerate(best_tags(rows, chain_rows, sizes)):
        kinds, low = LAYERS[row // len(windows)], windows[row % len(windows)][0]
        for start, end, tag in runs_of(found):
            probability = float(min(surely[row, start, tag], *surely[row, start + 1 : end, tag + 1], 1.0))
            yield Span(low + start, low + end), kinds[(tag - 1) // 2], round(probability, 3)


def best_tags(scores: Floats, chains: Floats, sizes: Ints) -> list[list[int]]:
    """The best path of each window (Viterbi), of scores (windows, places, tags) that are padded behind its size.

    `chains` (windows, tags, tags) are the scores of each tag (last axis) behind each other.
    """
    windows, longest, kinds = scores.shape
    best = scores[:, 0].copy()
    best[:, 2::2] += _NEVER
    back = np.zeros((longest, windows, kinds), dtype=np.int16)
    into = np.ascontiguousarray(chains.transpose(0, 2, 1))  # [tag, tag before]: the search runs over the last axis
    for t in range(1, longest):
        paths = best[:, None, :] + into
        back[t] = paths.argmax(axis=2)
        ahead = paths.max(axis=2) + scores[:, t]
        best = np.where((sizes > t)[:, None], ahead, best)
    back[np.arange(longest)[:, None] >= sizes] = np.arange(kinds)  # behind its end a path stays where it is
    last = best.argmax(axis=1)
    tags = np.empty((longest, windows), dtype=np.int16)
    each = np.arange(windows)
    for t in range(longest - 1, -1, -1):
        tags[t] = last
        last = back[t, each, last]
    return [row[:size].tolist() for row, size in zip(tags.T, sizes.tolist(), strict=True)]


def marginals(scores: Floats, chains: Floats, sizes: Ints) -> Floats:
    """The probability of each tag at each place (forward-backward, scaled), of padded scores as in best_tags."""
    longest = scores.shape[1]
    steps = np.exp(chains)
    backward_steps = np.ascontiguousarray(steps.transpose(0, 2, 1))
    each = np.exp(scores - scores.max(axis=2, keepdims=True))
    forward, backward = np.empty_like(each), np.ones_like(each)
    forward[:, 0] = each[:, 0]
    forward[:, 0, 2::2] = 0
    forward[:, 0] /= forward[:, 0].sum(axis=1, keepdims=True)
    for t in range(1, longest):
        row = (forward[:, t - 1, None, :] @ steps)[:, 0] * each[:, t]
        forward[:, t] = row / row.sum(axis=1, keepdims=True)
    for t in range(longest - 2, -1, -1):
        row = ((each[:, t + 1] * backward[:, t + 1])[:, None, :] @ backward_steps)[:, 0]
        backward[:, t] = np.where((sizes > t + 1)[:, None], row / row.sum(axis=1, keepdims=True), 1.0)
    both = forward * backward
    result: Floats = both / both.sum(axis=2, keepdims=True)
    return result


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
    known = arrays.pop("known").astype(np.uint32)
    grams = arrays.pop("grams").astype(np.float32)
    return Tagger(known, grams, {name: values.astype(np.float32) for name, values in arrays.items()})
