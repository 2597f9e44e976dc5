"""All of data/ that reading an article needs, read once and handed to the pipes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kg.confidence import Confidence, load_confidence
from kg.figures import Figures, load_figures
from kg.lexicon import Lexicon, load_lexicon
from kg.modalitywords import ModalityWords, load_modality
from kg.once import once
from kg.ontology import Ontology, load_ontology
from kg.patterns import Pattern, load_patterns
from kg.pipes.qualify import QualifierWords, load_qualifiers
from kg.reference import Reference, load_reference
from kg.resources import data_dir, read_yaml
from kg.shapes import Shapes, load_shapes
from kg.times import Times, load_times

__all__ = ["Knowledge", "builtin_knowledge", "load_knowledge"]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of Chinese, of business and of names."""

    ontology: Ontology
    lexicon: Lexicon
    shapes: Shapes
    figures: Figures
    reference: Reference
    patterns: tuple[Pattern, ...]
    modality: ModalityWords
    boilerplate: re.Pattern[str]
    times: Times
    qualifiers: QualifierWords
    confidence: Confidence
    models: Path  # the folder of fitted weights


def load_knowledge(folder: Path) -> Knowledge:
    """Read a data folder. DataError names the file, and the line or row, that is wrong."""
    ontology = load_ontology(folder / "ontology.yaml")
    return Knowledge(
        ontology,
        load_lexicon(folder / "lexicons", ontology),
        load_shapes(folder / "shapes.yaml"),
        load_figures(folder / "figures.yaml"),
        load_reference(folder / "reference.yaml"),
        load_patterns(folder / "patterns", read_yaml(folder / "triggers.yaml"), ontology),
        load_modality(folder / "modality.yaml"),
        re.compile("|".join(f"(?:{line})" for line in read_yaml(folder / "boilerplate.yaml")["patterns"])),
        load_times(folder / "times.yaml"),
        load_qualifiers(folder / "qualifiers.yaml"),
        load_confidence(folder / "confidence.yaml", ontology),
        folder / "models",
    )


@once
def builtin_knowledge() -> Knowledge:
    """The knowledge that Qipan comes with; read at the first call (most of a second)."""
    return load_knowledge(data_dir())
