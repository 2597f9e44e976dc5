"""When Python looks for garbage among what lasts: all threads wait meanwhile."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

__all__ = ["each_looked_at_once", "without_collection"]

_OLDEST = 2
_GROWN = 2
_OFTEN = 3  # in place of 10: a full collection looks at what is new, at 1 µs a value


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

    A service keeps hundreds of thousands of values, and walking them all stops it for 1 µs each; so for 10 ms. What
    comes to be in a circle of references after that stays in memory, until there is twice as much of it in use: then
    the next collection looks at all of it.
    """
    look, (young, middle, old) = _Look(), gc.get_threshold()
    gc.callbacks.append(look)
    gc.set_threshold(young, middle, _OFTEN)
    try:
        yield
    finally:
        gc.set_threshold(young, middle, old)
        gc.callbacks.remove(look)


class _Look:
    """Puts aside what a full collection leaves, and takes it back when it has grown.

    How much there is, the blocks of memory in use say: to count what is put aside, all of it is walked.
    """

    def __init__(self) -> None:
        self._settled = 0  # blocks in use when all had been looked at last

    def __call__(self, phase: str, info: Mapping[str, Any]) -> None:
        if phase != "stop" or info["generation"] != _OLDEST:
            return
        in_use = sys.getallocatedblocks()
        if in_use > (self._settled or in_use) * _GROWN:
            self._settled = 0
            gc.unfreeze()
        else:
            self._settled = self._settled or in_use
            gc.freeze()
