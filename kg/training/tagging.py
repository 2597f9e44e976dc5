"""Fit the tagger: one chain a layer, over all paths that agree with what is annotated."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from kg.model import Mention, Span
from kg.neural.chains import best_paths
from kg.neural.features import LAYERS, TEMPLATES
from kg.neural.hashing import Known
from kg.neural.layers import in_bytes
from kg.neural.pieces import Pieces
from kg.neural.tagger import FILE, runs_of
from kg.pipes.recognise import STATES
from kg.training.dataset import IGNORED, Article, Tagging, tagging_of
from kg.training.descent import Descent
from kg.training.encoder import Encoder, Packed, padded
from kg.training.encoder import save as save_encoder
from kg.training.network import NEVER, Tagger
from kg.training.pruning import strongest

BATCH = 40  # windows a step
RATE = 2.5e-3
TUNED = 2e-4  # the rate of the encoder, which has learnt already
BLIND = 0.25  # share of articles whose known names are hidden, so that it learns to do without the lexicon
FEWEST = 4  # articles that a hashed n-gram must stand in
Window = tuple[Tagging, int, bool]


def vocabulary_of(articles: Sequence[Tagging]) -> Known:
    """The hashed n-grams that stand in at least FEWEST articles."""
    every, counts = np.unique(np.concatenate([np.unique(a.features) for a in articles]), return_counts=True)
    return Known(every[counts >= FEWEST])


def batches(articles: Sequence[Tagging], known: Known, chance: random.Random | None) -> Iterator[tuple]:
    """(windows, what the network takes, tags a layer); shuffled, and some blind, where there is a chance."""
    windows: list[Window] = []
    for a in articles:
        blind = chance is not None and chance.random() < BLIND
        windows += [(a, number, blind) for number in range(len(a.windows))]
    if chance:
        chance.shuffle(windows)
        pools = [windows[i : i + 16 * BATCH] for i in range(0, len(windows), 16 * BATCH)]
        windows = [w for pool in pools for w in sorted(pool, key=_length)]
    groups = [windows[i : i + BATCH] for i in range(0, len(windows), BATCH)]
    if chance:
        chance.shuffle(groups)
    for group in groups:
        size = (len(group), max(map(_length, group)))
        states, inside = torch.zeros(*size, STATES), torch.zeros(*size, 1)
        grams = torch.zeros(*size, TEMPLATES, dtype=torch.long)
        tags = [torch.zeros(size, dtype=torch.long) for _ in LAYERS]
        for row, (a, number, blind) in enumerate(group):
            low, high = a.windows[number]
            at = slice(0, high - low)
            states[row, at] = torch.from_numpy(a.states[low:high].astype(np.float32))
            grams[row, at] = torch.from_numpy(known.rows((a.blind if blind else a.features)[low:high]))
            inside[row, at] = 1
            for layer, wanted in zip(tags, a.tags, strict=True):
                layer[row, at] = torch.from_numpy(wanted[low:high])
        yield group, (states, grams, inside, *padded([a.cuts[n] for a, n, _ in group], size[1])), tags


def _length(window: Window) -> int:
    low, high = window[0].windows[window[1]]
    return high - low


def unlikelihood(scores, chain, tags, inside):
    """Negative log probability of all paths that agree with the tags; IGNORED agrees with any."""
    rows, length, kinds = scores.shape
    sure = tags != IGNORED
    bound = torch.full((rows, length, kinds), NEVER).scatter_(2, tags.clamp(min=0)[:, :, None], 0.0)
    both = torch.cat([scores, scores + bound * sure[:, :, None]])
    mask = torch.cat([inside, inside])
    start = torch.zeros(kinds)
    start[2::2] = NEVER
    reached = both[:, 0] + start
    for t in range(1, length):
        ahead = torch.logsumexp(reached[:, :, None] + chain[None], 1) + both[:, t]
        reached = torch.where(mask[:, t : t + 1], ahead, reached)
    total = torch.logsumexp(reached, 1)
    return total[:rows] - total[rows:]


def fit(
    articles: Sequence[Tagging],
    held: Sequence[Tagging],
    *,
    packed: Packed,
    epochs: int,
    seed: int,
    watch: Sequence[Tagging] = (),
):
    """A fitted network and its vocabulary; prints how it does on what is held out."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    known = vocabulary_of(articles)
    net = Tagger(len(known), Encoder(packed))
    steps = epochs * (sum(len(a.windows) for a in articles) // BATCH + 1)
    descent = Descent(net, "grams", RATE, steps, {"encoder.": TUNED})
    started = time.time()
    for epoch in range(1, epochs + 1):
        net.train()
        total, count = 0.0, 0
        for _, inputs, tags in batches(articles, known, chance):
            scores, mask = net(*inputs), inputs[2][:, :, 0] > 0
            layers = zip(scores, net.chains(), tags, strict=True)
            loss = sum(unlikelihood(s, c, t, mask).sum() for s, c, t in layers) / mask.sum()
            descent.step(loss)
            total, count = total + loss.item(), count + 1
        if epoch % 2 == 0 or epoch == epochs:
            print(f"tagger epoch {epoch} loss {total / count:.4f} seconds {time.time() - started:.0f}", flush=True)
            for name, some in (("held", held), ("watch", watch)):
                if some:
                    print(f"  {name}: {report(measure(net, known, some))}", flush=True)
    return net, known


@torch.no_grad()
def found(net: Tagger, known: Known, articles: Sequence[Tagging]) -> Iterator[tuple[Window, int, list[int]]]:
    """(window, layer, best tags) of every window."""
    net.eval()
    chains = [c.detach().numpy() for c in net.chains()]
    for group, inputs, _ in batches(articles, known, None):
        sizes = np.array([_length(window) for window in group])
        for layer, scores in enumerate(net(*inputs)):
            ruled = scores.numpy()
            ruled[:, 0, 2::2] += NEVER
            for window, tags in zip(group, best_paths(ruled, chains[layer], sizes), strict=True):
                yield window, layer, tags


def measure(net: Tagger, known: Known, articles: Sequence[Tagging]) -> dict[str, list[int]]:
    """Found, wrong and missed spans of each type."""
    counts: dict[str, list[int]] = {}
    for (a, number, _), layer, tags in found(net, known, articles):
        low, high = a.windows[number]
        wanted = a.tags[layer][low:high]
        ours = {r for r in runs_of(tags) if not (wanted[r[0] : r[1]] == IGNORED).any()}
        theirs = set(runs_of(np.where(wanted == IGNORED, 0, wanted).tolist()))
        for column, runs in enumerate((ours & theirs, ours - theirs, theirs - ours)):
            for run in runs:
                counts.setdefault(LAYERS[layer][(run[2] - 1) // 2], [0, 0, 0])[column] += 1
    return counts


def f1(row: Sequence[int]) -> float:
    """The harmonic mean of precision and recall, of [found, wrong, missed]."""
    return 2 * row[0] / max(1, 2 * row[0] + row[1] + row[2])


def report(counts: dict[str, list[int]]) -> str:
    """One line: F1 over all names but figures, and of each type."""
    names = [sum(row[i] for kind, row in counts.items() if kind != "Metric") for i in range(3)]
    return f"names {f1(names):.3f} " + " ".join(f"{kind} {f1(row):.2f}" for kind, row in sorted(counts.items()))


def save(net: Tagger, known: Known, packed: Packed, folder: Path) -> None:
    """Write the weights in float16, the n-grams' and the encoder's in 8 bits."""
    save_encoder(net.encoder, packed, folder)
    apart = ("grams.weight", "encoder.")
    dense = {n.removeprefix("body."): v for n, v in net.state_dict().items() if not n.startswith(apart)}
    arrays = {n: v.detach().numpy().astype(np.float16) for n, v in dense.items()}
    for i, chain in enumerate(net.chains()):
        arrays[f"chain.{i}"] = chain.detach().numpy().astype(np.float16)
    kept, table = strongest(known.hashes, net.grams.weight.detach().numpy())
    grams = in_bytes("grams", table)
    np.savez_compressed(folder / FILE, **arrays, **grams, known=kept)


def mentions(net: Tagger, known: Known, articles: Sequence[Article], pieces: Pieces) -> dict[str, list[Mention]]:
    """What the tagger takes for names, by article."""
    seen: dict[str, list[Mention]] = {a.gold.id: [] for a in articles}
    for (a, number, _), layer, tags in found(net, known, [tagging_of(a, pieces) for a in articles]):
        low = a.windows[number][0]
        for start, end, tag in runs_of(tags):
            kind = LAYERS[layer][(tag - 1) // 2]
            seen[a.id].append(Mention(Span(low + start, low + end), kind, "model"))
    return seen
