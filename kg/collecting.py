"""When Python looks for garbage among what lasts: all threads wait meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

__all__ = ["each_looked_at_once", "without_collection"]

_OLDEST = 2
_GROWN = 1.25


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
    comes to be in a circle of references after that stays in memory, until there is a quarter more of what is not
    looked at: then the next collection looks at all of it.
    """
    look = _Look()
    gc.callbacks.append(look)
    try:
        yield
    finally:
        gc.callbacks.remove(look)


class _Look:
    """Puts aside what a full collection leaves, and takes it back when it has grown."""

    def __init__(self) -> None:
        self._settled = 0

    def __call__(self, phase: str, info: Mapping[str, Any]) -> None:
        if phase != "stop" or info["generation"] != _OLDEST:
            return
        all_looked_at = not gc.get_freeze_count()
        gc.freeze()
        aside = gc.get_freeze_count()
        if all_looked_at or not self._settled:
            self._settled = aside
        elif aside > self._settled * _GROWN:
            gc.unfreeze()
