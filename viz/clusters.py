"""Large connected graphs: communities among each other as discs, then each one's nodes inside its disc."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from viz.stress import TINY, Array, apart, distances, majorize, scaled_start
from viz.tidy import Pairs, separate, turn_wide

__all__ = ["two_level"]

SPACING = 26.0  # between neighbouring nodes, pixels
STRESS_UP_TO = 120
GOLDEN = np.pi * (3 - 5**0.5)


def two_level(groups: Sequence[int], pairs: Pairs, *, ratio: float) -> Array:
    """Places for the nodes of one connected graph, `groups` giving the community of each."""
    names = sorted(set(groups))
    number = np.array([names.index(g) for g in groups])
    place = _number_within(number)
    own = pairs[number[pairs[:, 0]] == number[pairs[:, 1]]]
    inside = [
        _inside(int((number == g).sum()), place[own[number[own[:, 0]] == g]].reshape(-1, 2)) for g in range(len(names))
    ]
    radii = np.array([float(np.linalg.norm(spots, axis=1).max(initial=0)) + SPACING for spots in inside])
    centres = _discs(number, pairs, radii, ratio)
    places = np.zeros((len(groups), 2))
    for group, spots in enumerate(inside):
        places[number == group] = centres[group] + spots
    return places


def _number_within(number: Pairs) -> Pairs:
    """For each node which one of its community it is."""
    order = np.argsort(number, kind="stable")
    starts = np.searchsorted(number[order], np.arange(number.max() + 1))
    place = np.empty_like(number)
    place[order] = np.arange(len(number)) - starts[number[order]]
    return place


def _inside(size: int, own: Pairs) -> Array:
    """Places of one community of so many nodes around (0, 0)."""
    if not 1 < size <= STRESS_UP_TO or not _connected(size, own):
        return _sunflower(size, own)
    adjacent = np.zeros((size, size))
    adjacent[own[:, 0], own[:, 1]] = adjacent[own[:, 1], own[:, 0]] = 1
    goal = distances(adjacent)
    places = majorize(goal, scaled_start(goal), rounds=20)
    wanted = SPACING * size**0.5 * 0.55
    places = places / max(float(np.linalg.norm(places, axis=1).max()), TINY) * wanted
    return separate(places - places.mean(0), np.full((size, 2), SPACING), rounds=30)


def _connected(size: int, pairs: Pairs) -> bool:
    reached, edge = {0}, {0}
    near: dict[int, list[int]] = {}
    for a, b in pairs.tolist():
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    while edge:
        edge = {n for node in edge for n in near.get(node, ())} - reached
        reached |= edge
    return len(reached) == size


def _sunflower(size: int, pairs: Pairs) -> Array:
    """Evenly filled disc, the best connected in the middle."""
    degree = Counter(pairs.ravel().tolist())
    order = sorted(range(size), key=lambda node: (-degree[node], node))
    turn = np.arange(size)
    radius = SPACING * 0.56 * np.sqrt(turn)
    spots = np.column_stack([radius * np.cos(turn * GOLDEN), radius * np.sin(turn * GOLDEN)])
    places = np.zeros((size, 2))
    places[order] = spots
    return places


def _discs(number: Pairs, pairs: Pairs, radii: Array, ratio: float) -> Array:
    """The middle of each community: much joined ones near each other, none on another."""
    size = len(radii)
    if size == 1:
        return np.zeros((1, 2))
    joined = np.zeros((size, size))
    np.add.at(joined, (number[pairs[:, 0]], number[pairs[:, 1]]), 1)
    joined = joined + joined.T
    np.fill_diagonal(joined, 0)
    strong = np.where(joined >= np.sort(joined, axis=1)[:, ::-1][:, min(4, size - 1), None], joined, 0)
    strong = np.maximum(strong, strong.T)
    goal = distances(strong) if _connected(size, np.argwhere(strong > 0)) else distances(joined)
    start = scaled_start(goal) + np.random.default_rng(0).normal(0, 0.3, (size, 2))
    places = turn_wide(majorize(goal, start, rounds=60))
    extent = np.maximum(np.ptp(places, 0), TINY)
    width = (float((radii**2).sum()) * np.pi * 1.5 * ratio) ** 0.5
    return _drawn_in(_apart(places * np.array([width, width / ratio]) / extent, radii), radii)


def _drawn_in(places: Array, radii: Array) -> Array:
    """Discs pulled towards the middle as far as they go, more in height than in width."""
    for pull in np.linspace(0.92, 1, 16):
        places = _apart(places * np.array([1 - (1 - pull) / 2, pull]), radii, rounds=8)
    places = _apart(places, radii)
    return np.asarray(places - (places.max(0) + places.min(0)) / 2)


def _apart(places: Array, radii: Array, *, rounds: int = 300) -> Array:
    """Push discs apart until none overlap."""
    moved, room = places.copy(), radii[:, None] + radii[None]
    np.fill_diagonal(room, 0)
    for _ in range(rounds):
        far = apart(moved, moved)
        over = np.maximum(room - far, 0)
        if not over.any():
            break
        push = over / np.maximum(far, 1e-6) / 2 * 0.8
        moved += push.sum(1)[:, None] * moved - push @ moved
    return moved
