"""How both networks go down their loss: AdamW, and Adam for the one table of embeddings that is sparse."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import nn


class Descent:
    """The optimisers of a network under one schedule that rises for a tenth of the steps and falls to nothing.

    `others` are the rates of those parameters whose names begin so.
    """

    def __init__(
        self, net: nn.Module, table: str, rate: float, steps: int, others: Mapping[str, float] | None = None
    ) -> None:
        named = dict(net.named_parameters())
        sparse = named.pop(f"{table}.weight")
        groups = []
        for beginning, own in {**(others or {}), "": rate}.items():
            mine = [named.pop(name) for name in list(named) if name.startswith(beginning)]
            groups.append({"params": mine, "lr": own})
        self._groups = [group["params"] for group in groups]
        rates = [group["lr"] for group in groups]
        self._optimiser = torch.optim.AdamW(groups, weight_decay=0.02)
        self._lazy = torch.optim.SparseAdam([sparse], lr=rate)
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimiser, rates, total_steps=steps + 1, pct_start=0.1
        )

    def step(self, loss: torch.Tensor) -> None:
        """One step down, of clipped gradients."""
        self._optimiser.zero_grad()
        self._lazy.zero_grad()
        loss.backward()
        for group in self._groups:
            torch.nn.utils.clip_grad_norm_(group, 2.0)
        self._lazy.param_groups[0]["lr"] = self._optimiser.param_groups[-1]["lr"]
        self._optimiser.step()
        self._lazy.step()
        self._schedule.step()
