"""The scorer's part of the fit, given the right mentions and noise among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

from kg.neural.encoder import TAGGED
from kg.neural.hashing import Known
from kg.neural.layers import in_bytes
from kg.neural.scorer import FILE, QUIET
from kg.neural.units import KINDS
from kg.ontology import builtin_ontology
from kg.training.dataset import CLAIMS, IGNORED, Example, Pairing
from kg.training.network import Networks, Scorer, means
from kg.training.tagging import f1

SHOWN = 0.3  # share of the anchors without any relation that an epoch is shown
FEWEST = 4  # articles that a word, or a hashed wording, must stand in
TOLD = "told"  # counted like a relation: anchors at which anything is said
ONTOLOGY = builtin_ontology()
NAMES = list(ONTOLOGY.relations)
ALLOWED = np.array([[[ONTOLOGY.allows(h, r, t) for r in NAMES] for t in KINDS] for h in KINDS])


def vocabularies_of(articles: Sequence[Pairing]) -> tuple[Known, Known]:
    """The words, and the hashed wordings, that stand in at least FEWEST articles."""
    some = [a for a in articles if a.pairs]
    return _known([a.units.word for a in some]), _known([a.wordings for a in some])


def _known(hashes: Sequence[np.ndarray]) -> Known:
    every, counts = np.unique(np.concatenate([np.unique(h) for h in hashes]), return_counts=True)
    return Known(every[(counts >= FEWEST) & (every > 0)].astype(np.uint32))


def readings(net: Scorer, words: Known, articles: Sequence[Pairing], reads: Sequence[torch.Tensor]):
    """Reading and signal of each article's units, of what the encoder reads of its code points."""
    pooled = [_pooled(a, read) for a, read in zip(articles, reads, strict=True)]
    rows = [(k, low, high) for k, a in enumerate(articles) for low, high in a.units.windows]
    size = (len(rows), max(high - low for _, low, high in rows))
    inside = torch.zeros(size)
    columns = [torch.zeros(size, dtype=torch.long) for _ in range(5)]
    values = [
        (words.rows(u.word.astype(np.uint32)), u.tag, u.mark, u.phrase, u.standing) for u in (a.units for a in articles)
    ]
    for row, (k, low, high) in enumerate(rows):
        at = slice(0, high - low)
        inside[row, at] = 1
        for column, value in zip(columns, values[k], strict=True):
            column[row, at] = torch.from_numpy(value[low:high])
    states = pad_sequence([pooled[k][low:high] for k, low, high in rows], batch_first=True)
    outputs = net(states, *columns, inside)
    for k, a in enumerate(articles):
        mine = [(row, low, high) for row, (kk, low, high) in enumerate(rows) if kk == k]
        at = torch.cat([torch.arange(low, high) for _, low, high in mine])
        yield tuple(
            torch.zeros(len(a.units), v.shape[2]).index_put((at,), torch.cat([v[r, : h - low] for r, low, h in mine]))
            for v in outputs
        )


def _pooled(a: Pairing, read: torch.Tensor) -> torch.Tensor:
    """(units, numbers) of recogniser and encoder, as Units.pooled."""
    first, last = (torch.from_numpy(at) for at in (a.units.starts, a.units.ends - 1))
    mine = read[:, TAGGED:]
    return torch.cat([torch.from_numpy(a.states.astype(np.float32)), 0.5 * (mine[first] + mine[last])], dim=1)


def judged(net: Scorer, a: Pairing, reading, signal, kept: np.ndarray, wordings: Known):
    """Scores of those pairs of an article that are kept (whole anchors)."""
    ends = np.append(a.offsets, len(a.wordings))
    lengths = (ends[1:] - ends[:-1])[kept]
    at = np.repeat(ends[:-1][kept] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths) + np.arange(lengths.sum())
    known = wordings.rows(a.wordings[at])
    offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    numbers = np.unique(a.numbers[kept], return_inverse=True)[1]
    mine = (rows[kept] for rows in (a.heads, a.tails, a.ends, a.regions, a.features))
    arrays = (a.named, a.entities, *mine, known, offsets, numbers)
    return net.judge(reading, signal, *(torch.from_numpy(np.ascontiguousarray(x)) for x in arrays))


def told(net: Scorer, a: Pairing, reading) -> tuple[torch.Tensor, np.ndarray]:
    """The log odds that anything is said at each anchor, and whether it is."""
    _, first = np.unique(a.numbers, return_index=True)
    said = np.zeros(len(first), dtype=bool)
    said[a.numbers[(a.labels == 1).any(axis=1)]] = True
    return net.told(means(reading, torch.from_numpy(a.anchors[first])))[:, 0], said


def loss_of(
    net: Networks, articles: Sequence[Pairing], reads: Sequence[torch.Tensor], dice: np.random.Generator
) -> torch.Tensor:
    """The mean loss of articles' pairs, of which few are shown where nothing is said at the anchor."""
    losses = [torch.zeros(())]
    for a, (reading, signal) in zip(articles, readings(net.scorer, net.words, articles, reads), strict=True):
        odds, loud = told(net.scorer, a, reading)
        shown = loud | (dice.random(len(loud)) < SHOWN)
        kept = np.flatnonzero(shown[a.numbers] & (a.labels != IGNORED).any(axis=1))
        if len(kept):
            outputs = judged(net.scorer, a, reading, signal, kept, net.wordings)
            losses.append(_loss(*outputs, a.labels[kept], a.modality[kept]))
            losses[-1] += 0.3 * F.binary_cross_entropy_with_logits(odds, torch.from_numpy(loud).float())
    return sum(losses) / max(1, len(losses) - 1)


def _loss(relations, modality, labels: np.ndarray, said: np.ndarray) -> torch.Tensor:
    """Binary cross entropy over what the types allow, and cross entropy of the modality where something is said."""
    wanted = torch.from_numpy(labels)
    each = F.binary_cross_entropy_with_logits(relations, wanted.clamp(min=0).float(), reduction="none")
    weights = torch.where(wanted == 1, 2.0, 1.0) * (wanted != IGNORED)
    loss = 4 * (each * weights).sum() / max(len(labels), 60)
    sure = torch.from_numpy(said)
    return loss + 0.2 * F.cross_entropy(modality, sure, ignore_index=IGNORED) if (said != IGNORED).any() else loss


@torch.no_grad()
def measure(net: Networks, examples: Sequence[Example]) -> dict[str, list[int]]:
    """Found, wrong and missed, given the right mentions: relations once a document, claims clause by clause."""
    net.eval()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for example in examples:
        a = example.pairing
        if not a or not a.pairs:
            continue
        reading, signal = next(readings(net.scorer, net.words, [a], net.read([example.cut])))
        scores = judged(net.scorer, a, reading, signal, np.arange(len(a.pairs)), net.wordings)[0].numpy()
        odds, said = told(net.scorer, a, reading)
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
    return counts


def _triples(a: Pairing, scores: np.ndarray, clause: np.ndarray, counts: dict[str, list[int]]) -> None:
    gold = a.gold
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
