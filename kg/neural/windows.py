"""Stretches of text that the networks read at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from kg.model import Span

__all__ = ["even_windows_of", "windows_of"]

_WINDOW = 160  # code points


def windows_of(sentences: Sequence[Span], longest: int = _WINDOW) -> list[tuple[int, int]]:
    """Neighbouring sentences joined to stretches of about 160 code points, longer only where one sentence is.

    >>> windows_of([Span(0, 100), Span(100, 150), Span(152, 180)])
    [(0, 150), (152, 180)]
    """
    found: list[tuple[int, int]] = []
    for sentence in sentences:
        if found and sentence.end - found[-1][0] <= longest:
            found[-1] = (found[-1][0], sentence.end)
        else:
            found.append((sentence.start, sentence.end))
    return found


def even_windows_of(sentences: Sequence[Span], longest: int) -> list[tuple[int, int]]:
    """As many windows as `windows_of` makes, of lengths that differ less: those read side by side are done together.

    >>> even_windows_of([Span(0, 100), Span(100, 200), Span(200, 300), Span(300, 400)], 300)
    [(0, 200), (200, 400)]
    """
    few = len(windows_of(sentences, longest))  # the longer windows may be, the fewer there are
    return windows_of(sentences, bisect_left(range(longest), -few, key=lambda size: -len(windows_of(sentences, size))))
