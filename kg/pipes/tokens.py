"""Sentences -> tokens, by jieba behind a protocol."""

from __future__ import annotations

import logging
import marshal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, ClassVar, Protocol

from kg.model import Document, Span, Token
from kg.once import once

__all__ = ["JiebaSegmenter", "Segment", "Segmenter", "TakeTokens", "prepare_segmenter"]


class Segmenter(Protocol):
    """Cuts a string into words: (word, start, end), in order and without gaps."""

    def __call__(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield the words of a text."""


@contextmanager
def _without(module: str) -> Iterator[None]:
    """Importing a module fails while this is entered."""
    modules: dict[str, Any] = sys.modules
    there = modules.pop(module, None)
    modules[module] = None
    try:
        yield
    finally:
        del modules[module]
        if there:
            modules[module] = there


@once
def _tokenizer(words: tuple[str, ...]):  # type: ignore[no-untyped-def]  # noqa: ANN202 - jieba has no types
    with warnings.catch_warnings(), _without("pkg_resources"):  # which jieba can do without, and takes 0.1 s
        warnings.simplefilter("ignore")  # jieba 0.42 has invalid escapes
        import jieba  # noqa: PLC0415 - only here

        jieba.setLogLevel(logging.WARNING)
        # Read at once: item by item its cache takes 0.9 s in place of 0.3.
        jieba.marshal = SimpleNamespace(load=lambda file: marshal.loads(file.read()), dump=marshal.dump)  # noqa: S302
        tokenizer = jieba.Tokenizer()
        tokenizer.initialize()
    for word in words:
        tokenizer.add_word(word)
    return tokenizer


def prepare_segmenter() -> None:
    """Load jieba's dictionary (70 MB). No other thread gets a turn for 0.3 s, so a service does it when it starts."""
    _tokenizer(())


@dataclass(frozen=True, slots=True)
class JiebaSegmenter:
    """jieba's accurate mode; `words` are kept whole. Linear in the text's length."""

    words: tuple[str, ...] = ()

    def __call__(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield the words of a text."""
        start = 0
        for word in _tokenizer(self.words).cut(text):
            yield word, start, start + len(word)
            start += len(word)


@dataclass(frozen=True, slots=True)
class Segment:
    """Cut each sentence of the twin into tokens."""

    requires: ClassVar = frozenset({"twin", "sentences"})
    assigns: ClassVar = frozenset({"tokens"})
    segmenter: Segmenter

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        tokens = tuple(
            Token(Span(sentence.start + start, sentence.start + end))
            for sentence in doc.sentences
            for _, start, end in self.segmenter(sentence.of(doc.twin))
        )
        return replace(doc, tokens=tokens)


@dataclass(frozen=True, slots=True)
class TakeTokens:
    """The segmenter's tokens as words, where no recogniser is wanted; they have no tags."""

    requires: ClassVar = frozenset({"tokens"})
    assigns: ClassVar = frozenset({"words"})

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        return replace(doc, words=doc.tokens)
