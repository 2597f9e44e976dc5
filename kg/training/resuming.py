"""Networks from the weights that are there, to go on from: numbers of 8 and 16 bits are made whole again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import nn

from kg.neural import encoder as encoding
from kg.neural import scorer as scoring
from kg.neural import tagger as tagging
from kg.neural.hashing import Known
from kg.neural.layers import load_weights
from kg.training.encoder import Encoder, Packed
from kg.training.network import Networks

RATE = 0.6  # of the rates of a fit from the beginning
_Arrays = Mapping[str, np.ndarray]


def resumed(packed: Packed, folder: Path) -> Networks:
    """The networks whose weights lie in a folder; of the encoder's pieces those are kept that it knows."""
    with np.load(folder / encoding.VOCABULARY) as file:
        packed.keep_only(str(file["pieces"]).split("\n"))
    encoder = Encoder(packed)
    _fill(encoder, _encoder_arrays(encoder, folder / encoding.FILE))
    arrays = load_weights(folder / tagging.FILE)
    net = Networks(encoder, Known(arrays["known"]))
    _fill(net.tagger, _short(net.tagger, {**arrays, "grams.weight": arrays["grams"] * arrays["grams.scale"]}))
    arrays = load_weights(folder / scoring.FILE)
    net.add_scorer(Known(arrays["words"]), Known(arrays["wordings"]))
    table = arrays["wording.weight"] * arrays["wording.weight.scale"]
    _fill(net.scorer, _short(net.scorer, {**arrays, "wording.weight": table}))
    return net


def _fill(net: nn.Module, arrays: _Arrays) -> None:
    net.load_state_dict({name: torch.from_numpy(np.array(value, dtype=np.float32)) for name, value in arrays.items()})


def _short(net: nn.Module, arrays: _Arrays) -> _Arrays:
    """By the names that the network has for them: files leave `body.` out."""
    return {name: arrays[name.removeprefix("body.")] for name in net.state_dict()}


def _encoder_arrays(encoder: Encoder, path: Path) -> _Arrays:
    import onnx  # noqa: PLC0415 - not a dependency of Qipan

    graph = onnx.load(path).graph
    arrays: dict[str, np.ndarray] = {i.name: onnx.numpy_helper.to_array(i) for i in graph.initializer}

    def whole(name: str) -> np.ndarray:
        zero, scale = (arrays[f"{name}_{part}"] for part in ("zero_point", "scale"))
        return (arrays[f"{name}_quantized"].astype(np.float32) - zero.astype(np.float32)) * scale

    products = [node.input[1].removesuffix("_quantized") for node in graph.node if node.op_type == "MatMulInteger"]
    arrays["word.weight"] = whole("word.weight")
    names = list(encoder.state_dict())
    factors = [name for name in names if name not in arrays]  # in the order of their products
    arrays |= {name: whole(product).T for name, product in zip(factors, products, strict=True)}
    return {name: arrays[name] for name in names}
