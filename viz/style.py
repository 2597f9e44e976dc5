"""How and for whom a still picture is drawn: theme, palette, language, ontology."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.ontology import Ontology
from viz.theme import Palette, Theme
from viz.words import Language

__all__ = ["PaletteName", "Style"]

PaletteName = Literal["light", "dark", "print", "grey"]


@dataclass(frozen=True, slots=True)
class Style:
    """Everything about a picture that its view does not say."""

    theme: Theme
    palette: PaletteName
    lang: Language
    ontology: Ontology

    @property
    def colours(self) -> Palette:
        """The palette's colours."""
        return self.theme.palettes[self.palette]

    @property
    def script(self) -> Language:
        """The script of names: what `lang` says in a file, so that Chinese takes Chinese forms."""
        return "zh-Hans" if self.lang == "zh-Hans" else "zh-Hant"
