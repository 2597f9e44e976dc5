"""The network, in PyTorch: gated convolutions over the recogniser's states, tag heads, and a scorer of pairs.

`kg.neural.model` computes the same in numpy (a test compares them).
"""

from __future__ import annotations

import torch
from torch import nn

from kg.neural.candidates import FEATURES
from kg.neural.features import CHAR_CLASSES, KNOWN, LAYERS
from kg.neural.model import DILATIONS, KERNEL, REGION
from kg.pipes.recognise import STATES

CHARACTER = 128  # numbers of a character's embedding, the recogniser's own, not trained further
WIDTH = 144
READING = 224
SIGNAL = 64  # numbers a code point that the pair scorer pools over a region
WIDE = 128


class Encoder(nn.Module):
    """States, characters, classes and known marks -> a reading of each code point, and its tags in each layer."""

    def __init__(self, characters: torch.Tensor) -> None:
        super().__init__()
        self.characters = nn.Embedding.from_pretrained(characters, freeze=True)
        self.classes = nn.Embedding(CHAR_CLASSES, 8)
        self.known = nn.Embedding(KNOWN, 16)
        self.enter = nn.Linear(STATES + CHARACTER + 24, WIDTH)
        self.wide = nn.ModuleList(
            nn.Conv1d(WIDTH, WIDTH, KERNEL, padding=KERNEL // 2 * d, dilation=d, groups=WIDTH) for d in DILATIONS
        )
        self.deep = nn.ModuleList(nn.Linear(WIDTH, 2 * WIDTH) for _ in DILATIONS)
        self.norm = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in DILATIONS)
        self.leave = nn.Linear(WIDTH, READING)
        self.tags = nn.ModuleList(nn.Linear(READING, 1 + 2 * len(layer)) for layer in LAYERS)
        self.signal = nn.Linear(READING, SIGNAL)
        self.drop, self.drop_gated = nn.Dropout(0.3), nn.Dropout(0.15)

    def forward(self, states, ids, classes, known, inside):
        joined = torch.cat([states, self.characters(ids), self.classes(classes), self.known(known)], dim=-1)
        if self.training:  # drop whole features of a window: quicker than single numbers, and no worse
            joined = joined * (torch.rand(joined.shape[0], 1, joined.shape[2]) > 0.15) / 0.85
        x = self.enter(joined)
        for wide, deep, norm in zip(self.wide, self.deep, self.norm, strict=True):
            value, gate = deep(wide((norm(x) * inside).transpose(1, 2)).transpose(1, 2)).chunk(2, dim=-1)
            x = x + self.drop_gated(value * torch.sigmoid(gate))
        reading = self.drop(torch.relu(self.leave(x)))
        return reading, torch.relu(self.signal(reading)), [head(reading) for head in self.tags]


class Pairs(nn.Module):
    """Readings of a head, a tail and the regions around them -> a score of each relation, and the modality."""

    def __init__(self, relations: int, modalities: int) -> None:
        super().__init__()
        self.head = nn.Linear(READING, WIDE)
        self.tail = nn.Linear(READING, WIDE, bias=False)
        self.regions = nn.Linear(3 * SIGNAL, WIDE, bias=False)
        self.features = nn.ModuleList(nn.Embedding(n, WIDE) for n in FEATURES.values())
        for table in self.features:
            nn.init.normal_(table.weight, std=0.1)
        self.join = nn.Linear(2 * WIDE, WIDE)
        self.relations = nn.Linear(WIDE, relations)
        self.modality = nn.Linear(WIDE, modalities)
        self.drop = nn.Dropout(0.3)

    def forward(self, reading, signal, heads, tails, regions, features):
        sums = torch.cat([torch.zeros(1, reading.shape[1]), reading.cumsum(0)])
        h, t = (self._mean(sums, spans) for spans in (heads, tails))
        pooled = torch.cat([self._most(signal, regions[:, i]) for i in range(3)], dim=1)
        a, b = self.head(h), self.tail(t)
        counts = sum(table(features[:, i]) for i, table in enumerate(self.features))
        mixed = torch.relu(a + b + self.regions(pooled) + counts)
        joined = torch.relu(self.join(self.drop(torch.cat([mixed, torch.tanh(a) * torch.tanh(b)], dim=1))))
        joined = self.drop(joined)
        return self.relations(joined), self.modality(joined)

    @staticmethod
    def _mean(sums, spans):
        low, high = spans[:, 0], torch.maximum(spans[:, 1], spans[:, 0] + 1)
        return (sums[high] - sums[low]) / (high - low).unsqueeze(1)

    @staticmethod
    def _most(signal, spans):
        """The greatest of each number over each span; zeros for an empty one (signals are not negative)."""
        longest = int((spans[:, 1] - spans[:, 0]).clamp(0, REGION).max().item()) if len(spans) else 0
        if longest == 0:
            return torch.zeros(len(spans), signal.shape[1])
        at = spans[:, :1] + torch.arange(longest)
        inside = at < spans[:, 1:]
        values = nn.functional.embedding(at.clamp(max=signal.shape[0] - 1), signal)  # whose gradient is quick
        return (values * inside.unsqueeze(2)).amax(1)
