"""The process that holds the graph for queries. Each query runs in a fork of it, which can be ended without harm.

The fork shares the graph's memory. It has a limit of its own on time and on memory beyond what it shares; what goes
beyond is ended from outside, whatever the library does.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import select
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

__all__ = ["Limits", "serve"]

_GRACE = 0.5
"""Seconds beyond a query's time after which it is killed; till then the library may end it itself and say so."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, rows, and bytes beyond the graph itself, of one query."""

    seconds: float = 5.0
    rows: int = 1000
    memory: int = 256 * 1024 * 1024


def serve(pipe: Connection) -> None:
    """Build the graph from the batches that come, then answer queries until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this process ends it
    frozen = _built(pipe)
    pipe.send(("ready", None))
    with contextlib.suppress(EOFError, OSError):
        while True:
            query, parameters, limits = pipe.recv()
            pipe.send(_run(frozen, query, parameters, limits))


def _built(pipe: Connection) -> Any:
    import kglite  # noqa: PLC0415 - only this process needs it

    kglite.set_query_warning_policy("silent")
    graph = kglite.KnowledgeGraph()
    for label in pipe.recv():
        graph.create_index(label, "id")
    while (batch := pipe.recv()) is not None:
        query, rows = batch
        graph.cypher(query, params={"rows": rows})
    return graph.freeze()


def _run(frozen: Any, query: str, parameters: dict[str, Any], limits: Limits) -> tuple[str, Any]:
    """What the fork answers; `timeout` or `memory` where it does not."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(frozen, query, parameters, limits, writing)
    os.close(writing)
    try:
        return _heard(reading, time.monotonic() + limits.seconds + _GRACE)
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _heard(reading: int, until: float) -> tuple[str, Any]:
    pieces: list[bytes] = []
    while True:
        ready, _, _ = select.select([reading], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return "timeout", None
        piece = os.read(reading, 1 << 20)
        if not piece:
            break
        pieces.append(piece)
    if not pieces:
        return "memory", None  # it ended without a word: the system would not give it more
    answer: tuple[str, Any] = pickle.loads(b"".join(pieces))  # noqa: S301 - from our own fork
    return answer


def _answer(frozen: Any, query: str, parameters: dict[str, Any], limits: Limits, writing: int) -> None:
    """In the fork: run the query, write what came of it, and end. What the library says aside goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        _bound(limits)
        answer = _asked(frozen, query, parameters, limits)
    except MemoryError:
        answer = ("memory", None)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent is told and the fork ends
        answer = ("timeout" if "Timeout" in type(error).__name__ else "error", str(error))
    with os.fdopen(writing, "wb") as out:
        pickle.dump(answer, out)
    os._exit(0)


def _bound(limits: Limits) -> None:
    """No more memory than what is shared and the limit; no more processor time than the query's."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - read once in a fork
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + limits.memory, now + limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    seconds = int(limits.seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds * 4, seconds * 4))


def _asked(frozen: Any, query: str, parameters: dict[str, Any], limits: Limits) -> tuple[str, Any]:
    view = frozen.cypher(query, params=parameters, timeout_ms=int(limits.seconds * 1000), row_limit=limits.rows + 1)
    rows = [{name: _plain(value) for name, value in row.items()} for row in view]
    return "rows", (list(view.columns), rows)


def _plain(value: Any) -> Any:
    """Entities, relations and ways as we name them, without the library's own numbers."""
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if value.keys() >= {"labels", "properties"}:
        return {"type": value["labels"][0], **_without_title(value["properties"])}
    if value.keys() >= {"start", "end", "properties"}:
        return {"relation": value["type"], **_without_title(value["properties"])}
    if value.keys() == {"nodes", "relationships"}:
        return {"entities": _plain(value["nodes"]), "relations": _plain(value["relationships"])}
    return {name: _plain(inner) for name, inner in value.items()}


def _without_title(properties: dict[str, Any]) -> dict[str, Any]:
    """The library gives everything a title and a type of its own."""
    return {name: value for name, value in properties.items() if name not in {"title", "type"}}
