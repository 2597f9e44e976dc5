"""Fit encoder and tagger, and with them the scorer."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence

import numpy as np
import torch

from kg.training import pairing, tagging
from kg.training.dataset import Example
from kg.training.descent import Descent
from kg.training.network import Networks

BATCH = 21  # stretches a step, at least
RATES = {"encoder.": 2e-4, "tagger.": 2.5e-3, "scorer.": 2e-3}  # the encoder has learnt already
TABLES = ("tagger.grams.weight", "scorer.wording.weight")
BLIND = 0.25  # share of articles whose known names are hidden, so that it learns to do without the lexicon
NAMED = 2.0  # what a loss of names counts for where one of pairs counts 1


def fit(
    net: Networks,
    train: Sequence[Sequence[Example]],
    *,
    epochs: int,
    seed: int,
    rate: float = 1.0,
    held: Sequence[Example] = (),
    watch: Sequence[Example] = (),
) -> None:
    """Fit the networks that are there, in each epoch to one version of each article, and report on what is held out.

    `rate` is what RATES are multiplied by.
    """
    torch.manual_seed(seed)
    chance, dice = random.Random(seed), np.random.default_rng(seed)
    steps = epochs * round(1.02 * len(list(_batches(train, random.Random(seed)))) + 1)  # chance changes it
    descent = Descent(net, {name: rate * most for name, most in RATES.items()}, TABLES, steps)
    halves = torch.cpu._is_avx512_bf16_supported()  # noqa: SLF001 - half the time; elsewhere 25 times of it
    started = time.time()
    for epoch in range(1, epochs + 1):
        net.train()
        totals, count = np.zeros(2), 0
        for batch in _batches(train, chance):
            with torch.autocast("cpu", torch.bfloat16, enabled=halves):
                reads = net.read([e.cut for e in batch])
            losses = _losses(net, batch, reads, chance, dice)
            descent.step(NAMED * losses[0] + losses[1])
            totals += [loss.item() for loss in losses]
            count += 1
            if count % 50 == 0:
                at = f"{epoch}.{count} of {steps // epochs}"
                print(f"  {at} loss {totals / count} seconds {time.time() - started:.0f}", flush=True)
        print(f"epoch {epoch} loss {totals / count} seconds {time.time() - started:.0f}", flush=True)
        for name, some in (("held", held), ("watch", watch)):
            if some:
                print(f"  {name}: {tagging.report(tagging.measure(net, some))}", flush=True)
                if net.scorer:
                    print(f"  {name}: {pairing.report(pairing.measure(net, some))}", flush=True)


def _batches(train: Sequence[Sequence[Example]], chance: random.Random) -> Iterator[list[Example]]:
    examples = [chance.choice(versions) for versions in train]
    chance.shuffle(examples)
    batch: list[Example] = []
    for example in examples:
        batch.append(example)
        if sum(len(e.cut.stretches) for e in batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _losses(
    net: Networks,
    batch: Sequence[Example],
    reads: Sequence[torch.Tensor],
    chance: random.Random,
    dice: np.random.Generator,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Of the names, and of the pairs; zero where a batch has none."""
    named = [(e.tagging, read) for e, read in zip(batch, reads, strict=True) if e.tagging.windows]
    paired = [(e.pairing, read) for e, read in zip(batch, reads, strict=True) if e.pairing and e.pairing.pairs]
    names = pairs = torch.zeros(())
    if named:
        blind = {number for number in range(len(named)) if chance.random() < BLIND}
        names = tagging.loss_of(net.tagger, net.known, *zip(*named, strict=True), blind)
    if paired:
        pairs = pairing.loss_of(net, *zip(*paired, strict=True), dice)
    return names, pairs
