"""Text -> twin, script, sentences, and the lines that are no part of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from kg.model import Document, Span
from kg.text import script_of, twin_of

__all__ = ["SplitSentences", "paragraphs_of", "title_end"]

_LINE = re.compile(r"[^\n\r]+")
_SENTENCE = re.compile(r"[^。！？!?]*(?:[。！？!?]+[”’）]*|$)")
LONGEST = 400  # code points; a longer "sentence" is cut at its clauses, then hard
_HEADING_LENGTH = 30
_BOILERPLATE = 200  # code points; a longer line is an article's own, whatever it begins with
_ENDS = "。！？；，…"


@dataclass(frozen=True, slots=True)
class SplitSentences:
    """Cut lines into sentences; a line that is boilerplate goes to `skipped`."""

    requires: ClassVar = frozenset({"text"})
    assigns: ClassVar = frozenset({"twin", "script", "sentences", "skipped"})
    boilerplate: re.Pattern[str]

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        twin = twin_of(doc.text)
        sentences: list[Span] = []
        skipped: list[Span] = []
        for line in _LINE.finditer(twin):
            if len(line[0]) <= _BOILERPLATE and self.boilerplate.fullmatch(line[0].strip()):
                skipped.append(Span(*line.span()))
            else:
                sentences.extend(_sentences(twin, *line.span()))
        return replace(doc, twin=twin, script=script_of(doc.text), sentences=tuple(sentences), skipped=tuple(skipped))


def _sentences(twin: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of one line, without the blanks around them."""
    for match in _SENTENCE.finditer(twin, start, end):
        for low, high in _short(twin, *match.span()):
            words = twin[low:high]
            if stripped := words.strip():
                first = low + len(words) - len(words.lstrip())
                yield Span(first, first + len(stripped))


def _short(twin: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of at most LONGEST code points, cut after a semicolon or comma where there is one."""
    while end - start > LONGEST:
        window = twin[start : start + LONGEST]
        cut = max(window.rfind("；"), window.rfind("，")) + 1
        cut = start + (cut or LONGEST)
        yield start, cut
        start = cut
    yield start, end


def _is_heading(twin: str, sentence: Span) -> bool:
    """Whether the sentence is a line of its own, short and without a full stop: a title or a section's heading."""
    alone = (sentence.start == 0 or "\n" in twin[max(0, sentence.start - 3) : sentence.start]) and (
        sentence.end >= len(twin) or twin[sentence.end : sentence.end + 3].lstrip(" ")[:1] in {"\n", "\r", ""}
    )
    words = sentence.of(twin)
    return alone and len(words) <= _HEADING_LENGTH and words[-1] not in _ENDS.replace("！", "").replace("？", "")


def title_end(twin: str, sentences: Sequence[Span]) -> int:
    """Where the title ends: the first line, where that is one sentence without a full stop; 0 where there is none."""
    if len(sentences) < 2:  # noqa: PLR2004 - a title and what it is the title of
        return 0
    first, below = sentences[:2]
    alone = "\n" in twin[first.end : below.start] and twin[first.end - 1] != "。"
    return first.end if alone else 0


def paragraphs_of(twin: str, sentences: Sequence[Span]) -> list[int]:
    """The number of each sentence's paragraph, from 0; a heading opens the one below it."""
    found: list[int] = []
    paragraph, end, headed = 0, 0, True
    for sentence in sentences:
        paragraph += "\n" in twin[end : sentence.start] and not headed
        found.append(paragraph)
        end, headed = sentence.end, _is_heading(twin, sentence)
    return found
