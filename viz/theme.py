"""How things look (data/theme.yaml): colour and shape per entity type, a line per modality, light, dark, print, grey.

A type that the theme does not know gets a spare shape and fill, in alphabetical order, so that a user's own ontology
is drawn without a word about pictures.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from kg.errors import DataError
from kg.resources import data_dir, read_yaml

__all__ = ["Line", "Palette", "Point", "Shape", "Theme", "builtin_theme"]

Point = tuple[float, float]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Shape(_Frozen):
    """An outline in a box of about -1 to 1; no corners and no points is a circle. `slide` is PowerPoint's name."""

    slide: str
    corners: int = 0
    inner: float | None = None
    turn: float = 0.0
    scale: float = 1.0
    points: tuple[Point, ...] = ()

    @field_validator("points", mode="before")
    @classmethod
    def _pairs(cls, value: object) -> object:
        return [tuple(pair.split()) for pair in value.split(",")] if isinstance(value, str) else value

    @property
    def outline(self) -> tuple[Point, ...]:
        """The corners in order, scaled; empty for a circle."""
        raw = self.points or tuple(self._regular())
        return tuple((round(x * self.scale, 4), round(y * self.scale, 4)) for x, y in raw)

    def _regular(self) -> Iterable[Point]:
        steps = self.corners * (2 if self.inner else 1)
        for step in range(steps):
            radius = self.inner if self.inner and step % 2 else 1.0
            angle = math.radians(self.turn) + 2 * math.pi * step / steps - math.pi / 2
            yield radius * math.cos(angle), radius * math.sin(angle)


class Line(_Frozen):
    """How an edge of one modality is drawn: `dash` in pixels on and off, `crossed` for what is denied."""

    opacity: float = 1.0
    dash: str = ""
    crossed: bool = False


class Palette(_Frozen):
    """The colours of one theme, as #RRGGBB."""

    background: str
    surface: str
    raised: str
    text: str
    muted: str
    rule: str
    line: str
    accent: str
    on_accent: str
    mark: str
    warning: str
    fills: Mapping[str, str]
    spare_fills: tuple[str, ...]


class Theme(_Frozen):
    """All of data/theme.yaml."""

    shapes: Mapping[str, Shape]
    types: Mapping[str, str]
    spare_shapes: tuple[str, ...]
    modalities: Mapping[str, Line]
    palettes: Mapping[str, Palette]

    def shapes_of(self, types: Iterable[str]) -> dict[str, str]:
        """The shape's name for each entity type."""
        return self._with_spares(types, self.types, self.spare_shapes)

    def fills_of(self, types: Iterable[str], palette: str) -> dict[str, str]:
        """The fill for each entity type in one palette."""
        colours = self.palettes[palette]
        return self._with_spares(types, colours.fills, colours.spare_fills)

    @staticmethod
    def _with_spares(types: Iterable[str], known: Mapping[str, str], spares: tuple[str, ...]) -> dict[str, str]:
        wanted = sorted(set(types))
        unknown = [name for name in wanted if name not in known]
        spare = {name: spares[i % len(spares)] for i, name in enumerate(unknown)}
        return {name: known.get(name) or spare[name] for name in wanted}


@cache
def builtin_theme() -> Theme:
    """The theme that Qipan comes with. DataError names what is wrong in the file.

    >>> builtin_theme().shapes_of(["Company", "Planet"])
    {'Company': 'circle', 'Planet': 'cross'}
    """
    path = data_dir() / "theme.yaml"
    try:
        theme = Theme.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from error
    for name in (*theme.types.values(), *theme.spare_shapes):
        if name not in theme.shapes:
            raise DataError(f"{path}: unknown shape {name!r}.", hint=f"Known: {', '.join(theme.shapes)}.")
    return theme
