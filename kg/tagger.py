"""The fitted tagger of names: conditional random fields over code points (python-crfsuite), one for each layer.

It sees characters, the recogniser's words and tags around each, and what lexicon and figures know. Weights are
`data/models/names.crfsuite` and `phrases.crfsuite`, made by `python -m kg.training`. About 10 µs a code point.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.model import Document, Span
from kg.neural.features import LAYERS, Ints, char_classes

__all__ = ["FILES", "Tagger", "features_of", "load_tagger"]

FILES = ("names.crfsuite", "phrases.crfsuite")  # one for each of LAYERS
_EDGE = ("$", "$", 0, 0)
_LONG = 5
Rows = list[list[str]]


def features_of(doc: Document, known: Ints) -> Iterator[tuple[Span, Rows]]:
    """What the tagger sees of each code point, sentence by sentence; `known` as kg.neural.features.known_marks."""
    twin, classes = doc.twin, char_classes(doc.twin).tolist()
    marks = [str(m) for m in known.tolist()]
    words = [(w.span.of(twin), w.tag, w.span.start, w.span.end) for w in doc.words]
    starts = [w[2] for w in words]
    for sentence in doc.sentences:
        first = max(0, bisect_right(starts, sentence.start) - 1)
        last = bisect_right(starts, sentence.end - 1)
        row = [_EDGE, _EDGE, *words[first:last], _EDGE, _EDGE]
        chars = "$$" + sentence.of(twin) + "$$"
        yield sentence, list(_sentence(sentence, chars, row, classes, marks))


def _sentence(
    sentence: Span, chars: str, row: Sequence[tuple[str, str, int, int]], classes: list[int], marks: list[str]
) -> Iterator[list[str]]:
    for i in range(2, len(row) - 2):
        word, tag, start, end = row[i]
        (w2, t2, *_), (w1, t1, *_), (v1, u1, *_), (v2, *_) = row[i - 2], row[i - 1], row[i + 1], row[i + 2]
        shared = [f"w-={w1}", f"w+={v1}", f"w-2={w2}", f"w+2={v2}", f"tt={t2}{t1}{tag}{u1}"]
        for at in range(max(start, sentence.start), min(end, sentence.end)):
            place = "B" if at == start else "I"
            c = at - sentence.start + 2
            a, b, d, e = chars[c - 1], chars[c], chars[c + 1], chars[c + 2]
            yield [
                f"c={b}", f"c-1={a}", f"c+1={d}", f"b-={a}{b}", f"b+={b}{d}", f"b--={chars[c - 2]}{a}", f"b++={d}{e}",
                f"w={word}{place}", f"t={tag}{place}", f"t-={t1}{tag}{place}", f"t+={tag}{place}{u1}", *shared,
                f"suf={word[-2:]}{place}", f"pre={word[:2]}{place}", f"len={min(len(word), _LONG)}{place}",
                f"k={marks[at]}", f"k-={marks[at - 1] if at else 0}",
                f"k+={marks[at + 1] if at + 1 < len(marks) else 0}",
                f"cl={classes[at - 1] if at else 9}{classes[at]}{classes[at + 1] if at + 1 < len(classes) else 9}",
            ]  # fmt: skip


class Tagger:
    """Finds spans of each layer's types with the probability of each."""

    def __init__(self, folder: Path) -> None:
        import pycrfsuite  # noqa: PLC0415 - only where a text is read

        self.models: list[Any] = []
        for name in FILES:
            path = folder / name
            if not path.is_file():
                raise DataError(f"{path}: the tagger's weights are missing.", hint="Run: python -m kg.training")
            model = pycrfsuite.Tagger()
            model.open(str(path))
            self.models.append(model)

    def find(self, doc: Document, known: Ints) -> Iterator[tuple[Span, str, float]]:
        """Yield (span, type, probability of its first code point's tag), layer by layer in each sentence."""
        for sentence, rows in features_of(doc, known):
            if not rows:
                continue
            for model, layer in zip(self.models, LAYERS, strict=True):
                tags = [int(tag) for tag in model.tag(rows)]
                for start, end, tag in runs_of(tags):
                    probability = model.marginal(str(tag), start)
                    span = Span(sentence.start + start, sentence.start + end)
                    yield span, layer[(tag - 1) // 2], round(probability, 3)


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


@cache
def load_tagger(folder: Path) -> Tagger:
    """The tagger whose weights lie in a folder, opened once."""
    return Tagger(folder)
