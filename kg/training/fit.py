"""Fit the network to examples, and write its weights as the reader takes them."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from kg.model import Modality
from kg.neural.features import LAYERS
from kg.ontology import builtin_ontology
from kg.pipes.recognise import STATES
from kg.text import twin_of
from kg.training.dataset import IGNORED, Example
from kg.training.network import Encoder, Pairs

BATCH = 4  # articles a step
RATE = 2.5e-3
OUTSIDE = (0.3, 0.15)  # weight of what is no name, by layer: phrases are rare
NAMES = list(builtin_ontology().relations)


def vocabulary_of(recogniser_words: dict[str, int], table: np.ndarray) -> tuple[str, torch.Tensor]:
    """The characters of twin text that the recogniser knows, and its embedding of each; row 0 is any other."""
    known = sorted(c for c in recogniser_words if len(c) == 1 and twin_of(c) == c)
    rows = [recogniser_words["OOV"], *(recogniser_words[c] for c in known)]
    return "".join(known), torch.tensor(table[rows].astype(np.float32))


class Batch:
    """Several articles' windows side by side."""

    def __init__(self, examples: Sequence[Example], vocabulary: dict[str, int], *, training: bool) -> None:
        self.examples = examples
        self.places = [(k, a, b) for k, e in enumerate(examples) for a, b in e.windows]
        size = (len(self.places), max(b - a for _, a, b in self.places))
        self.states = torch.zeros(*size, STATES)
        self.ids, self.classes, self.known = (torch.zeros(size, dtype=torch.long) for _ in range(3))
        self.inside = torch.zeros(*size, 1)
        blind = [training and random.random() < 0.25 for _ in examples]  # so that it learns to do without the lexicon
        for row, (k, a, b) in enumerate(self.places):
            e, at = examples[k], slice(0, b - a)
            self.states[row, at] = torch.from_numpy(e.states[a:b].astype(np.float32))
            self.ids[row, at] = torch.tensor([vocabulary.get(c, 0) for c in e.twin[a:b]])
            self.classes[row, at] = torch.from_numpy(e.classes[a:b])
            self.inside[row, at] = 1
            if not blind[k]:
                self.known[row, at] = torch.from_numpy(e.known[a:b])
        if training:
            self.ids = torch.where(torch.rand(size) < 0.05, 0, self.ids)

    def unpack(self, values: torch.Tensor, k: int) -> torch.Tensor:
        """The rows of one article, in its own order; zeros where no window lies."""
        rows = [(row, a, b) for row, (kk, a, b) in enumerate(self.places) if kk == k]
        at = torch.cat([torch.arange(a, b) for _, a, b in rows])
        found = torch.cat([values[row, : b - a] for row, a, b in rows])
        return torch.zeros(len(self.examples[k].twin), values.shape[2]).index_put((at,), found)


def outputs(encoder: Encoder, batch: Batch):
    """Reading, signal and tag scores of each article of a batch."""
    reading, signal, tags = encoder(batch.states, batch.ids, batch.classes, batch.known, batch.inside)
    for k in range(len(batch.examples)):
        yield batch.unpack(reading, k), batch.unpack(signal, k), [batch.unpack(t, k) for t in tags]


def loss_of(pairs: Pairs, example: Example, reading, signal, tags) -> torch.Tensor:
    """Cross entropy of tags, binary of pairs over what the types allow, and of the modality where something is said."""
    loss = torch.zeros(())
    at = torch.cat([torch.arange(a, b) for a, b in example.windows])
    if example.tags:
        for scores, wanted, weight in zip(tags, example.tags, OUTSIDE, strict=True):
            weights = torch.tensor([weight] + [1.0] * (scores.shape[1] - 1))
            wanted = torch.from_numpy(wanted)[at]
            if (wanted != IGNORED).any():
                loss = loss + 1.5 * F.cross_entropy(
                    scores[at], wanted, weights, ignore_index=IGNORED, label_smoothing=0.02
                )
    judged = np.flatnonzero((example.labels != IGNORED).any(axis=1))
    if not len(judged):
        return loss
    relations, modality = score(pairs, example, reading, signal, judged)
    labels = torch.from_numpy(example.labels[judged])
    each = F.binary_cross_entropy_with_logits(relations, labels.clamp(min=0).float(), reduction="none")
    weights = torch.where(labels == 1, 2.0, 1.0) * (labels != IGNORED)
    loss = loss + 4 * (each * weights).sum() / max(len(judged), 60)
    said = torch.from_numpy(example.modality[judged])
    return loss + 0.2 * F.cross_entropy(modality, said, ignore_index=IGNORED) if (said != IGNORED).any() else loss


def score(pairs: Pairs, example: Example, reading, signal, judged: np.ndarray):
    """The scorer's view of some of an article's pairs."""
    arrays = (example.heads, example.tails, example.regions, example.features)
    return pairs(reading, signal, *(torch.from_numpy(a[judged]) for a in arrays))


@torch.no_grad()
def evaluate(
    encoder: Encoder, pairs: Pairs, examples: Sequence[Example], vocabulary: dict[str, int]
) -> dict[str, list[int]]:
    """Found, wrong, missed: tags by layer and relations, given the right mentions."""
    encoder.eval()
    pairs.eval()
    counts: dict[str, list[int]] = {}
    for example in examples:
        reading, signal, tags = next(outputs(encoder, Batch([example], vocabulary, training=False)))
        for layer, scores, wanted in zip(LAYERS, tags, example.tags, strict=True):
            ours, theirs = _runs(scores.argmax(1).numpy()), _runs(np.where(wanted == IGNORED, 0, wanted))
            ours = {run for run in ours if not (wanted[run[0] : run[1]] == IGNORED).any()}
            for kind in range(len(layer)):
                a, b = ({r for r in runs if (r[2] - 1) // 2 == kind} for runs in (ours, theirs))
                _count(counts, layer[kind], len(a & b), len(a - b), len(b - a))
        if len(example.labels):
            relations, _ = score(pairs, example, reading, signal, np.arange(len(example.labels)))
            yes = relations.numpy() > 0
            for j, name in enumerate(NAMES):
                y = example.labels[:, j]
                _count(
                    counts,
                    name,
                    *(int(v.sum()) for v in (yes[:, j] & (y == 1), yes[:, j] & (y == 0), ~yes[:, j] & (y == 1))),
                )
    return counts


def _count(counts: dict[str, list[int]], name: str, *values: int) -> None:
    counts[name] = [a + b for a, b in zip(counts.get(name, [0, 0, 0]), values, strict=True)]


def _runs(tags: np.ndarray) -> set[tuple[int, int, int]]:
    runs, at = set(), 0
    while at < len(tags):
        tag, start = int(tags[at]), at
        at += 1
        if tag % 2:
            while at < len(tags) and tags[at] == tag + 1:
                at += 1
            runs.add((start, at, tag))
    return runs


def f1(row: Sequence[int]) -> float:
    """The harmonic mean of precision and recall, of [found, wrong, missed]."""
    return 2 * row[0] / max(1, 2 * row[0] + row[1] + row[2])


def report(counts: dict[str, list[int]]) -> str:
    """One line: each kind's F1, and the micro F1 of names, phrases and relations."""
    groups = {"names": LAYERS[0], "phrases": LAYERS[1], "relations": NAMES}
    totals = {g: f1([sum(counts.get(n, [0, 0, 0])[i] for n in names) for i in range(3)]) for g, names in groups.items()}
    rows = " ".join(f"{name} {f1(row):.2f}" for name, row in counts.items())
    return " ".join(f"{g} {value:.3f}" for g, value in totals.items()) + f" ({rows})"


def fit(
    train: list[Example],
    held: Sequence[Example],
    characters: tuple[str, torch.Tensor],
    *,
    epochs: int,
    seed: int,
    target: Path,
    watch: Sequence[Example] = (),
) -> None:
    """Train, report on the held-out articles every few epochs, and write the weights after each report."""
    torch.manual_seed(seed)
    random.seed(seed)
    vocabulary = {c: i for i, c in enumerate(characters[0], 1)}
    encoder, pairs = Encoder(characters[1]), Pairs(len(NAMES), len(Modality))
    parameters = [p for p in [*encoder.parameters(), *pairs.parameters()] if p.requires_grad]
    steps = epochs * ((len(train) + BATCH - 1) // BATCH)
    optimiser = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    started = time.time()
    for epoch in range(1, epochs + 1):
        encoder.train()
        pairs.train()
        random.shuffle(train)
        total = 0.0
        for first in range(0, len(train), BATCH):
            batch = Batch(train[first : first + BATCH], vocabulary, training=True)
            rows = zip(batch.examples, outputs(encoder, batch), strict=True)
            loss = sum(loss_of(pairs, e, *out) for e, out in rows) / len(batch.examples)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 2.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        if epoch % 4 == 0 or epoch in {1, epochs}:
            print(f"epoch {epoch} loss {total / len(train) * BATCH:.3f} seconds {time.time() - started:.0f}")
            print("  held:", report(evaluate(encoder, pairs, held, vocabulary)), flush=True)
            if watch:
                print("  watch:", report(evaluate(encoder, pairs, watch, vocabulary)), flush=True)
            save(encoder, pairs, characters[0], target)


def save(encoder: Encoder, pairs: Pairs, vocabulary: str, target: Path) -> None:
    """Write the weights in float16, with what they are of."""
    tensors = {**encoder.state_dict(), **pairs.state_dict()}
    arrays = {name: values.numpy().astype(np.float16) for name, values in tensors.items()}
    target.parent.mkdir(exist_ok=True)
    np.savez_compressed(target, **arrays, vocabulary=np.array(vocabulary), relation_names=np.array(" ".join(NAMES)))
