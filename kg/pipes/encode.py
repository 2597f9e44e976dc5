"""What each code point means where it stands, window by window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from kg.model import Document
from kg.neural.encoder import MOST, SCORED, TAGGED, WINDOW, Encoder
from kg.neural.layers import to_bytes
from kg.neural.windows import even_windows_of

__all__ = ["Encode"]


@dataclass(frozen=True, slots=True)
class Encode:
    """Fill `encoded_names` and `encoded_pairs`: the encoder's readings of the twin."""

    requires: ClassVar = frozenset({"twin", "sentences"})
    assigns: ClassVar = frozenset({"encoded_names", "encoded_pairs"})
    encoder: Encoder

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        windows = even_windows_of(doc.sentences, WINDOW)
        names, pairs = (np.zeros((len(doc.text), size), dtype=np.int8) for size in (TAGGED, SCORED))
        for (low, high), read in zip(windows, self.encoder([doc.twin[low:high] for low, high in windows]), strict=True):
            names[low:high], pairs[low:high] = np.split(to_bytes(read, MOST), [TAGGED], axis=1)
        return replace(doc, encoded_names=names, encoded_pairs=pairs)
