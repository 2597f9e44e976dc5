"""Reading many rows by their keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Executable

__all__ = ["in_parts", "rows_of"]

_PART = 5_000  # databases take some tens of thousands of parameters in a statement


def in_parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The values in lists that fit into one statement."""
    rest = iter(values)
    while part := list(islice(rest, _PART)):
        yield part


def rows_of(connection: Connection, query: Callable[[Sequence[Any]], Executable], values: Iterable[Any]) -> list[Any]:
    """All rows of the query for these values, read in parts."""
    return [row for part in in_parts(values) for row in connection.execute(query(part))]
