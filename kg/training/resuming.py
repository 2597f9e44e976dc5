"""Networks from the weights that are there, to go on from: numbers of 8 and 16 bits are made whole again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import nn

from kg.neural.encoder import FILE, VOCABULARY
from kg.neural.layers import load_weights
from kg.neural.scorer import load_scorer
from kg.neural.tagger import load_tagger
from kg.training.encoder import Encoder, Packed
from kg.training.network import Networks

RATE = 0.6  # of the rates of a fit from the beginning
_Arrays = Mapping[str, np.ndarray]


def resumed(packed: Packed, folder: Path) -> Networks:
    """The networks whose weights lie in a folder; of the encoder's pieces those are kept that it knows."""
    packed.keep_only(str(load_weights(folder / VOCABULARY)["pieces"]).split("\n"))
    encoder = Encoder(packed)
    _fill(encoder, _encoder_arrays(encoder, folder / FILE))
    tagger, scorer = load_tagger(folder), load_scorer(folder)
    net = Networks(encoder, tagger.known)
    net.add_scorer(scorer.words, scorer.wordings)
    _fill(net.tagger, _named(net.tagger, {**tagger.weights, "grams.weight": tagger.grams * tagger.scale}))
    _fill(net.scorer, _named(net.scorer, {**scorer.weights, "wording.weight": scorer.table * scorer.scale}))
    return net


def _fill(net: nn.Module, arrays: _Arrays) -> None:
    net.load_state_dict({name: torch.from_numpy(np.array(value, dtype=np.float32)) for name, value in arrays.items()})


def _named(net: nn.Module, arrays: _Arrays) -> _Arrays:
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
