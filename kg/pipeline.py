"""Pipes in an order that works: each says what it reads and fills, and the pipeline refuses a bad order."""

from __future__ import annotations

from typing import ClassVar, Protocol

from kg.errors import PipelineError
from kg.model import Document

__all__ = ["Pipe", "Pipeline"]

_GIVEN = frozenset({"id", "text", "title", "date", "source", "author"})


class Pipe(Protocol):
    """One step: a document in, the document with more filled in out."""

    requires: ClassVar[frozenset[str]]
    assigns: ClassVar[frozenset[str]]

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""


class Pipeline:
    """Pipes run one after the other. PipelineError where a pipe needs what no earlier one assigns."""

    def __init__(self, *pipes: Pipe) -> None:
        known = set(_GIVEN)
        for pipe in pipes:
            if missing := sorted(pipe.requires - known):
                name = type(pipe).__name__
                raise PipelineError(
                    f"{name} needs {missing[0]!r}, which no earlier pipe assigns.", hint="Move it later."
                )
            known |= pipe.assigns
        self.pipes = pipes

    def __call__(self, doc: Document) -> Document:
        """Run all pipes over a document."""
        for pipe in self.pipes:
            doc = pipe(doc)
        return doc
