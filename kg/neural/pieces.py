"""Text cut into the pieces that the encoder was taught: the most probable ones, each as likely as in its vocabulary.

A unigram language model (Kudo 2018, https://arxiv.org/abs/1804.10959) as SentencePiece reads it: a mark of a space
before the text, compatibility characters in their plain form, runs of spaces as one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

__all__ = ["UNKNOWN", "Pieces"]

UNKNOWN = 0  # the row of what no piece covers
_SPACE = "\u2581"
_BLANKS = " \n\r\t\ufffd"
_RARE = 10.0  # how much less likely than the rarest piece a character is that no piece covers
_NEVER = -1e30


class Pieces:
    """A vocabulary: pieces with the logarithm of how likely each is, in the order of their rows, after UNKNOWN."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        self._rows = {piece: (row, score) for row, (piece, score) in enumerate(zip(pieces, scores, strict=True), 1)}
        self._lost = min(scores) - _RARE
        self._longest: dict[str, int] = {}
        for piece in pieces:
            self._longest[piece[0]] = max(len(piece), self._longest.get(piece[0], 1))
        self._plain: dict[str, str] = dict.fromkeys(_BLANKS, _SPACE)

    def __len__(self) -> int:
        return len(self._rows) + 1

    def cut(self, text: str) -> list[tuple[int, int, int]]:
        """(row, start, end) of each piece, in code points of the text; linear in its length.

        A piece of the space before the text alone covers nothing, and a code point that reads as several characters
        may stand in two pieces.

        >>> Pieces(["\u2581", "腾讯", "腾", "讯", "的"], [-5, -4, -6, -6, -3]).cut("腾讯的")
        [(1, 0, 0), (2, 0, 2), (5, 2, 3)]
        """
        plain, places = self._plainly(text)
        size = len(plain)
        best, last = [0.0, *[_NEVER] * size], [(UNKNOWN, 0)] * (size + 1)
        rows, longest, lost = self._rows, self._longest, self._lost
        for start in range(size):
            so_far = best[start]
            for end in range(start + 1, min(size, start + longest.get(plain[start], 1)) + 1):
                if (piece := rows.get(plain[start:end])) and so_far + piece[1] > best[end]:
                    best[end], last[end] = so_far + piece[1], (piece[0], start)
            if so_far + lost > best[start + 1]:
                best[start + 1], last[start + 1] = so_far + lost, (UNKNOWN, start)
        found, end = [], size
        while end:
            row, start = last[end]
            found.append((row, places[start], places[end - 1] + 1 if end > 1 else 0))
            end = start
        return found[::-1]

    def _plainly(self, text: str) -> tuple[str, list[int]]:
        """The text as the vocabulary has it, and of each character the code point that it comes from."""
        parts, places, before = [_SPACE], [0], _SPACE
        for place, code_point in enumerate(text):
            plain = self._plain.get(code_point)
            if plain is None:
                plain = self._plain[code_point] = unicodedata.normalize("NFKC", code_point).replace(" ", _SPACE)
            for character in plain:
                if character != _SPACE or before != _SPACE:
                    parts.append(character)
                    places.append(place)
                before = character
        return "".join(parts), places
