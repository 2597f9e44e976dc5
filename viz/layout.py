"""Where each node lies: computed once on the server, the same in page, SVG and slides, the same in every run.

Graphs without a way between them are laid out apart and packed into a wide frame. Up to 200 connected nodes, 400
where edges are few, follow graph distances and are then refined for readability; larger ones go by communities: these
among each other, then each one's nodes inside its own disc.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from viz.clusters import two_level
from viz.communities import communities
from viz.packing import pack
from viz.refine import refine
from viz.stress import TINY, Array, distances, majorize, scaled_start
from viz.theme import Point
from viz.tidy import Pairs, crossings, label_hits, separate, turn_wide
from viz.view import GraphView, Node

__all__ = ["UPRIGHT", "WIDE", "Layout", "arrange", "grouped", "label_width", "text_width"]

WIDE, UPRIGHT = 16 / 9, 1.12
"""Width to height of a screen or slide, and of what is left of a screen beside a text."""
SMALL, SPARSE = 200, 400
"""Nodes of a connected part that is laid out as one: any, and one with less than three edges for two nodes."""
CROWDED = (70.0, 34.0)
"""Where there are more nodes than names can be shown."""
FREE, SHARED = 260.0, 190.0
"""How long lines are where a part has the frame for itself, and where it has not."""
WIDEST = 1.9
"""As much wider than its distances say may a picture be."""
LABEL, GAP = 15.5, 12.0  # height of a label with the scale a page usually has, and air around it
Links = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A place for each node by id, the middle of the frame at (0, 0), y downwards; and the number of its community.

    Places that were kept come without `groups`; see `grouped`.
    """

    places: dict[str, Point]
    groups: dict[str, int] = field(default_factory=dict)


def arrange(view: GraphView, *, ratio: float = WIDE) -> Layout:
    """Where the nodes of a view lie in a frame of about this width to height.

    Deterministic and cached; under 1 s for 2,000 nodes and 6,000 edges.

    places = layout.arrange(view).places     # {"company:騰訊": (-120.5, 33.0), …}
    """
    places, groups = _arranged(tuple(label_width(node) for node in view.nodes), _links(view), ratio)
    ids = [node.id for node in view.nodes]
    spots = dict(zip(ids, places, strict=True))
    if view.kind == "path" and len(view.focus) > 1 and spots[view.focus[0]][0] > spots[view.focus[-1]][0]:
        spots = {key: (-x, y) for key, (x, y) in spots.items()}  # a way is read from its start
    return Layout(spots, dict(zip(ids, groups, strict=True)))


def grouped(view: GraphView) -> dict[str, int]:
    """The number of each node's community, as `arrange` has it."""
    found = communities(len(view.nodes), _links(view))
    return {view.nodes[node].id: i for i, group in enumerate(found) for node in group}


def _links(view: GraphView) -> Links:
    number = {node.id: i for i, node in enumerate(view.nodes)}
    ends = {tuple(sorted((number[e.head], number[e.tail]))) for e in view.edges if e.head != e.tail}
    return tuple(sorted((a, b) for a, b in ends))


def text_width(text: str, size: float) -> float:
    """About how wide a text is in pixels: a Chinese character is square, a Latin letter a good half."""
    return sum(1.0 if ord(c) > 0x2E7F else 0.56 for c in text) * size  # noqa: PLR2004 - where CJK begins


def label_width(node: Node) -> float:
    """The width of a node's label, cut where the page cuts it."""
    return min(text_width(node.name, LABEL), 12 * LABEL)


@lru_cache(maxsize=64)
def _arranged(widths: tuple[float, ...], links: Links, ratio: float) -> tuple[tuple[Point, ...], tuple[int, ...]]:
    size = len(widths)
    groups = communities(size, links)
    group_of = {node: i for i, group in enumerate(groups) for node in group}
    boxes = np.array([(max(w, 2 * GAP) + GAP, 2 * GAP + LABEL * 1.3 + GAP / 2) for w in widths]).reshape(size, 2)
    places = np.zeros((size, 2))
    parts = _components(size, links)
    if size > SPARSE:
        boxes = np.minimum(boxes, CROWDED)
    alone = len(parts) == 1
    laid = [_part(part, links, boxes, group_of, ratio, alone=alone) for part in parts]
    sizes = [tuple(np.ptp(_edges_of(p, b), axis=0) + 2 * GAP) for p, b in laid]
    for part, (spots, room), corner in zip(parts, laid, pack(sizes, ratio=ratio), strict=True):
        places[part] = spots - _edges_of(spots, room).min(0) + np.array(corner)
    outline = _edges_of(places, boxes) if size else np.zeros((1, 2))
    places -= (outline.min(0) + outline.max(0)) / 2
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in places), tuple(group_of[i] for i in range(size))


def _components(size: int, links: Links) -> list[list[int]]:
    near: list[list[int]] = [[] for _ in range(size)]
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    seen = [False] * size
    parts = [sorted(_reached(start, near, seen)) for start in range(size) if not seen[start]]
    return sorted(parts, key=lambda part: (-len(part), part))


def _reached(start: int, near: list[list[int]], seen: list[bool]) -> Iterator[int]:
    """Everything that is joined to the start, which is marked as seen."""
    waiting, seen[start] = [start], True
    while waiting:
        node = waiting.pop()
        yield node
        for other in near[node]:
            if not seen[other]:
                seen[other] = True
                waiting.append(other)


def _edges_of(places: Array, boxes: Array) -> Array:
    """The corners of all boxes."""
    return np.concatenate([places - boxes / 2, places + boxes / 2])


def _part(
    part: list[int], links: Links, boxes: Array, group_of: dict[int, int], ratio: float, *, alone: bool
) -> tuple[Array, Array]:
    """Places of one connected part, and the boxes they keep free. What is `alone` takes the frame's shape."""
    index = {node: i for i, node in enumerate(part)}
    pairs = np.array([(index[a], index[b]) for a, b in links if a in index], dtype=np.intp).reshape(-1, 2)
    if len(part) <= SMALL or _is_sparse(len(part), len(pairs)):
        places = _small(pairs, boxes[part], _frame(boxes[part], ratio, FREE if alone else SHARED))
        return _widened(places, boxes[part], ratio) if alone else places, boxes[part]
    dots = np.full((len(part), 2), 2 * GAP)
    return two_level([group_of[node] for node in part], pairs, ratio=ratio), dots


def _is_sparse(nodes: int, edges: int) -> bool:
    return nodes <= SPARSE and edges < 1.5 * nodes


def _small(pairs: Pairs, boxes: Array, frame: Array) -> Array:
    """The most readable of some starts; the first that has nothing to better."""
    if len(boxes) == 1:
        return np.zeros((1, 2))
    adjacent = np.zeros((len(boxes), len(boxes)))
    adjacent[pairs[:, 0], pairs[:, 1]] = adjacent[pairs[:, 1], pairs[:, 0]] = 1
    goal, effort = distances(adjacent), len(boxes) * len(pairs)
    best, least = boxes, np.inf
    for seed in range(max(1, min(6, 4000 // effort))):
        places = _laid(goal, boxes, pairs, seed, min(8, 45_000 // effort), frame)
        cost = _cost(places, boxes, pairs)
        if cost < least:
            best, least = places, cost
        if not least:
            break
    return best


def _widened(places: Array, boxes: Array, ratio: float) -> Array:
    """Drawn apart sideways, where the frame has room and names need it; lines cross as they did."""
    wide, high = np.ptp(_edges_of(places, boxes), axis=0)
    spread = max(float(np.ptp(places[:, 0])), TINY)
    wanted = (high * ratio - (wide - spread)) / spread
    return np.asarray(places * np.array([min(max(float(wanted), 1.0), WIDEST), 1.0]))


def _laid(goal: Array, boxes: Array, pairs: Pairs, seed: int, rounds: int, frame: Array) -> Array:
    start = scaled_start(goal)
    start = start + np.random.default_rng(seed).normal(0, 1, start.shape) * (seed > 0)
    places = _fitted(majorize(goal, start), frame, boxes)
    if not _cost(places, boxes, pairs):
        return places
    return separate(refine(places, boxes, pairs, goal, rounds=rounds, seed=seed), boxes)


def _cost(places: Array, boxes: Array, pairs: Pairs) -> int:
    return crossings(places, pairs) + 3 * label_hits(places, boxes, pairs)


def _fitted(places: Array, frame: Array, boxes: Array) -> Array:
    """Turned, stretched to the frame and pushed apart."""
    places = turn_wide(places)
    for _ in range(4):
        extent = np.maximum(np.ptp(places, 0), TINY)
        scale = frame / extent
        places = separate(places * np.minimum(scale, scale[::-1] * 1.6), boxes, rounds=25)
        if (np.ptp(places, 0) <= frame * 1.02).all():
            break
    return places


def _frame(boxes: Array, ratio: float, line: float) -> Array:
    """Room for the boxes six times, and for a relation's name on most edges, which are about a `line` long."""
    room = (float(boxes.prod(1).sum()) * 6 * ratio) ** 0.5
    width = max(room, min(1600.0, line * len(boxes) ** 0.5) * (ratio / WIDE) ** 0.5)
    return np.array([width, width / ratio])
