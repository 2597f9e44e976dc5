"""Linear chains over many rows of unequal length: the best path, and the probability of each tag."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np

from kg.neural.hashing import Ints
from kg.neural.layers import Floats

__all__ = ["best_paths", "marginals"]


def best_paths(scores: Floats, chain: Floats, sizes: Ints) -> list[list[int]]:
    """The best path of each row, of scores (rows, places, tags) that are padded behind its size.

    `chain` [tag before, tag] are the scores of each tag behind each other. Most places are sure: whatever their
    neighbours are, no other tag can make up in the chain for what it lacks in score. Only the stretches between such
    places are searched, so that the cost is O(rows · places · tags) and a search for each stretch.
    """
    width = scores.shape[1] + 1  # a place more, which parts the rows
    inside = np.arange(width) < sizes[:, None]
    found = np.zeros(inside.shape, dtype=np.int64)
    found[:, :-1] = likely = scores.argmax(axis=2)
    enough = scores.max(axis=2, keepdims=True)
    unsure = inside.copy()
    unsure[:, :-1] &= np.count_nonzero(scores + _most_gained(chain.tobytes(), len(chain))[likely] >= enough, axis=2) > 1
    near = unsure.copy()
    near[:, 1:] |= unsure[:, :-1]
    near[:, :-1] |= unsure[:, 1:]
    borders = np.flatnonzero(np.diff(np.append(near & inside, False), prepend=False)).reshape(-1, 2)
    first, lengths = borders[:, 0], borders[:, 1] - borders[:, 0]
    if lengths.max(initial=0) * len(lengths) > likely.size:
        return _searched(scores, chain, sizes)
    places = first[:, None] + np.arange(lengths.max(initial=0))
    rows, columns = np.divmod(np.minimum(places, found.size - 1), width)
    stretches = scores[rows, np.minimum(columns, width - 2)]
    for start, path in zip(first.tolist(), _searched(stretches, chain, lengths), strict=True):
        found.flat[start : start + len(path)] = path
    return [row[:size].tolist() for row, size in zip(found, sizes.tolist(), strict=True)]


@lru_cache(maxsize=8)
def _most_gained(chain: bytes, tags: int) -> Floats:
    """[a, b]: the most that the chain can give tag b over tag a, between any two neighbours or at an end."""
    steps = np.frombuffer(chain, dtype=np.float32).reshape(tags, tags)
    into = (steps.T[None, :, :] - steps.T[:, None, :]).max(axis=2)
    out = (steps[None, :, :] - steps[:, None, :]).max(axis=2)
    found: Floats = np.maximum(into, 0) + np.maximum(out, 0)
    return found


def _searched(scores: Floats, chain: Floats, sizes: Ints) -> list[list[int]]:
    """best_paths by Viterbi's search. O(rows · places · tags²), one step a place for all rows that are as long."""
    order = np.argsort(-sizes, kind="stable")
    ordered = sizes[order]
    best = np.ascontiguousarray(scores[order].transpose(1, 0, 2))  # (places, rows, tags)
    for t, n in _steps(ordered):
        best[t, :n] += (best[t - 1, :n].T[:, :, None] + chain[:, None, :]).max(axis=0)  # the outer axis is quick
    into = np.ascontiguousarray(chain.T)
    tags = np.empty(best.shape[:2], dtype=np.int64)
    last = best[ordered - 1, np.arange(len(order))].argmax(axis=1)
    tags[ordered - 1, np.arange(len(order))] = last
    for t, n in reversed(_steps(ordered)):
        tags[t - 1, :n] = (best[t - 1, :n] + into[tags[t, :n]]).argmax(axis=1)
    paths: list[list[int]] = [[]] * len(order)
    for at, row in enumerate(order.tolist()):
        paths[row] = tags[: ordered[at], at].tolist()
    return paths


def marginals(scores: Floats, chains: Floats, sizes: Ints) -> Floats:
    """The probability of each tag at each place (forward-backward, scaled).

    Of scores (layers, rows, places, tags), each row padded behind its size, with a chain (tags, tags) a layer; a tag
    that is even but not 0 begins no row. Both ways are walked in the same steps. Behind a row's size the numbers mean
    nothing.
    """
    order = np.argsort(-sizes, kind="stable")
    ordered = sizes[order]
    steps = np.exp(chains)
    back = np.ascontiguousarray(steps.transpose(0, 2, 1))
    each = np.exp(scores - scores.max(axis=3, keepdims=True))[:, order].transpose(2, 0, 1, 3)
    turned = np.maximum(ordered - 1 - np.arange(len(each))[:, None], 0), np.arange(len(order))  # each row from its end
    both = np.concatenate([each, each[turned[0], :, turned[1]].transpose(0, 2, 1, 3)], axis=1)
    both[0, : len(chains), :, 2::2] = 0
    both[0] /= both[0].sum(axis=2, keepdims=True)
    ways = np.concatenate([steps, back])
    for t, n in _steps(ordered):
        row = both[t - 1, :, :n] @ ways
        row *= both[t, :, :n]
        np.divide(row, row.sum(axis=2, keepdims=True), out=both[t, :, :n])
    forward, backward = both[:, : len(chains)], both[turned[0], len(chains) :, turned[1]].transpose(0, 2, 1, 3)
    ahead = np.ones_like(forward)
    ahead[:-1] = backward[1:] @ back
    ahead[ordered - 1, :, np.arange(len(order))] = 1
    ahead *= forward
    ahead /= np.maximum(ahead.sum(axis=3, keepdims=True), 1e-30)
    found = np.empty_like(scores)
    found[:, order] = ahead.transpose(1, 2, 0, 3)
    return found


def _steps(ordered: Ints) -> list[tuple[int, int]]:
    """(place, rows that are longer) from the second place on, of sizes that fall."""
    borders = [*ordered.tolist()[::-1]]  # rising
    found = []
    for number, (low, high) in enumerate(pairwise([1, *borders])):
        found += [(t, len(borders) - number) for t in range(max(low, 1), high)]
    return found
