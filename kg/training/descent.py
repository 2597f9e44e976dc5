"""How networks go down their loss: AdamW, and Adam for tables of embeddings that are sparse."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import torch
from torch import nn

_FEWEST = 20  # steps of a schedule: with fewer it has none in which to rise


class Descent:
    """The optimisers of a network under one schedule that rises for a tenth of the steps and falls to nothing.

    `rates` are the rates of those parameters whose names begin so, where there are any; `tables` the names of those
    that are sparse.
    """

    def __init__(self, net: nn.Module, rates: Mapping[str, float], tables: Collection[str], steps: int) -> None:
        named = list(net.named_parameters())
        rates = {begin: rate for begin, rate in rates.items() if any(n.startswith(begin) for n, _ in named)}
        mine = {b: [p for n, p in named if n.startswith(b) and n not in tables] for b in rates}
        sparse = {b: [p for n, p in named if n.startswith(b) and n in tables] for b in rates}
        self._groups = list(mine.values())
        self._optimiser = torch.optim.AdamW([{"params": mine[b], "lr": rates[b]} for b in rates], weight_decay=0.02)
        self._lazy = torch.optim.SparseAdam([{"params": ps, "lr": rates[b]} for b, ps in sparse.items() if ps])
        self._at = [number for number, ps in enumerate(sparse.values()) if ps]
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimiser, list(rates.values()), total_steps=max(steps + 1, _FEWEST), pct_start=0.1
        )

    def step(self, loss: torch.Tensor) -> None:
        """One step down, of clipped gradients."""
        self._optimiser.zero_grad()
        self._lazy.zero_grad()
        loss.backward()
        for group in self._groups:
            torch.nn.utils.clip_grad_norm_(group, 2.0)
        for group, number in zip(self._lazy.param_groups, self._at, strict=True):
            group["lr"] = self._optimiser.param_groups[number]["lr"]
        self._optimiser.step()
        self._lazy.step()
        self._schedule.step()
