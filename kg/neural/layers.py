"""The layers that the fitted networks are made of, in numpy; `kg.training.network` has the same in PyTorch."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from kg.errors import DataError
from kg.neural.hashing import Ints
from kg.once import once

__all__ = [
    "BUCKETS",
    "HEADS",
    "KERNEL",
    "Bytes",
    "Floats",
    "Weights",
    "attend",
    "distances",
    "from_bytes",
    "gated",
    "groups_of",
    "in_bytes",
    "linear",
    "load_weights",
    "norm",
    "one_thread",
    "to_bytes",
]

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.int8]
Weights = Mapping[str, Floats]
KERNEL = 5
HEADS = 4
NEAR, FAR, BUCKETS = 16, 256, 65  # distances of attention: one by one up to NEAR, then by their logarithm
_ROWS = 2048  # rows computed at once: enough to keep the processor busy, little memory


def load_weights(path: Path) -> dict[str, npt.NDArray[np.generic]]:
    """The arrays of a file of weights, as float32 where they are fractions; tables of bytes stay so, with their scale.

    DataError where it is missing.
    """
    if not path.is_file():
        raise DataError(f"{path}: the weights are missing.", hint="Run: python -m kg.training")
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    return {n: a.astype(np.float32) if a.dtype == np.float16 else a for n, a in arrays.items()}


def in_bytes(name: str, table: Floats) -> dict[str, npt.NDArray[np.generic]]:
    """A table of embeddings in 8 bits a number, with the scale of each column, as load_weights reads it."""
    scale = np.abs(table).max(axis=0) / 127
    return {name: np.round(table / scale).astype(np.int8), f"{name}.scale": scale.astype(np.float32)}


def to_bytes(x: Floats, most: float = 1.0) -> Bytes:
    """Numbers up to `most` in 8 bits, half the memory of float16; greater ones become the greatest."""
    scaled = np.multiply(x, 127 / most, dtype=np.float32)
    return np.clip(np.round(scaled, out=scaled), -127, 127, out=scaled).astype(np.int8)


def from_bytes(x: Bytes, most: float = 1.0) -> Floats:
    """What `to_bytes` was given, to within `most` / 254.

    >>> from_bytes(to_bytes(np.float32([0.5, -2.0, 9.0]), 4.0), 4.0).round(1).tolist()
    [0.5, -2.0, 4.0]
    """
    return np.multiply(x, most / 127, dtype=np.float32)


def one_thread() -> AbstractContextManager[object]:
    """Matrix products on one thread while this is entered.

    They are small: on a busy machine two threads that wait for each other took six times as long, and the other cores
    are for other articles.
    """
    limit: AbstractContextManager[object] = _threads().limit(limits=1, user_api="blas")
    return limit


@once
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def linear(weights: Weights, name: str, x: Floats) -> Floats:
    """An affine map of each row."""
    result: Floats = x @ weights[f"{name}.weight"].T
    result += weights[f"{name}.bias"]
    return result


def norm(weights: Weights, name: str, x: Floats) -> Floats:
    """Layer normalisation of each row."""
    centred: Floats = x - x.mean(axis=1, keepdims=True)
    centred *= 1 / np.sqrt(np.einsum("ij,ij->i", centred, centred)[:, None] / x.shape[1] + 1e-5)
    centred *= weights[f"{name}.weight"]
    centred += weights[f"{name}.bias"]
    return centred


def gated(weights: Weights, x: Floats, sizes: Sequence[int], dilations: Sequence[int]) -> Floats:
    """Gated depthwise convolutions with residuals over windows that lie one behind the other in `x`.

    `sizes` are the windows' lengths; none sees another. A convolution that looks at few code points but knows which of
    its features matter (Dauphin et al. 2017, https://arxiv.org/abs/1612.08083).
    """
    gap = KERNEL // 2 * max(dilations)
    rows = np.concatenate([np.arange(n) + at for n, at in zip(sizes, _offsets(sizes, gap), strict=True)])
    strip = np.zeros((int(rows[-1]) + 1 + 2 * gap, x.shape[1]), dtype=np.float32)
    part = np.empty((len(strip) - 2 * gap, x.shape[1]), dtype=np.float32)
    for i, dilation in enumerate(dilations):
        strip[rows + gap] = norm(weights, f"norm.{i}", x)
        kernel = np.ascontiguousarray(weights[f"wide.{i}.weight"][:, 0, :].T)
        wide = np.broadcast_to(weights[f"wide.{i}.bias"], part.shape).copy()
        for k in range(KERNEL):
            start = gap + (k - KERNEL // 2) * dilation
            wide += np.multiply(strip[start : start + len(wide)], kernel[k], out=part)
        value, gate = np.split(linear(weights, f"deep.{i}", wide[rows]), 2, axis=1)
        np.exp(np.clip(np.negative(gate, out=gate), -30, 30, out=gate), out=gate)
        gate += 1
        value /= gate
        x = x + value
    return x


def _offsets(sizes: Sequence[int], gap: int) -> list[int]:
    at, found = 0, []
    for size in sizes:
        found.append(at)
        at += size + gap
    return found


@lru_cache(maxsize=256)
def distances(size: int) -> Ints:
    """(size, size) bucket of how far each place lies behind another: 0 … 31 before it, 32 … 63 behind."""
    return _buckets(np.arange(size)[None] - np.arange(size)[:, None])


def _buckets(steps: Ints) -> Ints:
    apart = np.abs(steps)
    far = NEAR + (np.log(np.maximum(apart, NEAR) / NEAR) / math.log(FAR / NEAR) * (NEAR - 1)).astype(np.int64)
    bucket = np.where(apart < NEAR, apart, np.minimum(far, 2 * NEAR - 1))
    found: Ints = np.where(steps < 0, bucket, bucket + 2 * NEAR)
    return found


def attend(weights: Weights, i: int, x: Floats, sizes: Sequence[int]) -> Floats:
    """One pre-norm transformer layer with relative positions, window by window; O(length² + length · width²) each."""
    width = x.shape[1] // HEADS
    joined = linear(weights, f"query.{i}", norm(weights, f"before.{i}", x))
    mixed = np.empty_like(x)
    at = 0
    for size in sizes:
        q, k, v = joined[at : at + size].reshape(size, 3, HEADS, width).transpose(1, 2, 0, 3)
        scores = (q / math.sqrt(width)) @ k.transpose(0, 2, 1)
        scores += _biases(weights[f"distance.{i}"], size)
        scores -= scores.max(axis=2, keepdims=True)
        np.exp(scores, out=scores)
        seen = (scores @ v) / scores.sum(axis=2, keepdims=True)
        mixed[at : at + size] = seen.transpose(1, 0, 2).reshape(size, -1)
        at += size
    x = x + linear(weights, f"mixed.{i}", mixed)
    inner = linear(weights, f"inner.{i}", norm(weights, f"middle.{i}", x))
    x += linear(weights, f"outer.{i}", np.maximum(inner, 0, out=inner))
    return x


def _biases(each: Floats, size: int) -> Floats:
    """(heads, size, size) of how far apart two places are; a view, since every diagonal holds one number."""
    return np.lib.stride_tricks.sliding_window_view(each[:, _around(size)], size, axis=1)[:, ::-1]


@lru_cache(maxsize=1024)
def _around(size: int) -> Ints:
    """The bucket of each distance from the first of so many places to the last."""
    return _buckets(np.arange(1 - size, size))


def groups_of(windows: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Windows to be computed together."""
    group: list[tuple[int, int]] = []
    rows = 0
    for low, high in windows:
        if group and rows + high - low > _ROWS:
            yield group
            group, rows = [], 0
        group.append((low, high))
        rows += high - low
    if group:
        yield group
