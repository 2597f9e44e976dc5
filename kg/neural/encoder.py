"""The encoder: what each code point means where it stands, from the lower layers of a pretrained transformer.

multilingual-e5-small (Wang et al. 2024, https://arxiv.org/abs/2402.05672; MIT) to a few layers, its vocabulary to what
Chinese business texts use, tuned together with tagger and scorer (`python -m kg.training`), in 8 bits.
`data/models/encoder.onnx` holds the network, `encoder.npz` the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import DataError
from kg.neural.hashing import Ints
from kg.neural.layers import Floats, load_weights
from kg.neural.pieces import Pieces
from kg.neural.session import session_of, side_by_side
from kg.once import once

__all__ = [
    "ENCODED",
    "FILE",
    "LONGEST",
    "MOST",
    "SCORED",
    "TAGGED",
    "VOCABULARY",
    "WINDOW",
    "Encoder",
    "load_encoder",
    "reads",
    "stretches",
]

TAGGED, SCORED = 112, 112  # numbers a code point, for the tagger and for the scorer
ENCODED = TAGGED + SCORED
MOST = 4.0  # the greatest that is kept; a few in a million are greater
LONGEST = 320  # places that it knows
WINDOW = 300  # code points read at once, unless one sentence is longer
FILE, VOCABULARY = "encoder.onnx", "encoder.npz"
_STRETCH = 300  # pieces read at once; a longer window is read in stretches
_TEXTS = 32  # read before the first is handed out


@dataclass(frozen=True, slots=True)
class Encoder:
    """Reads texts with the network. Linear in their lengths."""

    pieces: Pieces
    session: Any

    def __call__(self, texts: Sequence[str]) -> Iterator[Floats]:
        """(code points, ENCODED) of each text."""
        for first in range(0, len(texts), _TEXTS):
            cuts = [reads(self.pieces, text) for text in texts[first : first + _TEXTS]]
            every = [stretch for rows, _ in cuts for stretch in stretches(rows)]
            found, at = np.concatenate(list(side_by_side(self._read, every))), 0
            for rows, places in cuts:
                yield found[at + places]
                at += len(rows)

    def _read(self, stretch: Ints) -> Floats:
        ((found,),) = self.session.run(None, {"rows": stretch[None]})
        read: Floats = found
        return read


def stretches(rows: Ints) -> list[Ints]:
    """What is read at once of a text's pieces."""
    return [rows[at : at + _STRETCH] for at in range(0, len(rows), _STRETCH)]


def reads(pieces: Pieces, text: str) -> tuple[Ints, Ints]:
    """The rows of a text's pieces, and for each code point the number of the piece it is read in."""
    cut = pieces.cut(text)
    places = np.zeros(len(text), dtype=np.int64)
    for number, (_, start, end) in enumerate(cut):
        places[start:end] = number
    return np.fromiter((row for row, _, _ in cut), np.int64, len(cut)), places


@once
def load_encoder(folder: Path) -> Encoder:
    """The encoder whose files lie in a folder, read once. DataError where one is missing."""
    if not (folder / FILE).is_file():
        raise DataError(f"{folder / FILE}: the network is missing.", hint="Run: python -m kg.training")
    vocabulary = load_weights(folder / VOCABULARY)
    pieces = Pieces(str(vocabulary["pieces"]).split("\n"), vocabulary["scores"].tolist())
    return Encoder(pieces, session_of(str(folder / FILE)))
