"""The networks, in PyTorch; `kg.neural.tagger` and `kg.neural.scorer` compute the same in numpy."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import nn

from kg.model import Modality
from kg.neural import scorer, tagger
from kg.neural.candidates import FEATURES
from kg.neural.encoder import SCORED, TAGGED
from kg.neural.features import LAYERS, WORD_TAGS
from kg.neural.hashing import Known
from kg.neural.layers import BUCKETS, HEADS, KERNEL, distances
from kg.neural.units import MARKS, STANDINGS
from kg.ontology import builtin_ontology
from kg.pipes.recognise import STATES
from kg.training.dataset import Cut
from kg.training.encoder import Encoder

GRAMS = 24  # numbers a hashed n-gram
TAGGER_WIDTH = 112
WIDTH = 128  # numbers a unit of the scorer
WORDING = 48  # numbers a hashed wording of a pair
NEVER = -1e4


class Gated(nn.Module):
    """Gated depthwise convolutions with residuals."""

    def __init__(self, width: int, dilations: tuple[int, ...]) -> None:
        super().__init__()
        self.wide = nn.ModuleList(
            nn.Conv1d(width, width, KERNEL, padding=KERNEL // 2 * d, dilation=d, groups=width) for d in dilations
        )
        self.deep = nn.ModuleList(nn.Linear(width, 2 * width) for _ in dilations)
        self.norm = nn.ModuleList(nn.LayerNorm(width) for _ in dilations)

    def forward(self, x, inside, drop):
        for wide, deep, norm in zip(self.wide, self.deep, self.norm, strict=True):
            value, gate = deep(wide((norm(x) * inside).transpose(1, 2)).transpose(1, 2)).chunk(2, dim=-1)
            x = x + drop(value * torch.sigmoid(gate))
        return x


class Tagger(nn.Module):
    """States, readings and hashed n-grams of code points -> scores of tags in each layer, and the chains over them."""

    def __init__(self, known: int) -> None:
        super().__init__()
        self.grams = nn.EmbeddingBag(known + 1, GRAMS, mode="sum", padding_idx=0, sparse=True)
        nn.init.normal_(self.grams.weight, std=0.03)
        self.grams.weight.data[0] = 0
        self.enter = nn.Linear(STATES + TAGGED + GRAMS, TAGGER_WIDTH)
        self.body = Gated(TAGGER_WIDTH, tagger.DILATIONS)
        self.tags = nn.ModuleList(nn.Linear(TAGGER_WIDTH + GRAMS, 1 + 2 * len(layer)) for layer in LAYERS)
        sizes = [1 + 2 * len(layer) for layer in LAYERS]
        self.chain = nn.ParameterList(nn.Parameter(torch.zeros(size, size)) for size in sizes)
        self.drop, self.drop_gated, self.drop_grams = nn.Dropout(0.35), nn.Dropout(0.15), nn.Dropout(0.3)

    def forward(self, states, read, grams, inside):
        rows, length, _ = grams.shape
        if self.training:
            states = states * (torch.rand(rows, 1, STATES) > 0.15) / 0.85
            grams = torch.where(torch.rand(grams.shape) < 0.4, 0, grams)
        g = self.drop_grams(torch.tanh(self.grams(grams.reshape(rows * length, -1)).reshape(rows, length, -1)))
        x = self.body(self.enter(torch.cat([states, read, g], dim=-1)), inside, self.drop_gated)
        joined = torch.cat([self.drop(torch.relu(x)), g], dim=-1)
        return [head(joined) for head in self.tags]

    def chains(self) -> list[torch.Tensor]:
        """Each layer's chain with what cannot follow ruled out: the inside of a name behind anything but that name."""
        return [chain + forbidden(len(chain)) for chain in self.chain]


def forbidden(tags: int) -> torch.Tensor:
    """0, or NEVER where the column's tag cannot follow the row's."""
    rows, columns = torch.arange(tags)[:, None], torch.arange(tags)[None]
    inside = (columns > 0) & (columns % 2 == 0)
    return torch.where(inside & (rows != columns) & (rows != columns - 1), NEVER, 0.0)


class Scorer(nn.Module):
    """Units with the marks of all mentions -> readings; pairs of them -> a score of each relation, and the modality."""

    def __init__(self, words: int, wordings: int) -> None:
        super().__init__()
        self.word = nn.Embedding(words + 1, 32, padding_idx=0)
        self.tag = nn.Embedding(len(WORD_TAGS) + 1, 12)
        self.mark = nn.Embedding(MARKS, 28)
        self.phrase, self.standing = nn.Embedding(3, 6), nn.Embedding(STANDINGS, 6)
        self.enter = nn.Linear(STATES + SCORED + 32 + 12 + 28 + 12, WIDTH)
        self.body = Gated(WIDTH, scorer.DILATIONS)
        layers = range(scorer.LAYERS)
        self.before, self.middle = (nn.ModuleList(nn.LayerNorm(WIDTH) for _ in layers) for _ in range(2))
        self.query = nn.ModuleList(nn.Linear(WIDTH, 3 * WIDTH) for _ in layers)
        self.mixed = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in layers)
        self.inner = nn.ModuleList(nn.Linear(WIDTH, 2 * WIDTH) for _ in layers)
        self.outer = nn.ModuleList(nn.Linear(2 * WIDTH, WIDTH) for _ in layers)
        self.distance = nn.ParameterList(nn.Parameter(torch.zeros(HEADS, BUCKETS)) for _ in layers)
        self.leave = nn.LayerNorm(WIDTH)
        self.signal, self.told = nn.Linear(WIDTH, 48), nn.Linear(WIDTH, 1)
        self.head, self.tail = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH, bias=False)
        self.head_entity, self.tail_entity = (nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(2))
        self.regions = nn.Linear(3 * 48, WIDTH, bias=False)
        self.features = nn.ModuleList(nn.Embedding(n, WIDTH) for n in FEATURES.values())
        for table in self.features:
            nn.init.normal_(table.weight, std=0.1)
        self.wording = nn.EmbeddingBag(wordings + 1, WORDING, mode="sum", padding_idx=0, sparse=True)
        nn.init.normal_(self.wording.weight, std=0.02)
        self.wording.weight.data[0] = 0
        self.worded = nn.Linear(WORDING, WIDTH)
        self.join, self.rival = nn.Linear(3 * WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.last = nn.Linear(2 * WIDTH, WIDTH)
        self.relations, self.modality = (
            nn.Linear(WIDTH, len(builtin_ontology().relations)),
            nn.Linear(WIDTH, len(Modality)),
        )
        nn.init.constant_(self.relations.bias, -4.0)  # few pairs say anything
        self.drop, self.light = nn.Dropout(0.3), nn.Dropout(0.15)

    def forward(self, states, word, tag, mark, phrase, standing, inside):
        rows, length = word.shape
        if self.training:  # whole features of a window: quicker than single numbers, and no worse
            states = states * (torch.rand(rows, 1, states.shape[2]) > 0.2) / 0.8
            word = torch.where(torch.rand(rows, length) < 0.2, 0, word)
        tables = (self.word(word), self.tag(tag), self.mark(mark), self.phrase(phrase), self.standing(standing))
        x = self.body(self.enter(torch.cat([states, *tables], dim=-1)), inside[:, :, None], self.light)
        outside = torch.where(inside[:, None, None, :] > 0, 0.0, NEVER)
        apart = torch.from_numpy(distances(length))
        for i in range(len(self.query)):
            q, k, v = self.query[i](self.before[i](x)).reshape(rows, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
            scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]) + self.distance[i][:, apart][None] + outside
            seen = (torch.softmax(scores, -1) @ v).permute(0, 2, 1, 3).reshape(rows, length, -1)
            x = x + self.light(self.mixed[i](seen))
            x = x + self.light(self.outer[i](torch.relu(self.inner[i](self.middle[i](x)))))
        x = self.leave(x)
        return self.drop(x), torch.relu(self.signal(x))

    def judge(
        self, reading, signal, named, entities, heads, tails, ends, regions, features, wordings, offsets, numbers
    ):
        """Scores of pairs, those of one anchor under one number (from 0, in order)."""
        h, t = means(reading, heads), means(reading, tails)
        pooled = torch.cat([_most(signal, regions[:, i]) for i in range(3)], dim=1)
        known = _of_entities(means(reading, named), entities)
        a = self.head(h) + self.head_entity(known)[ends[:, 0]]
        b = self.tail(t) + self.tail_entity(known)[ends[:, 1]]
        counts = sum(table(features[:, i]) for i, table in enumerate(self.features))
        if self.training:
            wordings = torch.where(torch.rand(wordings.shape) < 0.4, 0, wordings)
        words = self.worded(self.light(torch.tanh(self.wording(wordings, offsets))))
        mixed = [
            torch.relu(a + b + self.regions(pooled) + counts),
            torch.tanh(a) * torch.tanh(b),
            torch.relu(words + counts),
        ]
        joined = torch.relu(self.join(self.drop(torch.cat(mixed, dim=1))))
        size = (int(numbers[-1]) + 1, joined.shape[1])
        at = numbers[:, None].expand(-1, size[1])
        best = torch.zeros(size).scatter_reduce(0, at, self.rival(joined), "amax", include_self=False)
        last = self.drop(torch.relu(self.last(self.drop(torch.cat([joined, best[numbers]], dim=1)))))
        return self.relations(last), self.modality(last)


class Networks(nn.Module):
    """The encoder and what stands on it, with what they know by its hash; without a scorer until one is added."""

    def __init__(self, encoder: Encoder, known: Known) -> None:
        super().__init__()
        self.encoder, self.tagger, self.scorer = encoder, Tagger(len(known)), None
        self.known = known

    def add_scorer(self, words: Known, wordings: Known) -> None:
        """A scorer that has learnt nothing yet."""
        self.words, self.wordings = words, wordings
        self.scorer = Scorer(len(words), len(wordings))

    def read(self, cuts: Sequence[Cut]) -> list[torch.Tensor]:
        """(code points, ENCODED) of each article."""
        read, first, found = self.encoder.read([s for cut in cuts for s in cut.stretches]).float(), 0, []
        for cut in cuts:
            found.append(read[first + torch.from_numpy(cut.at)])
            first += sum(map(len, cut.stretches))
        return found


def means(rows, spans):
    """The mean of rows over each span."""
    sums = torch.cat([torch.zeros(1, rows.shape[1]), rows.cumsum(0)])
    return (sums[spans[:, 1]] - sums[spans[:, 0]]) / (spans[:, 1] - spans[:, 0]).unsqueeze(1)


def _of_entities(rows, entities):
    """The mean of each entity's rows; zeros in a last row."""
    counts = torch.bincount(entities)
    means = torch.zeros(len(counts), rows.shape[1]).index_add(0, entities, rows) / counts[:, None]
    return torch.cat([means, torch.zeros(1, rows.shape[1])])


def _most(signal, spans):
    """The greatest of each number over the first units of each span; zeros for an empty one (none is negative)."""
    longest = int((spans[:, 1] - spans[:, 0]).clamp(0, scorer.REGION).max().item())
    if longest == 0:
        return torch.zeros(len(spans), signal.shape[1])
    at = spans[:, :1] + torch.arange(longest)
    inside = at < spans[:, 1:]
    values = nn.functional.embedding(at.clamp(max=signal.shape[0] - 1), signal)  # whose gradient is quick
    return (values * inside.unsqueeze(2)).amax(1)
