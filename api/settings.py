"""What can be set about the service: read once, from the environment's QIPAN_* variables or given in code."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from kg.decoding import MOST_CHARACTERS
from kg.errors import InvalidRequest

__all__ = ["Settings"]

_PREFIX = "QIPAN_"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the service behaves; every field can be set by QIPAN_ and its name in capitals.

    `most_bytes` bounds the body of a request, `most_rows` a page of a list. `cors` are the origins whose pages may call
    the API, separated by commas; * is all. `root_path` is where a proxy mounts it. `frame_ancestors` are
    the pages that may show embedded views in a frame, as the Content-Security-Policy has it. `query_seconds` and
    `query_megabytes` bound an openCypher query. `remembered_megabytes` bounds the answers that are kept until the graph
    changes. `access` is `open`, or `keys` where every request needs one; a key may make `pace` requests a minute.
    `hosts` are the names under which it may be called, separated by commas; any where empty.
    """

    most_bytes: int = 4 * MOST_CHARACTERS
    most_rows: int = 500
    cors: str = ""
    root_path: str = ""
    frame_ancestors: str = "* file:"
    query_seconds: int = 5
    query_megabytes: int = 256
    remembered_megabytes: int = 64
    access: str = "open"
    pace: int = 1200
    hosts: str = ""

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings of an environment. InvalidRequest where one is not what it should be."""
        given: dict[str, Any] = {}
        for field in fields(cls):
            value = environment.get(f"{_PREFIX}{field.name.upper()}")
            if value is not None:
                given[field.name] = _read(field.name, value, field.default)
        return cls(**given)

    @property
    def names(self) -> frozenset[str]:
        """The names of `hosts`."""
        every = (name.strip().lower().strip("[]") for name in self.hosts.split(","))
        return frozenset(name for name in every if name)

    @property
    def origins(self) -> list[str]:
        """The origins of `cors`."""
        return [origin.strip() for origin in self.cors.split(",") if origin.strip()]


def _read(name: str, value: str, default: object) -> str | int:
    if isinstance(default, str):
        return value
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise InvalidRequest(f"{_PREFIX}{name.upper()} is {value!r}.", hint="It is a whole number above 0.")
    return int(value)
