"""Extraction by one process or several, in the order of the input."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from kg.errors import UnreadableInput
from kg.model import Document
from kg.neural.session import share_cores
from kg.reading import RawDocument

__all__ = ["extract_all"]

_AHEAD = 8  # articles a worker may be ahead of what has been taken


def extract_all(
    articles: Iterable[RawDocument | UnreadableInput], *, jobs: int = 1
) -> Iterator[Document | UnreadableInput]:
    """Each article read, in order; what could not be read passes through. At most 8 articles a worker are held."""
    if jobs == 1:
        for article in articles:
            yield article if isinstance(article, UnreadableInput) else _extract(article)
        return
    # Spawned, not forked: the recogniser's threads do not survive a fork.
    with ProcessPoolExecutor(jobs, get_context("spawn"), share_cores, (jobs,)) as pool:
        yield from _in_order(pool, articles, jobs * _AHEAD)


def _in_order(
    pool: ProcessPoolExecutor, articles: Iterable[RawDocument | UnreadableInput], window: int
) -> Iterator[Document | UnreadableInput]:
    waiting: deque[Future[Document] | UnreadableInput] = deque()
    for article in articles:
        waiting.append(article if isinstance(article, UnreadableInput) else pool.submit(_extract, article))
        if len(waiting) > window:
            yield _result(waiting.popleft())
    while waiting:
        yield _result(waiting.popleft())


def _result(done: Future[Document] | UnreadableInput) -> Document | UnreadableInput:
    return done if isinstance(done, UnreadableInput) else done.result()


def _extract(raw: RawDocument) -> Document:
    from kg.extract import extract  # noqa: PLC0415 - a second to import, and not every command needs it

    return extract(raw.text, id=raw.id, title=raw.title, date=raw.date, source=raw.source, author=raw.author)
