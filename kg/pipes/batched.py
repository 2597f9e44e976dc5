"""The recogniser's network made fit for batches: its ONNX file is rewritten where it reads padding as text.

Its recurrent layers leave out the optional input that tells how long each row is. The file is a protobuf message
(https://protobuf.dev/programming-guides/encoding/), and all that is changed is that input's name; a second output and
the new input are put at its end. So no ONNX library is needed at run time.
"""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["LENGTHS", "batched"]

LENGTHS = "lengths"  # the new input, int32: code points of each row
_GRAPH, _NODE, _NODE_INPUT, _NODE_OPERATOR, _GRAPH_INPUT, _GRAPH_OUTPUT = 7, 1, 1, 4, 11, 12
_TYPE, _TENSOR, _ELEMENT, _INT32 = 2, 1, 1, 6
_BYTES = 2  # the wire type of strings and messages


def batched(model: bytes, output: str) -> bytes:
    """The model with `lengths` as an input of its recurrent layers, and one of its tensors as an output too."""
    kind = _field(_TYPE, _field(_TENSOR, _number(_ELEMENT << 3) + _number(_INT32)))
    added = _field(_GRAPH_INPUT, _field(1, LENGTHS.encode()) + kind) + _field(_GRAPH_OUTPUT, _field(1, output.encode()))
    parts: list[bytes | memoryview] = []
    for number, whole, body in _fields(memoryview(model)):
        graph = [*_graph(body), added] if number == _GRAPH else []
        parts += [_key(_GRAPH, sum(map(len, graph))), *graph] if graph else [whole]
    return b"".join(parts)


def _graph(graph: memoryview) -> list[bytes | memoryview]:
    """Its fields, those that stay as views: the weights are 30 MB, and each copy takes as long as reading them."""
    return [_field(_NODE, _node(body)) if number == _NODE else whole for number, whole, body in _fields(graph)]


def _node(node: memoryview) -> bytes:
    fields = [(number, bytes(whole), bytes(body)) for number, whole, body in _fields(node)]
    if (_NODE_OPERATOR, b"GRU") not in {(number, body) for number, _, body in fields}:
        return bytes(node)
    return b"".join(
        _field(_NODE_INPUT, LENGTHS.encode()) if (number, body) == (_NODE_INPUT, b"") else whole
        for number, whole, body in fields
    )


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview, memoryview]]:
    """(number, the whole field, its value) of each field; of a number the value is empty."""
    at = 0
    while at < len(message):
        start = at
        key, at = _read(message, at)
        value, at = _read(message, at)
        if key & 7 == _BYTES:
            yield key >> 3, message[start : at + value], message[at : at + value]
            at += value
        else:
            yield key >> 3, message[start:at], message[at:at]


def _read(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while message[at] & 0x80:
        value |= (message[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
    return value | message[at] << shift, at + 1


def _number(value: int) -> bytes:
    low = value & 0x7F
    return bytes([low]) if value == low else bytes([low | 0x80]) + _number(value >> 7)


def _field(number: int, body: bytes) -> bytes:
    return _key(number, len(body)) + body


def _key(number: int, size: int) -> bytes:
    """What stands before the bytes of a field."""
    return _number(number << 3 | _BYTES) + _number(size)
