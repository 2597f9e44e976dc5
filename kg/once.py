"""Values that take long to make, made by the first thread that wants them while the others wait for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Any, ParamSpec, TypeVar

__all__ = ["once"]

P = ParamSpec("P")
T = TypeVar("T")


def once(make: Callable[P, T]) -> Callable[P, T]:
    """Call it once for each of its arguments. functools.cache lets every thread make its own until one is done.

    >>> once(lambda name: [name])("a")
    ['a']
    """
    made: dict[Any, T] = {}
    lock = RLock()

    @wraps(make)
    def known(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (args, tuple(kwargs.items())) if kwargs else args
        try:
            return made[key]
        except KeyError:
            with lock:
                if key not in made:
                    made[key] = make(*args, **kwargs)
                return made[key]

    return known
