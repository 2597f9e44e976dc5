"""What commands take as FILE...|-: one stream of articles, and of what is wrong with those that cannot be read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import StrEnum
from typing import BinaryIO

from kg.cli.output import complain
from kg.errors import UnreadableInput
from kg.reading import RawDocument, article_paths, opened, read_address, read_article, read_jsonl, read_stream

__all__ = ["InputFormat", "Rejections", "articles", "expected"]

_STDIN = "-"


class InputFormat(StrEnum):
    """Text is one article a file; JSON Lines are one article a line."""

    TEXT = "text"
    JSONL = "jsonl"


class Rejections:
    """Counts what could not be read, each named on standard error as it comes."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, error: UnreadableInput) -> None:
        """Name one rejected input."""
        complain(error)
        self.count += 1

    @property
    def status(self) -> int:
        """The exit status that they make."""
        return 1 if self.count else 0


def articles(arguments: Iterable[str], input_format: InputFormat) -> Iterator[RawDocument | UnreadableInput]:
    """Every article that the arguments mean, in their order; an unreadable one stops nothing."""
    for argument in arguments:
        try:
            yield from _stream(argument, input_format)
        except UnreadableInput as error:
            yield error


def _stream(argument: str, input_format: InputFormat) -> Iterator[RawDocument | UnreadableInput]:
    if argument == _STDIN:
        yield from _read(sys.stdin.buffer, _STDIN, input_format)
        return
    if argument.startswith(("http://", "https://")):
        yield read_address(argument)
        return
    for path in article_paths(argument):
        try:
            if input_format is InputFormat.TEXT:
                yield read_article(path)
            else:
                with opened(path) as file:
                    yield from read_jsonl(file, name=str(path))
        except UnreadableInput as error:
            yield error


def _read(stream: BinaryIO, name: str, input_format: InputFormat) -> Iterator[RawDocument | UnreadableInput]:
    if input_format is InputFormat.JSONL:
        yield from read_jsonl(stream, name=name)
    else:
        yield read_stream(stream, name=name)


def expected(arguments: Iterable[str], input_format: InputFormat) -> int | None:
    """How many articles the arguments mean, where that can be known before they are read."""
    if input_format is InputFormat.JSONL:
        return None
    count = 0
    for argument in arguments:
        with suppress(UnreadableInput):
            alone = argument == _STDIN or argument.startswith(("http://", "https://"))
            count += 1 if alone else len(article_paths(argument))
    return count
