"""Queries over a graph, each within its limits, in a process that holds the graph as it was last asked of."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock
from typing import Any, Self

from kg.cypher.guard import check
from kg.cypher.projection import batches, indexes
from kg.cypher.worker import Limits, serve
from kg.errors import InvalidRequest, StoreError
from kg.graph import Graph

__all__ = ["Cypher", "Table"]

_SIMPLER = "Anchor it with an id or a name, ask for fewer steps, or add LIMIT."


@dataclass(frozen=True, slots=True)
class Table:
    """What a query returns. `truncated` says that the row limit cut it."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    truncated: bool = False


class Cypher:
    """Runs read-only openCypher. Labels are entity types, relationship types are relation types.

    The first query of a graph builds its projection (about 3 s for 100,000 relations); a changed graph is built anew at
    the next query. Queries run one after another. May be used by threads; close it when done.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._version: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def query(
        self,
        graph: Graph,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limits: Limits | None = None,
    ) -> Table:
        """Run one query. Parameters are values and never part of the query.

        InvalidRequest where the query does anything but read, is not openCypher, or goes beyond its limits.
        """
        check(query)
        given = limits or Limits()
        with self._lock:
            pipe = self._ready(graph)
            try:
                pipe.send((query, dict(parameters or {}), given))
                kind, value = pipe.recv()
            except (EOFError, OSError) as error:
                self._end()
                raise StoreError("The process that runs queries has ended.", hint="Try again.") from error
        return _table(kind, value, given)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _ready(self, graph: Graph) -> Connection:
        """The pipe of a process that holds this graph."""
        if (
            self._pipe is None
            or self._process is None
            or not self._process.is_alive()
            or self._version != graph.version
        ):
            self._end()
            self._start(graph)
        if self._pipe is None:
            raise StoreError("The process that runs queries did not start.", hint="Try again.")
        return self._pipe

    def _start(self, graph: Graph) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=serve, args=(other,), name="qipan-cypher", daemon=True)
        self._process.start()
        other.close()
        try:
            self._pipe.send(indexes(graph))
            for batch in batches(graph):
                self._pipe.send(batch)
            self._pipe.send(None)
            self._pipe.recv()
        except (EOFError, OSError) as error:
            self._end()
            raise StoreError("The graph could not be laid out for queries.", hint="Try again.") from error
        self._version = graph.version

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.terminate()
            self._process.join(5)
        self._pipe = self._process = self._version = None


def _table(kind: str, value: Any, limits: Limits) -> Table:
    if kind == "timeout":
        raise InvalidRequest(f"The query took longer than {limits.seconds:g} seconds.", hint=_SIMPLER)
    if kind == "memory":
        raise InvalidRequest(f"The query needed more than {limits.memory >> 20} MB.", hint=_SIMPLER)
    if kind == "error":
        raise InvalidRequest(f"The query cannot be run: {value}", hint="Labels are entity types, as in (c:Company).")
    columns, rows = value
    return Table(tuple(columns), tuple(rows[: limits.rows]), len(rows) > limits.rows)
