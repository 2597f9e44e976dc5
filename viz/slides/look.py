"""How slides look (data/slides.yaml): the form and the theme's colour for each entity type, sites, fonts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import DataError
from kg.resources import data_dir, read_yaml
from viz.drawing import Side
from viz.theme import builtin_theme

__all__ = ["Look", "builtin_look"]


class Look(BaseModel):
    """All of data/slides.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    forms: Mapping[str, str]
    sites: tuple[Side, ...]
    insets: Mapping[str, tuple[float, float]]
    fills: Mapping[str, str]
    spare_fills: Sequence[str]
    accents: Sequence[str]
    dark: str
    light: str
    fonts: Mapping[str, str]
    font_files: Sequence[str]

    def forms_of(self, types: Iterable[str]) -> dict[str, str]:
        """The form for each entity type."""
        return {name: self.forms[shape] for name, shape in builtin_theme().shapes_of(types).items()}

    def fills_of(self, types: Iterable[str]) -> dict[str, str]:
        """The theme's colour for each entity type: `accent2 +60`."""
        wanted = sorted(set(types))
        unknown = [name for name in wanted if name not in self.fills]
        spare = {name: self.spare_fills[i % len(self.spare_fills)] for i, name in enumerate(unknown)}
        return {name: self.fills.get(name) or spare[name] for name in wanted}


@cache
def builtin_look() -> Look:
    """The look that Qipan comes with. DataError names what is wrong in the file."""
    path = data_dir() / "slides.yaml"
    try:
        look = Look.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from error
    missing = set(builtin_theme().shapes) - set(look.forms)
    if missing:
        raise DataError(f"{path}: forms: {', '.join(sorted(missing))} of theme.yaml has no form.")
    return look
