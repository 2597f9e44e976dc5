"""The log as a file that people can read and compare: YAML, an entry a block, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from kg.decisions.model import Decision, from_plain, to_plain
from kg.errors import InvalidRequest

__all__ = ["from_file", "to_file"]

_HEAD = "# What people decided about the graph: qipan decisions --import FILE puts it into another store.\n"
_WIDTH = 120


def to_file(decisions: Iterable[Decision]) -> str:
    """The whole file: the same decisions, the same bytes."""
    entries = [to_plain(d) for d in sorted(decisions, key=lambda d: (d.at, d.id))]
    blocks = [
        yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=_WIDTH, default_style=None)
        for entry in entries
    ]
    return _HEAD + ("\n" + "\n".join(blocks) if blocks else "[]\n")


def from_file(text: str) -> list[Decision]:
    """The decisions again. InvalidRequest says what is wrong with the file."""
    try:
        entries: Any = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds strings, lists and mappings only
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InvalidRequest(f"The file is not YAML: {error}.", hint="Take one that was exported.") from error
    if not isinstance(entries, list):
        raise InvalidRequest("The file holds no list of decisions.", hint="Take one that was exported.")
    return [_entry(entry) for entry in entries]


def _entry(entry: Any) -> Decision:
    decision = from_plain(entry)
    if not decision.id or not decision.at:
        raise InvalidRequest("A decision of the file has no id or no time.", hint="Take one that was exported.")
    return decision
