"""What the service serves: a store, or a graph that is only read."""

from __future__ import annotations

from typing import Protocol

from kg.errors import NotFound, StoreError
from kg.graph import Graph
from kg.model import Document
from kg.store import Added

__all__ = ["Corpus", "FixedGraph"]


class Corpus(Protocol):
    """Documents go in, the graph comes out. A `kg.store.Store` is one."""

    def graph(self) -> Graph:
        """The graph as it is now: a snapshot."""

    def current(self) -> Graph | None:
        """The same where nothing has to be waited for: none where something has changed and must be read first."""

    def add(self, doc: Document) -> Added:
        """Put in a document."""

    def get(self, document_id: str) -> Document:
        """A document with its text. NotFound where it is not there."""

    def delete(self, document_id: str) -> None:
        """Take a document out, and what it alone said. NotFound where it is not there."""

    def forget(self, document_id: str) -> None:
        """The same for good: with all that is kept of it for past days."""


class FixedGraph:
    """A graph that is served as it is: without texts, and nothing can be added."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def graph(self) -> Graph:
        """The graph."""
        return self._graph

    def current(self) -> Graph:
        """The graph."""
        return self._graph

    def add(self, doc: Document) -> Added:
        """Refuse."""
        raise StoreError(f"Document {doc.id!r} cannot be added.", hint="This graph is read only; serve a store.")

    def delete(self, document_id: str) -> None:
        """Refuse."""
        raise StoreError(f"Document {document_id!r} cannot be deleted.", hint="This graph is read only; serve a store.")

    def forget(self, document_id: str) -> None:
        """Refuse."""
        self.delete(document_id)

    def get(self, document_id: str) -> Document:
        """Refuse."""
        raise NotFound(
            f"There is no text of document {document_id!r} here.", hint="This graph is served without texts."
        )
