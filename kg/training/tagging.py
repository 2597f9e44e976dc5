"""The tagger's part of the fit: one chain a layer, over all paths that agree with what is annotated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn.utils.rnn import pad_sequence

from kg.model import Mention, Span
from kg.neural.chains import best_paths
from kg.neural.encoder import TAGGED
from kg.neural.features import LAYERS
from kg.neural.hashing import Known
from kg.neural.layers import in_bytes
from kg.neural.tagger import FILE, runs_of
from kg.training.dataset import IGNORED, Example, Tagging
from kg.training.network import NEVER, Networks, Tagger
from kg.training.pruning import strongest

FEWEST = 4  # articles that a hashed n-gram must stand in


def vocabulary_of(articles: Sequence[Tagging]) -> Known:
    """The hashed n-grams that stand in at least FEWEST articles."""
    every, counts = np.unique(np.concatenate([np.unique(a.features) for a in articles]), return_counts=True)
    return Known(every[counts >= FEWEST])


def scores_of(net: Tagger, known: Known, articles: Sequence[Tagging], reads: Sequence[torch.Tensor], blind: set[int]):
    """(scores of each layer, what of them is inside a window) of articles; the known names of some are hidden."""
    states, read, grams = [], [], []
    for number, (a, values) in enumerate(zip(articles, reads, strict=True)):
        rows = torch.from_numpy(known.rows(a.blind if number in blind else a.features))
        for low, high in a.windows:
            states.append(torch.from_numpy(a.states[low:high].astype(np.float32)))
            read.append(values[low:high, :TAGGED])
            grams.append(rows[low:high])
    sizes = torch.tensor([len(rows) for rows in grams])
    inside = torch.arange(int(sizes.max())) < sizes[:, None]
    arrays = (pad_sequence(values, batch_first=True) for values in (states, read, grams))
    return net(*arrays, inside[:, :, None].float()), inside


def loss_of(net: Tagger, known: Known, articles: Sequence[Tagging], reads: Sequence[torch.Tensor], blind: set[int]):
    """The negative log probability of what is annotated, of a code point."""
    scores, inside = scores_of(net, known, articles, reads, blind)
    total = torch.zeros(())
    for layer, (said, chain) in enumerate(zip(scores, net.chains(), strict=True)):
        tags = [torch.from_numpy(a.tags[layer][low:high]) for a in articles for low, high in a.windows]
        total = total + unlikelihood(said, chain, pad_sequence(tags, batch_first=True), inside).sum()
    return total / inside.sum()


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


@torch.no_grad()
def found(net: Networks, examples: Sequence[Example]) -> Iterator[tuple[Example, tuple[int, int], int, list[int]]]:
    """(article, window, layer, best tags) of every window."""
    net.eval()
    chains = [c.detach().numpy() for c in net.tagger.chains()]
    for example in examples:
        if not example.tagging.windows:
            continue
        scores, inside = scores_of(net.tagger, net.known, [example.tagging], net.read([example.cut]), set())
        for layer, said in enumerate(scores):
            ruled = said.numpy()
            ruled[:, 0, 2::2] += NEVER
            paths = best_paths(ruled, chains[layer], inside.sum(1).numpy())
            for window, tags in zip(example.tagging.windows, paths, strict=True):
                yield example, window, layer, tags


def measure(net: Networks, examples: Sequence[Example]) -> dict[str, list[int]]:
    """Found, wrong and missed spans of each type."""
    counts: dict[str, list[int]] = {}
    for example, (low, high), layer, tags in found(net, examples):
        wanted = example.tagging.tags[layer][low:high]
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


def save(net: Tagger, known: Known, folder: Path, share: float) -> None:
    """Write the weights in float16, those of a share of the n-grams in 8 bits."""
    dense = {n.removeprefix("body."): v for n, v in net.state_dict().items() if n != "grams.weight"}
    arrays = {n: v.detach().numpy().astype(np.float16) for n, v in dense.items()}
    for i, chain in enumerate(net.chains()):
        arrays[f"chain.{i}"] = chain.detach().numpy().astype(np.float16)
    kept, table = strongest(known.hashes, net.grams.weight.detach().numpy(), share)
    np.savez_compressed(folder / FILE, **arrays, **in_bytes("grams", table), known=kept)


def mentions(net: Networks, examples: Sequence[Example]) -> dict[str, list[Mention]]:
    """What the tagger takes for names, by article."""
    seen: dict[str, list[Mention]] = {e.id: [] for e in examples}
    for example, (low, _), layer, tags in found(net, examples):
        for start, end, tag in runs_of(tags):
            kind = LAYERS[layer][(tag - 1) // 2]
            seen[example.id].append(Mention(Span(low + start, low + end), kind, "model"))
    return seen
