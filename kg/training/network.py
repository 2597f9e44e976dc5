"""The network, in PyTorch: a recurrent layer over the recogniser's states, tag heads, and a scorer of pairs."""

from __future__ import annotations

import torch
from torch import nn

from kg.neural.candidates import FEATURES
from kg.neural.model import REGION
from kg.neural.features import CHAR_CLASSES, KNOWN, LAYERS
from kg.pipes.recognise import STATES

HIDDEN = 128
SIGNAL = 64  # numbers a code point that the pair scorer pools over a region
WIDE = 128


class Encoder(nn.Module):
    """States, character classes and known marks -> a reading of each code point, and its tags in each layer."""

    def __init__(self) -> None:
        super().__init__()
        self.classes = nn.Embedding(CHAR_CLASSES, 8)
        self.known = nn.Embedding(KNOWN, 16)
        self.gru = nn.GRU(STATES + 24, HIDDEN, batch_first=True, bidirectional=True)
        self.heads = nn.ModuleList(nn.Linear(2 * HIDDEN, 1 + 2 * len(layer)) for layer in LAYERS)
        self.signal = nn.Linear(2 * HIDDEN, SIGNAL)
        self.drop = nn.Dropout(0.35)

    def forward(self, states, classes, known):
        joined = torch.cat([states, self.classes(classes), self.known(known)], dim=-1)
        reading, _ = self.gru(self.drop(joined))
        reading = self.drop(reading)
        return (reading, torch.relu(self.signal(reading)), *(head(reading) for head in self.heads))


class Pairs(nn.Module):
    """Readings of a head, a tail and the regions around them -> a score of each relation, and the modality."""

    def __init__(self, relations: int, modalities: int) -> None:
        super().__init__()
        self.head = nn.Linear(2 * HIDDEN, WIDE)
        self.tail = nn.Linear(2 * HIDDEN, WIDE, bias=False)
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
        product = torch.tanh(a) * torch.tanh(b)
        joined = torch.relu(self.join(self.drop(torch.cat([mixed, product], dim=1))))
        joined = self.drop(joined)
        return self.relations(joined), self.modality(joined)

    @staticmethod
    def _mean(sums, spans):
        width = (spans[:, 1] - spans[:, 0]).clamp(min=1).unsqueeze(1)
        return (sums[spans[:, 1]] - sums[spans[:, 0]]) / width

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
