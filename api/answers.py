"""How answers leave: as JSON bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.responses import Response

__all__ = ["Json"]


class Json(Response):
    """Plain values as JSON. A lone surrogate, which JSON in UTF-8 cannot hold, becomes a question mark."""

    media_type = "application/json"

    def __init__(self, content: Any, status_code: int = 200, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(content, status_code, headers)

    def render(self, content: Any) -> bytes:
        """The bytes; none for a 304."""
        if content is None:
            return b""
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
