"""A name cut into lines where its language breaks: between Chinese characters, or at spaces."""

from __future__ import annotations

import re
from functools import lru_cache

from viz.ink import clean
from viz.layout import text_width

__all__ = ["cut_lines"]

_PIECE = re.compile(r"[\u0000-\u2e7f]+?(?:\s+|(?<=[-/])|(?=[^\u0000-\u2e7f])|$)|.", re.DOTALL)


@lru_cache(maxsize=4096)
def cut_lines(text: str, *, width: float = 12, most: int = 2) -> tuple[str, ...]:
    """A text in at most `most` lines about `width` Chinese characters wide, cut with an ellipsis; never none.

    >>> cut_lines("社交場景就可能變成王牌與護城河", width=8)
    ('社交場景就可能變', '成王牌與護城河')
    >>> cut_lines("World Artificial Intelligence Conference", width=10)
    ('World Artificial', 'Intelligence…')
    """
    pieces = _pieces(clean(text)[:400], width)
    lines = _filled(pieces, width, most)
    balanced = text_width(clean(text), 1) / len(lines) + 1
    if len(lines) > 1 and balanced < width:  # no single character on the last line
        even = _filled(pieces, balanced, most)
        lines = lines if even[-1].endswith("\u2026") else even
    return tuple(lines)


def _filled(pieces: list[str], width: float, most: int) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and text_width((lines[-1] + piece).rstrip(), 1) > width:
            if len(lines) == most:
                return [*(line.rstrip() for line in lines[:-1]), _shortened(lines[-1], width)]
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(text: str, width: float) -> list[str]:
    """What is not broken; a word longer than a line is."""
    found: list[str] = []
    for piece in _PIECE.findall(text):
        if text_width(piece.rstrip(), 1) <= width:
            found.append(piece)
        else:
            found.extend(piece)
    return found


def _shortened(line: str, width: float) -> str:
    while line and text_width(line.rstrip() + "…", 1) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"
