"""What the command prints: results to standard output, words to people to standard error, no tricks from a text."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["complain", "plain", "print_json", "print_table", "stderr", "stdout"]

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


def print_json(value: Any) -> None:
    """One JSON value on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for people; cells are shown as they are, with no markup read into them."""
    table = Table(title=Text(plain(title)) if title else None, title_justify="left", show_lines=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain("" if cell is None else str(cell))) for cell in row))
    stdout().print(table)
