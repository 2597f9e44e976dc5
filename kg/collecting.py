"""When Python looks for garbage among what lasts: all threads wait meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

__all__ = ["each_looked_at_once", "without_collection"]

_OLDEST = 2


@contextmanager
def without_collection() -> Iterator[None]:
    """Make millions of lasting values without looking for garbage among them, now and later."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def each_looked_at_once() -> Iterator[None]:
    """Look once at each value that lasts: what a full collection leaves is not looked at by the next.

    A service keeps hundreds of thousands of values, and walking them all stops it for 100 ms at a time; so for 10. What
    comes to be in a circle of references after that stays in memory; whatever is not in one goes as before.
    """
    gc.callbacks.append(_pass_over)
    try:
        yield
    finally:
        gc.callbacks.remove(_pass_over)


def _pass_over(phase: str, info: Mapping[str, Any]) -> None:
    if phase == "stop" and info["generation"] == _OLDEST:
        gc.freeze()
