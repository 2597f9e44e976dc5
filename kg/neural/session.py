"""Networks in ONNX files, each run on one thread; several runs go side by side."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from kg.once import once

__all__ = ["session_of", "share_cores", "side_by_side"]

T = TypeVar("T")
R = TypeVar("R")
_MOST = 4  # threads
_sharing = {"processes": 1}
_SLOW = ["SkipLayerNormFusion"]  # its one step takes ten times what the two that it joins take (onnxruntime 1.32)


def session_of(network: str | bytes) -> Any:
    """What runs a network, from its file's name or content.

    On one thread: threads that wait for each other within a run would hold up other articles.
    """
    import onnxruntime  # noqa: PLC0415 - 0.1 s, and only here

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    providers = ["CPUExecutionProvider"]
    return onnxruntime.InferenceSession(network, options, providers=providers, disabled_optimizers=_SLOW)


def side_by_side(run: Callable[[T], R], inputs: Iterable[T]) -> Iterator[R]:
    """What a function makes of each input, in order, several at a time: for runs of networks, which free Python.

    >>> list(side_by_side(len, ["騰訊", "微信支付"]))
    [2, 4]
    """
    return _threads().map(run, inputs)


def share_cores(processes: int) -> None:
    """Leave the other cores to the rest of so many processes that read articles. Called before the first run."""
    _sharing["processes"] = processes


@once
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max(1, min(_MOST, (os.cpu_count() or 1) // _sharing["processes"])), "networks")
