"""The fitted reader at run time: its encoder on ONNX Runtime, its scorer of pairs in numpy.

Weights are `data/models/reader.onnx` and `reader.npz` (float16; made by `python -m kg.training`, which says from what).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.errors import DataError
from kg.model import Modality, Span
from kg.neural.candidates import FEATURES, Pair

__all__ = ["Reader", "Reading", "load_reader"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder made of a text: a row a code point (float16, to hold long texts), and tag scores by layer."""

    reading: npt.NDArray[np.float16]
    signal: npt.NDArray[np.float16]
    tags: tuple[npt.NDArray[np.float16], ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Encoder and pair scorer. Reading is linear in the text's length, scoring in the number of pairs."""

    session: Any
    vocabulary: Mapping[str, int]
    weights: Mapping[str, Floats]
    relations: tuple[str, ...]

    def read(self, twin: str, windows: Sequence[Span], classes: Ints, known: Ints) -> Reading:
        """Encode a text window by window."""
        unknown = len(self.vocabulary) + 1
        ids = np.fromiter((self.vocabulary.get(c, unknown) for c in twin), dtype=np.int64, count=len(twin))
        columns: list[npt.NDArray[np.float16]] = []
        for window in windows:
            at = slice(window.start, window.end)
            out = self.session.run(None, {"ids": ids[None, at], "classes": classes[None, at], "known": known[None, at]})
            if not columns:
                columns = [np.zeros((len(twin), column.shape[2]), dtype=np.float16) for column in out]
            for column, values in zip(columns, out, strict=True):
                column[at] = values[0]
        if not columns:
            columns = [np.zeros((len(twin), 1), dtype=np.float16) for _ in self.session.get_outputs()]
        return Reading(columns[0], columns[1], tuple(columns[2:]))

    def score(self, reading: Reading, pairs: Sequence[Pair]) -> tuple[Floats, Floats]:
        """The probability of each relation for each pair, and of each modality; both (pairs, …)."""
        w = self.weights
        spans = _Spans(reading)
        heads = spans.mean([p.head.span for p in pairs]) @ w["head.weight"].T + w["head.bias"]
        tails = spans.mean([p.tail.span for p in pairs]) @ w["tail.weight"].T
        pooled = np.concatenate([spans.most([p.regions[i] for p in pairs]) for i in range(3)], axis=1)
        values = np.array([p.features for p in pairs], dtype=np.int64).reshape(len(pairs), len(FEATURES))
        counts = sum(w[f"features.{i}.weight"][values[:, i]] for i in range(len(FEATURES)))
        mixed = np.maximum(heads + tails + pooled @ w["regions.weight"].T + counts, 0)
        both = np.concatenate([mixed, np.tanh(heads) * np.tanh(tails)], axis=1)
        joined = np.maximum(both @ w["join.weight"].T + w["join.bias"], 0)
        relations = 1 / (1 + np.exp(-np.clip(joined @ w["relations.weight"].T + w["relations.bias"], -30, 30)))
        modality = np.exp(np.clip(joined @ w["modality.weight"].T + w["modality.bias"], -30, 30))
        return relations, modality / modality.sum(axis=1, keepdims=True)

    @property
    def modalities(self) -> tuple[Modality, ...]:
        """The modalities in the order of `score`'s second result."""
        return tuple(Modality)


class _Spans:
    """Means and greatest values over spans of a reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def mean(self, spans: Sequence[Span]) -> Floats:
        seen: dict[Span, Floats] = {}
        for span in spans:
            if span not in seen:
                seen[span] = self.reading.reading[span.start : max(span.end, span.start + 1)].mean(
                    axis=0, dtype=np.float32
                )
        return np.stack([seen[span] for span in spans])

    def most(self, spans: Sequence[Span]) -> Floats:
        signal = self.reading.signal
        empty = np.zeros(signal.shape[1], dtype=np.float32)
        seen: dict[Span, Floats] = {}
        for span in spans:
            if span not in seen:
                rows = signal[span.start : min(span.end, span.start + REGION)]
                seen[span] = rows.max(axis=0).astype(np.float32) if len(rows) else empty
        return np.stack([seen[span] for span in spans])


REGION = 48  # code points of a region that are looked at, as in training


@cache
def load_reader(folder: Path) -> Reader:
    """Read the weights. DataError where they are missing or made for other features."""
    import onnxruntime  # noqa: PLC0415 - only where a text is read

    try:
        with np.load(folder / "reader.npz") as stored:
            weights = {name: stored[name] for name in stored.files}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            (folder / "reader.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
    except OSError as error:
        raise DataError(f"{folder}: the reader's weights are missing.", hint="Run: python -m kg.training") from error
    characters = str(weights.pop("characters"))
    relations = tuple(str(weights.pop("relation_names")).split())
    floats = {name: values.astype(np.float32) for name, values in weights.items()}
    for i, (name, size) in enumerate(FEATURES.items()):
        if floats[f"features.{i}.weight"].shape[0] != size:
            raise DataError(f"{folder}: weights made for another {name!r}.", hint="Run: python -m kg.training")
    return Reader(session, {c: i for i, c in enumerate(characters, 1)}, floats, relations)
