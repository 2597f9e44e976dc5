"""The fitted reader's two pipes: text -> mentions, and pairs of mentions -> statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from kg.model import Document, Mention, Modality, Rejection, Span, Statement
from kg.neural.candidates import Pair, pairs_of
from kg.neural.features import LAYERS, char_classes, known_marks
from kg.neural.model import Reader
from kg.ontology import Ontology
from kg.pipes.mentions import Finder
from kg.pipes.recognise import windows_of
from kg.pipes.relations import statement_id

__all__ = ["Read", "ScorePairs"]

_FACTORS = frozenset({"Strength", "Weakness", "Forecast"})


@dataclass(frozen=True, slots=True)
class Read:
    """Encode the twin and find the mentions that the network tags: `reading`, and `mentions` of source `model`."""

    requires: ClassVar = frozenset({"twin", "sentences"})
    assigns: ClassVar = frozenset({"reading", "mentions"})
    reader: Reader
    known: tuple[Finder, ...]  # names known beforehand, which the network sees as marks

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        known = tuple(m for finder in self.known for m in finder(doc))
        windows = list(windows_of(doc.sentences))
        reading = self.reader.read(doc.twin, windows, char_classes(doc.twin), known_marks(doc, known))
        found = [
            m
            for layer, scores in zip(LAYERS, reading.tags, strict=True)
            for m in _mentions(doc, windows, layer, scores)
        ]
        return replace(doc, reading=reading, mentions=(*doc.mentions, *found))


def _mentions(
    doc: Document, windows: Sequence[Span], layer: Sequence[str], scores: npt.NDArray[np.float16]
) -> Iterator[Mention]:
    """Runs of tags: a begin, then what follows of the same type. Confidence is the mean probability of the run."""
    for window in windows:
        rows = scores[window.start : window.end].astype(np.float32)
        rows = np.exp(rows - rows.max(axis=1, keepdims=True))
        rows /= rows.sum(axis=1, keepdims=True)
        best = rows.argmax(axis=1)
        at = 0
        while at < len(best):
            tag, start = int(best[at]), at
            at += 1
            if tag == 0:
                continue
            inside = tag + tag % 2  # a begin is odd, what follows is the next even number
            while at < len(best) and best[at] == inside:
                at += 1
            kind = layer[(tag - 1) // 2]
            confidence = round(float(rows[np.arange(start, at), best[start:at]].mean()), 3)
            span = _trimmed(doc.twin, Span(window.start + start, window.start + at))
            if span.start < span.end:
                factor = kind in _FACTORS
                yield Mention(span, "Factor" if factor else kind, f"model:{kind}" if factor else "model", confidence)


def _trimmed(twin: str, span: Span) -> Span:
    words = span.of(twin)
    start = span.start + len(words) - len(words.lstrip(_MARKS))
    return Span(start, max(start, span.start + len(words.rstrip(_MARKS))))


_MARKS = " \n\r\u201c\u201d\u2018\u2019\u300a\u300b\uff0c\u3002\uff1b\uff1a\u3001"


@dataclass(frozen=True, slots=True)
class ScorePairs:
    """Score every pair of mentions; those above the threshold become statements, the nearly so rejections."""

    requires: ClassVar = frozenset({"reading", "mentions", "entities", "references"})
    assigns: ClassVar = frozenset({"statements"})
    reader: Reader
    ontology: Ontology
    threshold: float = 0.5
    nearly: float = 0.3

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        pairs = list(pairs_of(doc, self.ontology))
        if not pairs:
            return doc
        relations, modalities = self.reader.score(doc.reading, pairs)
        statements, rejected = [], []
        for i, j in zip(*np.nonzero(relations >= self.nearly), strict=True):
            pair, name, score = pairs[i], self.reader.relations[j], float(relations[i, j])
            if not self.ontology.allows(pair.head.type, name, pair.tail.type):
                continue
            if score >= self.threshold:
                modality = self.reader.modalities[int(modalities[i].argmax())]
                statements.append(_statement(doc, pair, name, score, modality))
            else:
                detail = f"{pair.head.entity} {name} {pair.tail.entity} {score:.2f}"
                rejected.append(Rejection("confidence", _evidence(doc, pair)[0], detail))
        return replace(doc, statements=(*doc.statements, *statements), rejected=(*doc.rejected, *rejected))


def _statement(doc: Document, pair: Pair, name: str, score: float, modality: Modality) -> Statement:
    head, tail = pair.head.entity or "", pair.tail.entity or ""
    evidence = _evidence(doc, pair)
    number = statement_id(doc.id, head, name, tail, evidence[0].start)
    return Statement(number, head, name, tail, evidence, "model", modality, confidence=round(score, 3))


def _evidence(doc: Document, pair: Pair) -> tuple[Span, ...]:
    """From the head to the tail where they share a sentence; else the head's clause and the tail's."""
    first, last = sorted((pair.head.span, pair.tail.span))
    for sentence in doc.sentences:
        if sentence.start <= first.start and max(first.end, last.end) <= sentence.end:
            return (_clauses(doc, sentence, Span(first.start, max(first.end, last.end))),)
    places = [
        _clauses(doc, s, span)
        for span in (first, last)
        for s in doc.sentences
        if s.covers(span) and span.start < span.end
    ]
    return tuple(dict.fromkeys(places)) or (last,)


def _clauses(doc: Document, sentence: Span, span: Span) -> Span:
    """The span widened to whole clauses of its sentence, without the marks at its ends."""
    start = max((doc.twin.rfind(mark, sentence.start, span.start) + 1 for mark in _STOPS), default=0)
    ends = [at for mark in _STOPS if (at := doc.twin.find(mark, span.end, sentence.end)) >= 0]
    return _trimmed(doc.twin, Span(max(start, sentence.start), min(ends, default=sentence.end)))


_STOPS = "\uff0c\uff1b\u3002\uff01\uff1f"
