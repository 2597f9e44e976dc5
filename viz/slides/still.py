"""A picture in place of shapes."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Still"]


@dataclass(frozen=True, slots=True)
class Still:
    """The SVG, and a PNG for programs that do not read it."""

    svg: str
    png: bytes
