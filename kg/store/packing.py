"""Small values in one column: JSON that is read whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

from kg.model import Interval, Quantity, Span, TimeExpression

__all__ = [
    "pack",
    "pack_quantity",
    "pack_spans",
    "pack_time",
    "unpack",
    "unpack_quantity",
    "unpack_spans",
    "unpack_time",
]


def pack(value: Any) -> str:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def unpack(packed: str) -> Any:
    """What was packed."""
    return json.loads(packed)


def pack_spans(spans: Iterable[Span]) -> str:
    """Starts and ends in one flat list."""
    return pack([offset for span in spans for offset in (span.start, span.end)])


def unpack_spans(packed: str) -> tuple[Span, ...]:
    """The spans again."""
    offsets = unpack(packed)
    return tuple(Span(start, end) for start, end in zip(offsets[::2], offsets[1::2], strict=True))


def pack_quantity(quantity: Quantity | None) -> str | None:
    """The fields in their order."""
    return None if quantity is None else pack(astuple(quantity))


def unpack_quantity(packed: str | None) -> Quantity | None:
    """The quantity again."""
    return None if packed is None else Quantity(*unpack(packed))


def pack_time(time: TimeExpression | None) -> str | None:
    """Place, words, and the interval's ends if it is known."""
    if time is None:
        return None
    return pack([time.span.start, time.span.end, time.text, None if time.interval is None else astuple(time.interval)])


def unpack_time(packed: str | None) -> TimeExpression | None:
    """The time expression again."""
    if packed is None:
        return None
    start, end, text, interval = unpack(packed)
    return TimeExpression(Span(start, end), text, None if interval is None else Interval(*interval))
