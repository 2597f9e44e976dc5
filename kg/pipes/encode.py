"""What each code point means where it stands, window by window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from kg.model import Document
from kg.neural.encoder import ENCODED, MOST, Encoder
from kg.neural.layers import to_bytes
from kg.neural.windows import windows_of

__all__ = ["Encode"]


@dataclass(frozen=True, slots=True)
class Encode:
    """Fill `encoded`: the encoder's reading of the twin."""

    requires: ClassVar = frozenset({"twin", "sentences"})
    assigns: ClassVar = frozenset({"encoded"})
    encoder: Encoder

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        windows = windows_of(doc.sentences)
        encoded = np.zeros((len(doc.text), ENCODED), dtype=np.int8)
        for (low, high), read in zip(windows, self.encoder([doc.twin[low:high] for low, high in windows]), strict=True):
            encoded[low:high] = to_bytes(read, MOST)
        return replace(doc, encoded=encoded)
