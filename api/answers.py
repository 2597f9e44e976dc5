"""How answers leave: as JSON bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

import orjson
from starlette.responses import Response

__all__ = ["Json", "piece", "pieces"]

_AT_ONCE = 50


class Json(Response):
    """Plain values as JSON. A lone surrogate, which JSON in UTF-8 cannot hold, becomes a question mark."""

    media_type = "application/json"

    def __init__(self, content: Any, status_code: int = 200, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(content, status_code, headers)

    def render(self, content: Any) -> bytes:
        """The bytes; none for a 304."""
        return b"" if content is None else _encoded(content)


def piece(content: Any) -> orjson.Fragment:
    """A part of an answer, as JSON already."""
    return orjson.Fragment(_encoded(content))


def pieces(values: Iterable[Any]) -> list[orjson.Fragment]:
    """A list of an answer, some values in each piece.

    Answers of thousands of parts are made so: all parts as values, made and freed at once, hold up every thread.
    """
    rest = iter(values)
    return [orjson.Fragment(_encoded(some)[1:-1]) for some in iter(lambda: list(islice(rest, _AT_ONCE)), [])]


def _encoded(content: Any) -> bytes:
    try:
        return orjson.dumps(content)
    except orjson.JSONEncodeError:
        return orjson.dumps(_storable(content))


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_storable(key): _storable(inner) for key, inner in value.items()}
    return [_storable(inner) for inner in value] if isinstance(value, list | tuple) else value
