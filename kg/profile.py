"""A thing on one page: what data/profile.yaml says is shown, section by section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.errors import DataError
from kg.graph import Direction
from kg.resources import data_dir, read_yaml

__all__ = ["Section", "sections"]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: the relations that fill it, and its label for `zh-Hant`, `zh-Hans` and `en`."""

    id: str
    relations: tuple[str, ...]
    direction: Direction
    types: frozenset[str]
    labels: Mapping[str, str]


@cache
def sections() -> tuple[Section, ...]:
    """All sections, in order."""
    path = data_dir() / "profile.yaml"
    try:
        return tuple(
            Section(raw["id"], tuple(raw["relations"]), raw["direction"], frozenset(raw["types"]), raw["labels"])
            for raw in read_yaml(path)
        )
    except (KeyError, TypeError) as error:
        raise DataError(f"{path}: a section has id, relations, direction, types and labels: {error!r}.") from error
