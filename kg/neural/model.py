"""The fitted reader at run time, in numpy: an encoder of code points and a scorer of pairs of mentions.

Weights are `data/models/reader.npz` (float16), made by `python -m kg.training`, which says from what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.errors import DataError
from kg.model import Modality, Span
from kg.neural.candidates import FEATURES, Pair

__all__ = ["DILATIONS", "KERNEL", "REGION", "Reader", "Reading", "load_reader"]

KERNEL = 5
DILATIONS = (1, 2, 4, 8, 1, 2)
REGION = 48  # code points of a region that are looked at
_GAP = KERNEL // 2 * max(DILATIONS)  # rows of nothing between windows, so that none sees another
_ROWS = 2048  # code points encoded at once: enough to keep the processor busy, little memory

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder made of a text: a row a code point (float16, to hold long texts), and tag scores by layer."""

    reading: Halves
    signal: Halves
    tags: tuple[Halves, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Encoder and pair scorer. Reading is linear in the text's length, scoring in the number of pairs."""

    vocabulary: Mapping[str, int]
    weights: Mapping[str, Floats]
    relations: tuple[str, ...]
    modalities: tuple[Modality, ...] = tuple(Modality)

    def read(self, twin: str, states: Halves, windows: Sequence[Span], classes: Ints, known: Ints) -> Reading:
        """Encode a text window by window."""
        ids = np.fromiter((self.vocabulary.get(c, 0) for c in twin), dtype=np.int64, count=len(twin))
        layers = sum(name.startswith("tags.") and name.endswith("bias") for name in self.weights)
        names = ["leave", "signal", *(f"tags.{i}" for i in range(layers))]
        columns = [np.zeros((len(twin), self.weights[f"{n}.bias"].shape[0]), dtype=np.float16) for n in names]
        for group in _groups(windows):
            at = np.concatenate([np.arange(w.start, w.end) for w in group])
            rows = _rows(group)
            w = self.weights
            tables = (("characters", ids), ("classes", classes), ("known", known))
            columns_in = [states[at], *(w[f"{name}.weight"][values[at]] for name, values in tables)]
            joined = np.concatenate(columns_in, axis=1, dtype=np.float32)
            reading = np.maximum(self._linear("leave", self._body(joined, rows)), 0)
            columns[0][at] = reading
            columns[1][at] = np.maximum(self._linear("signal", reading), 0)
            for i in range(layers):
                columns[2 + i][at] = self._linear(f"tags.{i}", reading)
        return Reading(columns[0], columns[1], tuple(columns[2:]))

    def _linear(self, name: str, x: Floats) -> Floats:
        result: Floats = x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return result

    def _body(self, joined: Floats, rows: Ints) -> Floats:
        """The gated convolutions; `rows` are the places of the code points in a strip with gaps between windows."""
        w = self.weights
        x = self._linear("enter", joined)
        strip = np.zeros((int(rows[-1]) + 1 + 2 * _GAP, x.shape[1]), dtype=np.float32)
        for i, dilation in enumerate(DILATIONS):
            mean = x.mean(axis=1, keepdims=True)
            centred = x - mean
            scale = 1 / np.sqrt((centred * centred).mean(axis=1, keepdims=True) + 1e-5)
            strip[rows + _GAP] = centred * scale * w[f"norm.{i}.weight"] + w[f"norm.{i}.bias"]
            kernel = w[f"wide.{i}.weight"][:, 0, :]
            wide = np.broadcast_to(w[f"wide.{i}.bias"], (len(strip) - 2 * _GAP, x.shape[1])).copy()
            for k in range(KERNEL):
                start = _GAP + (k - KERNEL // 2) * dilation
                wide += strip[start : start + len(wide)] * kernel[:, k]
            value, gate = np.split(self._linear(f"deep.{i}", wide[rows]), 2, axis=1)
            x += value / (1 + np.exp(np.clip(-gate, -30, 30)))
        return x

    def score(self, reading: Reading, pairs: Sequence[Pair]) -> tuple[Floats, Floats]:
        """The probability of each relation for each pair, and of each modality; both (pairs, …)."""
        w = self.weights
        spans = _Spans(reading)
        heads = spans.mean([p.head.span for p in pairs], w["head.weight"]) + w["head.bias"]
        tails = spans.mean([p.tail.span for p in pairs], w["tail.weight"])
        thirds = np.split(w["regions.weight"], 3, axis=1)
        pooled = sum(spans.most([p.regions[i] for p in pairs], thirds[i]) for i in range(3))
        values = np.array([p.features for p in pairs], dtype=np.int64).reshape(len(pairs), len(FEATURES))
        counts = sum(w[f"features.{i}.weight"][values[:, i]] for i in range(len(FEATURES)))
        mixed = np.maximum(heads + tails + pooled + counts, 0)
        both = np.concatenate([mixed, np.tanh(heads) * np.tanh(tails)], axis=1)
        joined = np.maximum(self._linear("join", both), 0)
        relations = 1 / (1 + np.exp(-np.clip(self._linear("relations", joined), -30, 30)))
        modality = np.exp(np.clip(self._linear("modality", joined), -30, 30))
        return relations.astype(np.float32), (modality / modality.sum(axis=1, keepdims=True)).astype(np.float32)


def _groups(windows: Sequence[Span]) -> list[list[Span]]:
    groups: list[list[Span]] = []
    size = _ROWS
    for window in windows:
        if size + window.end - window.start > _ROWS:
            groups.append([])
            size = 0
        groups[-1].append(window)
        size += window.end - window.start
    return groups


def _rows(group: Sequence[Span]) -> Ints:
    rows, at = [], 0
    for window in group:
        rows.append(np.arange(at, at + window.end - window.start))
        at += window.end - window.start + _GAP
    return np.concatenate(rows)


class _Spans:
    """Means and greatest values over spans of a reading, each distinct span computed and projected once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def mean(self, spans: Sequence[Span], weight: Floats) -> Floats:
        return self._each(spans, weight, self._mean)

    def most(self, spans: Sequence[Span], weight: Floats) -> Floats:
        return self._each(spans, weight, self._most)

    def _each(self, spans: Sequence[Span], weight: Floats, pool: object) -> Floats:
        numbers: dict[Span, int] = {}
        order = [numbers.setdefault(span, len(numbers)) for span in spans]
        values = np.stack([pool(span) for span in numbers])  # type: ignore[operator]
        projected: Floats = (values @ weight.T)[order]
        return projected

    def _mean(self, span: Span) -> Floats:
        rows = self.reading.reading[span.start : max(span.end, span.start + 1)]
        mean: Floats = rows.mean(axis=0, dtype=np.float32)
        return mean

    def _most(self, span: Span) -> Floats:
        rows = self.reading.signal[span.start : min(span.end, span.start + REGION)]
        if not len(rows):
            return np.zeros(self.reading.signal.shape[1], dtype=np.float32)
        most: Floats = rows.max(axis=0).astype(np.float32)
        return most


@cache
def load_reader(folder: Path) -> Reader:
    """Read the weights. DataError where they are missing or made for other features."""
    path = folder / "reader.npz"
    try:
        with np.load(path) as stored:
            weights = {name: stored[name] for name in stored.files}
    except OSError as error:
        raise DataError(f"{path}: the reader's weights are missing.", hint="Run: python -m kg.training") from error
    characters = str(weights.pop("vocabulary"))
    relations = tuple(str(weights.pop("relation_names")).split())
    floats = {name: values.astype(np.float32) for name, values in weights.items()}
    for i, (name, size) in enumerate(FEATURES.items()):
        if floats[f"features.{i}.weight"].shape[0] != size:
            raise DataError(f"{path}: weights made for another {name!r}.", hint="Run: python -m kg.training")
    return Reader({c: i for i, c in enumerate(characters, 1)}, floats, relations)
