"""Fit the scorer of pairs, given the right mentions and noise among them."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from kg.model import Modality
from kg.neural.encoder import ENCODED
from kg.neural.hashing import Known
from kg.neural.layers import in_bytes
from kg.neural.scorer import FILE, QUIET
from kg.neural.units import KINDS
from kg.ontology import builtin_ontology
from kg.pipes.recognise import STATES
from kg.training.dataset import CLAIMS, IGNORED, Pairing
from kg.training.descent import Descent
from kg.training.network import Scorer, means
from kg.training.tagging import f1

BATCH = 4  # articles a step
RATE = 1.5e-3
SHOWN = 0.3  # share of the tails without any relation that an epoch is shown
FEWEST = 4  # articles that a word, or a hashed wording, must stand in
TOLD = "told"  # counted like a relation: tails of which anything is said
ONTOLOGY = builtin_ontology()
NAMES = list(ONTOLOGY.relations)
ALLOWED = np.array([[[ONTOLOGY.allows(h, r, t) for r in NAMES] for t in KINDS] for h in KINDS])


def vocabulary_of(hashes: Sequence[np.ndarray], fewest: int = FEWEST) -> Known:
    """What stands in at least so many articles."""
    every, counts = np.unique(np.concatenate([np.unique(h) for h in hashes]), return_counts=True)
    return Known(every[(counts >= fewest) & (every > 0)].astype(np.uint32))


def readings(net: Scorer, articles: Sequence[Pairing], words: Known):
    """Reading and signal of each article's units."""
    rows = [(k, low, high) for k, a in enumerate(articles) for low, high in a.units.windows]
    size = (len(rows), max(high - low for _, low, high in rows))
    states, inside = torch.zeros(*size, STATES + ENCODED), torch.zeros(size)
    columns = [torch.zeros(size, dtype=torch.long) for _ in range(5)]
    values = [
        (words.rows(u.word.astype(np.uint32)), u.tag, u.mark, u.phrase, u.stand_in) for u in (a.units for a in articles)
    ]
    for row, (k, low, high) in enumerate(rows):
        at = slice(0, high - low)
        states[row, at] = torch.from_numpy(articles[k].states[low:high].astype(np.float32))
        inside[row, at] = 1
        for column, value in zip(columns, values[k], strict=True):
            column[row, at] = torch.from_numpy(value[low:high])
    outputs = net(states, *columns, inside)
    for k, a in enumerate(articles):
        mine = [(row, low, high) for row, (kk, low, high) in enumerate(rows) if kk == k]
        at = torch.cat([torch.arange(low, high) for _, low, high in mine])
        yield tuple(
            torch.zeros(len(a.units), v.shape[2]).index_put((at,), torch.cat([v[r, : h - low] for r, low, h in mine]))
            for v in outputs
        )


def judged(net: Scorer, a: Pairing, reading, signal, kept: np.ndarray, wordings: Known):
    """Scores of those pairs of an article that are kept (whole tails)."""
    ends = np.append(a.offsets, len(a.wordings))
    lengths = (ends[1:] - ends[:-1])[kept]
    at = np.repeat(ends[:-1][kept] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths) + np.arange(lengths.sum())
    known = wordings.rows(a.wordings[at])
    offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    numbers = np.unique(a.numbers[kept], return_inverse=True)[1]
    arrays = (a.heads[kept], a.tails[kept], a.regions[kept], a.features[kept], known, offsets, numbers)
    return net.judge(reading, signal, *(torch.from_numpy(np.ascontiguousarray(x)) for x in arrays))


def told(net: Scorer, a: Pairing, reading) -> tuple[torch.Tensor, np.ndarray]:
    """The log odds that anything is said of each tail, and whether it is."""
    _, first = np.unique(a.numbers, return_index=True)
    said = np.zeros(len(first), dtype=bool)
    said[a.numbers[(a.labels == 1).any(axis=1)]] = True
    return net.told(means(reading, torch.from_numpy(a.tails[first])))[:, 0], said


def loss_of(relations, modality, labels: np.ndarray, said: np.ndarray) -> torch.Tensor:
    """Binary cross entropy over what the types allow, and cross entropy of the modality where something is said."""
    wanted = torch.from_numpy(labels)
    each = F.binary_cross_entropy_with_logits(relations, wanted.clamp(min=0).float(), reduction="none")
    weights = torch.where(wanted == 1, 2.0, 1.0) * (wanted != IGNORED)
    loss = 4 * (each * weights).sum() / max(len(labels), 60)
    sure = torch.from_numpy(said)
    return loss + 0.2 * F.cross_entropy(modality, sure, ignore_index=IGNORED) if (said != IGNORED).any() else loss


def fit(
    articles: list[Pairing],
    held: Sequence[Pairing],
    *,
    epochs: int,
    seed: int,
    folder: Path,
    watch: Sequence[Pairing] = (),
):
    """Fit, report on what is held out, and write the weights after each report."""
    torch.manual_seed(seed)
    chance, dice = random.Random(seed), np.random.default_rng(seed)
    articles = [a for a in articles if a.pairs]
    words = vocabulary_of([a.units.word for a in articles])
    wordings = vocabulary_of([a.wordings for a in articles])
    size = f"{len(articles)} articles, {sum(len(a.pairs) for a in articles)} pairs"
    print(f"scorer: {size}, {len(words)} words, {len(wordings)} wordings", flush=True)
    net = Scorer(len(words), len(wordings), len(NAMES), len(Modality))
    steps = epochs * ((len(articles) + BATCH - 1) // BATCH)
    descent = Descent(net, "wording", RATE, steps)
    started = time.time()
    for epoch in range(1, epochs + 1):
        net.train()
        chance.shuffle(articles)
        total = 0.0
        for first in range(0, len(articles), BATCH):
            batch = articles[first : first + BATCH]
            losses = []
            for a, (reading, signal) in zip(batch, readings(net, batch, words), strict=True):
                odds, loud = told(net, a, reading)
                shown = loud | (dice.random(len(loud)) < SHOWN)
                kept = np.flatnonzero(shown[a.numbers] & (a.labels != IGNORED).any(axis=1))
                if len(kept):
                    outputs = judged(net, a, reading, signal, kept, wordings)
                    losses.append(loss_of(*outputs, a.labels[kept], a.modality[kept]))
                    if a.article.gold.judged is None:  # every pair is
                        losses[-1] += 0.3 * F.binary_cross_entropy_with_logits(odds, torch.from_numpy(loud).float())
            if not losses:
                continue
            loss = sum(losses) / len(losses)
            descent.step(loss)
            total += loss.item()
        if epoch % 2 == 0 or epoch == epochs:
            print(
                f"scorer epoch {epoch} loss {total / steps * epochs:.3f} seconds {time.time() - started:.0f}",
                flush=True,
            )
            for name, some in (("held", held), ("watch", watch)):
                if some:
                    print(f"  {name}: {report(measure(net, some, words, wordings))}", flush=True)
            save(net, words, wordings, folder)


@torch.no_grad()
def measure(net: Scorer, articles: Sequence[Pairing], words: Known, wordings: Known) -> dict[str, list[int]]:
    """Found, wrong and missed, given the right mentions: relations once a document, claims clause by clause."""
    net.eval()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for a in articles:
        if not a.pairs:
            continue
        reading, signal = next(readings(net, [a], words))
        scores = judged(net, a, reading, signal, np.arange(len(a.pairs)), wordings)[0].numpy()
        odds, said = told(net, a, reading)
        heard = (odds > QUIET).numpy()
        for i, row in enumerate((heard & said, heard & ~said, ~heard & said)):
            counts[TOLD][i] += int(row.sum())
        scores[~heard[a.numbers]] = -9.0
        clause = np.array([p.tail.source == "clause" for p in a.pairs])
        for name in CLAIMS:
            j = NAMES.index(name)
            yes, wanted = (scores[:, j] > -0.9) & clause, a.labels[:, j]
            for i, row in enumerate((yes & (wanted == 1), yes & (wanted == 0), ~yes & clause & (wanted == 1))):
                counts[name][i] += int(row.sum())
        _triples(a, scores, clause, counts)
    net.train()
    return counts


def _triples(a: Pairing, scores: np.ndarray, clause: np.ndarray, counts: dict[str, list[int]]) -> None:
    gold = a.article.gold
    loose = {e.id for e in gold.entities if e.optional}

    def key(head: str, name: str, tail: str) -> tuple[str, str, str]:
        return (min(head, tail), name, max(head, tail)) if ONTOLOGY.relations[name].symmetric else (head, name, tail)

    either, must = set(), set()
    for r in gold.relations:
        if r.relation not in CLAIMS:
            sure = not r.optional and not loose & {r.head, r.tail}
            (must if sure else either).add(key(r.head, r.relation, r.tail))
    allowed = ALLOWED[a.features[:, 0], a.features[:, 1]] & ~clause[:, None]
    yes = zip(*np.nonzero((scores > 0) & allowed), strict=True)
    ours = {key(a.pairs[i].head.entity, NAMES[j], a.pairs[i].tail.entity) for i, j in yes}
    ours = {k for k in ours - either if not loose & {k[0], k[2]}}
    must -= either
    for i, row in enumerate((ours & must, ours - must, must - ours)):
        for k in row:
            counts[k[1]][i] += 1


def report(counts: dict[str, list[int]]) -> str:
    """One line: F1 of relations, of claims, and of each."""
    heard = counts.pop(TOLD)
    groups = [
        [sum(r[i] for n, r in counts.items() if (n in CLAIMS) == claims) for i in range(3)] for claims in (False, True)
    ]
    rows = " ".join(f"{name} {f1(row):.2f}" for name, row in sorted(counts.items()))
    p, r = (groups[0][0] / max(1, groups[0][0] + groups[0][i]) for i in (1, 2))
    return f"relations {f1(groups[0]):.3f} (P {p:.2f} R {r:.2f}) claims {f1(groups[1]):.3f} ({rows}) told {heard}"


def save(net: Scorer, words: Known, wordings: Known, folder: Path) -> None:
    """Write the weights in float16."""
    dense = {n.removeprefix("body."): v for n, v in net.state_dict().items() if n != "wording.weight"}
    arrays = {n: v.detach().numpy().astype(np.float16) for n, v in dense.items()}
    arrays |= in_bytes("wording.weight", net.wording.weight.detach().numpy())
    arrays |= {"words": words.hashes, "wordings": wordings.hashes}
    np.savez_compressed(folder / FILE, **arrays, relation_names=np.array(" ".join(NAMES)))
