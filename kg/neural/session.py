"""Networks in ONNX files, on one thread."""

from __future__ import annotations

from typing import Any

__all__ = ["session_of"]


def session_of(network: str | bytes) -> Any:
    """What runs a network, from its file's name or content.

    On one thread, which is as fast for one article and leaves the other cores to other articles.
    """
    import onnxruntime  # noqa: PLC0415 - 0.1 s, and only here

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
