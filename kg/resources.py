"""The only place that knows where data/ is and how its files are read.

YAML scalars stay strings (`000001`, `no` and `1:30` would otherwise become numbers and booleans), repeated keys are
errors, and TSV has a head row.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml

from kg.errors import DataError

__all__ = ["data_dir", "read_tsv", "read_yaml"]


@cache
def data_dir() -> Path:
    """The folder of ontology, lexicons, patterns and the rest: inside the wheel, or beside kg/ in a checkout."""
    here = Path(__file__).resolve().parent
    packaged = here / "_data"
    return packaged if packaged.is_dir() else here.parent / "data"


class _Strings(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """YAML whose scalars stay strings and whose keys are unique."""


_Strings.yaml_implicit_resolvers = {}


def _unique_mapping(loader: Any, node: yaml.MappingNode) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise DataError(f"{node.start_mark.name}:{key_node.start_mark.line + 1}: key {key!r} stands here twice.")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_Strings.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file, all scalars as strings. DataError names file and line."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Strings)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise DataError(f"{path}{line}: not readable as YAML: {getattr(error, 'problem', error)}") from error
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from error


def read_tsv(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and columns of each row of a TSV file with a head row; empty and # lines are passed over."""
    lines = path.read_text("utf-8").split("\n")
    rows = [(n, line) for n, line in enumerate(lines, 1) if line and not line.isspace() and line[0] != "#"]
    if not rows:
        raise DataError(f"{path}: has no head row.")
    header = rows[0][1].split("\t")
    for number, line in rows[1:]:
        cells = line.split("\t")
        if len(cells) > len(header):
            raise DataError(f"{path}:{number}: {len(cells)} columns where the head row has {len(header)}.")
        yield number, dict(zip_longest(header, cells, fillvalue=""))
