"""Values kept in order from one state to the next, without sorting all of them again."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable
from typing import Any, Generic, TypeVar

__all__ = ["Ordered", "reordered"]

T = TypeVar("T")
_FEW = 0.02  # of all, above which it is quicker to sort anew


def reordered(values: list[T], gone: Collection[T], come: Collection[T], key: Callable[[T], Any]) -> list[T]:
    """A sorted list without those that are gone and with those that have come, sorted again. Keys are unique."""
    if len(gone) + len(come) >= _FEW * len(values):
        left = {key(value) for value in gone}
        return sorted([*(value for value in values if not left or key(value) not in left), *come], key=key)
    after = values.copy()
    for value in gone:
        del after[bisect_left(after, key(value), key=key)]
    for value in come:
        insort(after, value, key=key)
    return after


class Ordered(Generic[T]):
    """A list that is sorted by a key when it is first read. Keys are unique. Unchangeable; `updated` gives another."""

    def __init__(self, values: Iterable[T], key: Callable[[T], Any]) -> None:
        self._values = values
        self._key = key
        self._sorted: list[T] | None = None

    def __call__(self) -> list[T]:
        """The values in order; not to be changed."""
        if self._sorted is None:
            self._sorted = sorted(self._values, key=self._key)
        return self._sorted

    def updated(self, values: Iterable[T], gone: Collection[T], come: Collection[T]) -> Ordered[T]:
        """The order of `values`, which lack those that are gone and hold those that have come."""
        after = Ordered(values, self._key)
        if self._sorted is not None and len(gone) + len(come) < _FEW * len(self._sorted):
            after._sorted = reordered(self._sorted, gone, come, self._key)
        return after
