"""What the command prints: results to standard output, words to people to standard error, no tricks from a text."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["OutputFormat", "complain", "json_line", "plain", "print_json", "print_table", "stderr", "stdout"]


class OutputFormat(StrEnum):
    """JSON for programs, a table for people."""

    JSON = "json"
    TABLE = "table"


# Controls that JSON does not escape itself, marks of direction and width, separators of lines, halves of characters
_STEERING = re.compile("[\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]")
_CONTROL = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def stdout() -> Console:
    """The console for results, as wide as the terminal and never narrower than a table needs."""
    return Console(highlight=False, markup=False, emoji=False)


def stderr() -> Console:
    """The console for progress and reports."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def plain(text: str) -> str:
    r"""The text on one line, with control and direction characters written out, so that it cannot steer a terminal.

    >>> plain("紅包\n\x1b[2J")
    '紅包\\n\\x1b[2J'
    """
    return "".join(
        c.encode("unicode_escape").decode() if unicodedata.category(c) in _CONTROL else c for c in text.strip()
    )


def complain(problem: object) -> None:
    """Say on one line of standard error what is wrong."""
    sys.stdout.flush()
    sys.stderr.write(f"qipan: {plain(str(problem))}\n")


def json_line(value: Any) -> str:
    r"""The value as JSON on one line, in which what could steer a terminal is written as JSON's escapes.

    >>> json_line({"name": "紅包\u202e\x9b31m"})
    '{"name": "紅包\\u202e\\u009b31m"}'
    """
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def print_json(value: Any) -> None:
    """One JSON value on one line."""
    sys.stdout.write(json_line(value) + "\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for people; a cell is a value or a tuple of lines, shown as it is, with no markup read into it."""
    table = Table(title=Text(plain(title)) if title else None, title_justify="left", box=SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*map(_cell, row))
    stdout().print(table)


def _cell(cell: object) -> Text:
    lines = cell if isinstance(cell, tuple) else (cell,)
    return Text("\n".join(plain(str(line)) for line in lines))
