"""What is read of a store beside its graph: documents, of now and of then, and the log."""

from __future__ import annotations

from kg.decisions.model import Conflict, Decision
from kg.errors import NotFound, no_document
from kg.graph import DocumentRecord
from kg.model import Document
from kg.store.checks import storable
from kg.store.deciding import conflicts, read_log
from kg.store.lookup import document_saying, known_document, rejections
from kg.store.merging import Merged, merged
from kg.store.past import documents_by
from kg.store.reading import read_document, read_records
from kg.store.sessions import Sessions

__all__ = ["Shelf"]


class Shelf(Sessions):
    """Each answer is of one state of the store."""

    def get(self, document_id: str) -> Document:
        """The document as it was added, without tokens, words and rejections. NotFound where it is not there."""
        with self.reading() as connection:
            found = read_document(connection, document_id) if storable(document_id) else None
        if found is None:
            raise no_document(document_id)
        return found

    def documents(self) -> list[DocumentRecord]:
        """All documents, newest first."""
        with self.reading() as connection:
            return read_records(connection)

    def known_by(self, end: str) -> tuple[list[Document], list[Decision]]:
        """The documents as they were then and the decisions made by then, from one state of the store."""
        with self.reading() as connection:
            return documents_by(connection, end), [d for d in read_log(connection) if d.at <= end]

    def merged(self, *, limit: int = 100) -> list[Merged]:
        """The entities that were merged, by rule or by people, with what joins their names."""
        with self.reading() as connection:
            return merged(connection, limit=limit)

    def rejections(self, document_id: str) -> dict[str, int]:
        """How often something in the document was not taken, by reason."""
        with self.reading() as connection:
            pk = known_document(connection, document_id).pk
            return {row.reason: row.times for row in connection.execute(rejections(pk))}

    def document_saying(self, statement_id: str) -> Document:
        """The document that makes this statement (by its id in the graph). NotFound where there is none."""
        with self.reading() as connection:
            found = document_saying(connection, statement_id)
            doc = read_document(connection, found) if found else None
        if doc is None:
            raise NotFound(f"There is no statement {statement_id!r}.", hint="A relation's statements carry their ids.")
        return doc

    def decisions(self) -> list[Decision]:
        """The log: all decisions, in the order in which they were made."""
        with self.reading() as connection:
            return read_log(connection)

    def conflicts(self) -> list[Conflict]:
        """The decisions in force that meet nothing now, as what they are about is gone or said otherwise."""
        with self.reading() as connection:
            return conflicts(connection)
