"""A corpus on disk: documents go in and out, one transaction each, and the graph follows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any, Self

from sqlalchemy import Connection, Engine, Select, delete, insert, select, update

from kg.assemble import fingerprint, origin, rules_of, summed, version_of
from kg.errors import NotFound
from kg.graph import DocumentRecord
from kg.model import Document
from kg.networkx_graph import NetworkXGraph
from kg.ontology import Ontology, builtin_ontology
from kg.reading import content_id
from kg.store import schema
from kg.store.articles import insert_document
from kg.store.checks import check, storable
from kg.store.entities import entities_of, regroup
from kg.store.failures import failing_as_store_error
from kg.store.loading import changes_since, everything, without_collection
from kg.store.opening import WRITES, engine_of, upgraded, url_of
from kg.store.reading import read_document, read_records
from kg.store.relations import relate, relations_of
from kg.store.remaking import remake
from kg.store.statements import StoredStatements
from kg.store.watching import Watch
from kg.store.works import note_near, place

__all__ = ["Added", "Outcome", "Store", "open_store"]

_REMEMBERED = 10_000  # revisions for which changes are kept; who holds an older state reads everything anew


class Outcome(StrEnum):
    """What adding a document did."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Added:
    """What adding did, and the id under which the document is in the store."""

    outcome: Outcome
    document_id: str


def open_store(address: str | Path = "qipan.db", *, ontology: Ontology | None = None) -> Store:
    """The store at a SQLite file's path or a database URL; made where there is none. StoreError says what is wrong."""
    engine = engine_of(url_of(address))
    upgraded(engine)
    store = Store(engine, ontology or builtin_ontology())
    store.follow_rules()
    return store


class Store:
    """Documents as they were read, and the graph made of them. May be used by several threads and processes at once."""

    def __init__(self, engine: Engine, ontology: Ontology) -> None:
        self._engine = engine
        self._ontology = ontology
        self._refreshing = Lock()
        self._turn = Lock()
        self._watch = Watch(engine)
        self._graph = NetworkXGraph(StoredStatements(self._reading))
        self._revision = -1  # of the graph in memory

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections. Graphs that were read stay usable, but not their statements."""
        self._watch.close()
        self._engine.dispose()

    def add(self, doc: Document, *, read_at: str | None = None) -> Added:
        """Put in a document, or put it in place of an earlier one with its id, in one transaction.

        The same text under another id is the same document, unless it says that it comes from another source. A text
        without an id of its own takes the place of what came from its address before.
        UnreadableInput where the text cannot be stored. Costs what the document touches, not the size of the store.
        """
        check(doc)
        with self._writing() as connection:
            here = _like(connection, doc) or _earlier(connection, doc)
            if here and here.origin == origin(doc.text) and here.id != doc.id:
                return Added(Outcome.UNCHANGED, here.id)
            doc = replace(doc, id=here.id) if here else doc
            if here and here.fingerprint == fingerprint(doc):
                return Added(Outcome.UNCHANGED, here.id)
            self._replace(connection, here, doc, read_at or _now())
        return Added(Outcome.CHANGED if here else Outcome.NEW, doc.id)

    def delete(self, document_id: str) -> None:
        """Take a document out, and from the graph what it alone said. NotFound where it is not there."""
        with self._writing() as connection:
            self._replace(connection, _document(connection, document_id), None, "")

    def get(self, document_id: str) -> Document:
        """The document as it was added, without tokens, words and rejections. NotFound where it is not there."""
        with self._reading() as connection:
            found = read_document(connection, document_id) if storable(document_id) else None
        if found is None:
            raise _no_document(document_id)
        return found

    def documents(self) -> list[DocumentRecord]:
        """All documents, newest first."""
        with self._reading() as connection:
            return read_records(connection)

    def rejections(self, document_id: str) -> dict[str, int]:
        """How often something in the document was not taken, by reason."""
        with self._reading() as connection:
            pk = _document(connection, document_id).pk
            return {row.reason: row.times for row in connection.execute(_rejections(pk))}

    def graph(self) -> NetworkXGraph:
        """The graph as the store is now, with what other processes wrote; the same object while nothing changes."""
        with self._refreshing:
            if self._watch.revision() != self._revision:
                self._refresh()
            return self._graph

    def _refresh(self) -> None:
        """Bring the graph in memory up to the store's state, by what changed where that is still known."""
        with self._reading() as connection:
            now = connection.execute(select(schema.corpus)).one()
            version = version_of(now.sum, now.rules)
            if self._revision < now.forgotten:
                with without_collection():
                    change = everything(connection, version)
                    self._graph = NetworkXGraph(StoredStatements(self._reading)).updated(change)
            elif self._revision < now.revision:
                self._graph = self._graph.updated(changes_since(connection, self._revision, version))
        self._revision = now.revision

    def follow_rules(self) -> None:
        """Make the graph anew where it was made by other rules, or with other symmetric relations."""
        rules = rules_of(self._ontology)
        with self._reading() as connection:
            if connection.scalar(select(schema.corpus.c.rules)) == rules:
                return
        with self._writing() as connection:
            remake(connection, self._ontology)
            revision = connection.execute(select(schema.corpus.c.revision)).scalar_one() + 1
            connection.execute(update(schema.corpus).values(rules=rules, revision=revision, forgotten=revision))

    def _replace(self, connection: Connection, old: Any, doc: Document | None, read_at: str) -> None:
        """The one way in which documents come and go: what was, what is, and the graph after it."""
        touched: set[int] = set()
        left: dict[int, str] = {}
        copied: set[str] = set()
        if old:
            touched, left, copied = entities_of(connection, old.pk), relations_of(connection, old.pk), {old.work}
            connection.execute(delete(schema.document).where(schema.document.c.pk == old.pk))
        new = insert_document(connection, doc, read_at=read_at) if doc else None
        if doc and new is not None:
            touched |= entities_of(connection, new)
            copied |= note_near(connection, new, doc.text)
        regrouped = regroup(connection, touched)
        relations = relate(connection, self._ontology, regrouped, left=left, new=new)
        moved = place(connection, copied)
        relations |= {id_ for row in moved for id_ in relations_of(connection, row.pk).values()}
        documents = {row.id for row in moved}
        self._note(connection, old, doc, {"entity": regrouped.changed, "relation": relations, "document": documents})

    def _note(self, connection: Connection, old: Any, doc: Document | None, ids: dict[str, set[str]]) -> None:
        """Count the revision, and write down what it changed."""
        now = connection.execute(select(schema.corpus)).one()
        revision = now.revision + 1
        ids["document"] |= {d.id for d in (old, doc) if d}
        rows = [{"revision": revision, "kind": k, "id": i} for k, every in sorted(ids.items()) for i in sorted(every)]
        connection.execute(insert(schema.change), rows)
        total = summed([fingerprint(doc)] if doc else [], less=[old.fingerprint] if old else [], start=now.sum)
        forgotten = max(now.forgotten, revision - _REMEMBERED)
        connection.execute(update(schema.corpus).values(revision=revision, sum=total, forgotten=forgotten))
        connection.execute(delete(schema.change).where(schema.change.c.revision <= forgotten))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """One state of the store."""
        options = {"isolation_level": "REPEATABLE READ"} if self._engine.dialect.name == "postgresql" else {}
        with (
            failing_as_store_error(self._engine.url),
            self._engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that no other writer is in at the same time: all of it happens, or nothing."""
        with (
            self._turn,  # threads take turns here, in order; processes wait for one another in the database
            failing_as_store_error(self._engine.url),
            self._engine.connect().execution_options(**WRITES) as connection,
            connection.begin(),
        ):
            connection.execute(select(schema.corpus.c.revision).with_for_update())
            yield connection


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _no_document(document_id: str) -> NotFound:
    return NotFound(f"There is no document {document_id!r}.", hint="The list of documents has their ids.")


def _rejections(document_pk: int) -> Select[Any]:
    r = schema.rejection.c
    return select(r.reason, r.times).where(r.document_pk == document_pk).order_by(r.reason)


def _document(connection: Connection, document_id: str) -> Any:
    """Key, id and fingerprint of a document. NotFound where it is not there."""
    d = schema.document.c
    query = _known().where(d.id == document_id)
    row = connection.execute(query).one_or_none() if storable(document_id) else None
    if row is None:
        raise _no_document(document_id)
    return row


def _known() -> Select[Any]:
    d = schema.document.c
    return select(d.pk, d.id, d.fingerprint, d.origin, d.work)


def _like(connection: Connection, doc: Document) -> Any:
    """The document with this id; else one with the same text, from the same source or with the new one saying none."""
    d = schema.document.c
    same = connection.execute(_known().where(d.id == doc.id)).one_or_none()
    if same:
        return same
    text = _known().where(d.origin == origin(doc.text)).order_by(d.id)
    return connection.execute(text.where(d.source == doc.source) if doc.source else text).first()


def _earlier(connection: Connection, doc: Document) -> Any:
    """What came from the document's address before, where nobody gave the document an id."""
    if not doc.source or "://" not in doc.source or doc.id != content_id(doc.text):
        return None
    d = schema.document.c
    return connection.execute(_known().where(d.source == doc.source).order_by(d.id)).first()
