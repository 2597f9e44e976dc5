"""A corpus on disk: documents go in and out, one transaction each, and the graph follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Self

from sqlalchemy import Connection, Engine, delete, insert, select, update

from kg.assemble import fingerprint, origin, rules_of, summed, version_of
from kg.collecting import without_collection
from kg.decisions.model import Decision, Kind, active, stamped
from kg.errors import no_document
from kg.model import Document
from kg.networkx_graph import NetworkXGraph
from kg.ontology import Ontology, builtin_ontology
from kg.store import schema
from kg.store.articles import insert_document
from kg.store.auditing import note
from kg.store.checks import check
from kg.store.deciding import (
    Force,
    checked_undo,
    force_of,
    met_or_refused,
    read_log,
    rekey,
    write_log,
)
from kg.store.entities import entities_of, regroup
from kg.store.loading import changes_since
from kg.store.lookup import document_called, earlier, known_document, like, rejections
from kg.store.opening import engine_of, upgraded, url_of
from kg.store.outcomes import Added, Outcome
from kg.store.past import forget, keep
from kg.store.reading import read_document
from kg.store.relations import relate, relations_of
from kg.store.remaking import remake
from kg.store.shelf import Shelf
from kg.store.statements import StoredStatements
from kg.store.views import StoredViews
from kg.store.watching import Watch
from kg.store.whole import everything
from kg.store.works import note_near, place

__all__ = ["Added", "Outcome", "Store", "open_store"]

_REMEMBERED = 10_000  # revisions for which changes are kept; who holds an older state reads everything anew


def open_store(address: str | Path = "qipan.db", *, ontology: Ontology | None = None) -> Store:
    """The store at a SQLite file's path or a database URL; made where there is none. StoreError says what is wrong."""
    engine = engine_of(url_of(address))
    upgraded(engine)
    store = Store(engine, ontology or builtin_ontology())
    store.follow_rules()
    return store


class Store(Shelf):
    """Documents as they were read, and the graph made of them. May be used by several threads and processes at once."""

    def __init__(self, engine: Engine, ontology: Ontology) -> None:
        super().__init__(engine)
        self._ontology = ontology
        self._refreshing = Lock()
        self._watch = Watch(engine)
        self._graph = NetworkXGraph(StoredStatements(self.reading))
        self._revision = -1  # of the graph in memory
        self._force = Force()

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
        with self.writing() as connection:
            here = like(connection, doc) or earlier(connection, doc)
            if here and here.origin == origin(doc.text) and here.id != doc.id:
                return Added(Outcome.UNCHANGED, here.id)
            doc = replace(doc, id=here.id) if here else doc
            if here and here.fingerprint == fingerprint(doc):
                return Added(Outcome.UNCHANGED, here.id)
            now = read_at or _now()
            if here:
                keep(connection, here.id, read_at=here.read_at, left_at=now)
            self._replace(connection, here, doc, now)
            note(connection, "replace" if here else "add", doc.id)
        return Added(Outcome.CHANGED if here else Outcome.NEW, doc.id)

    def delete(self, document_id: str) -> None:
        """Take a document out, and from the graph what it alone said. NotFound where it is not there.

        What the graph said before stays known: `kg.history`.
        """
        with self.writing() as connection:
            here = known_document(connection, document_id)
            keep(connection, document_id, read_at=here.read_at, left_at=_now())
            self._replace(connection, here, None, "")
            note(connection, "delete", document_id)

    def forget(self, document_id: str) -> None:
        """Take a document out for good, with all that is kept of it: no past day shows it. NotFound if there is none.

        What people decided of its statements, and the words it was about, stays in the log.
        """
        with self.writing() as connection:
            here = document_called(connection, document_id)
            if here:
                self._replace(connection, here, None, "")
            if not forget(connection, document_id) and not here:
                raise no_document(document_id)
            connection.execute(delete(schema.change))  # they have its names; readers begin anew
            connection.execute(update(schema.corpus).values(forgotten=schema.corpus.c.revision))
            note(connection, "forget", document_id)

    def decide(self, draft: Decision) -> Decision:
        """Put a decision at the end of the log, and the graph in step with it; the decision with its time and id.

        NotFound where it undoes what is not there, or speaks of nothing that is.
        """
        with self.writing() as connection:
            log = read_log(connection)
            if draft.of is not None:
                checked_undo(log, draft.of)
            decision = stamped(draft, log)
            self._enact(connection, log, [decision])
            met_or_refused(connection, decision)
            note(connection, str(decision.kind), decision.id)
        return decision

    def undo(self, decision_id: str, *, author: str, reason: str = "") -> Decision:
        """Take a decision back. What undoes is a decision too, and can be taken back."""
        return self.decide(Decision(Kind.UNDO, author, reason, of=decision_id))

    def take_decisions(self, decisions: Iterable[Decision]) -> int:
        """Put decisions of another log into this one, at their times; how many were not there yet."""
        with self.writing() as connection:
            log = read_log(connection)
            known = {decision.id for decision in log}
            new = [decision for decision in decisions if decision.id not in known]
            self._enact(connection, log, new)
            note(connection, "take decisions", str(len(new)))
        return len(new)

    def graph(self) -> NetworkXGraph:
        """The graph as the store is now, with what other processes wrote; the same object while nothing changes."""
        with self._refreshing:
            if self._watch.revision() != self._revision:
                self._refresh()
            return self._graph

    def current(self) -> NetworkXGraph | None:
        """The graph, where it is known at once to be as the store is; None where somebody must read or wait."""
        if not self._refreshing.acquire(blocking=False):
            return None
        try:
            return self._graph if self._watch.revision() == self._revision else None
        finally:
            self._refreshing.release()

    def _refresh(self) -> None:
        """Bring the graph in memory up to the store's state, by what changed where that is still known."""
        with self.reading() as connection:
            now = connection.execute(select(schema.corpus)).one()
            version = version_of(now.sum, now.rules, now.decided)
            evidence = StoredStatements(self.reading, now.revision)
            if self._revision < now.forgotten:
                with without_collection():
                    loaded = everything(connection, version)
                    self._graph = NetworkXGraph(evidence).loaded(*loaded)
            elif self._revision < now.revision:
                self._graph = self._graph.updated(changes_since(connection, self._revision, version), evidence)
        self._revision = now.revision

    @property
    def views(self) -> StoredViews:
        """The saved views and stories."""
        return StoredViews(self.reading, self.writing)

    def follow_rules(self) -> None:
        """Make the graph anew where it was made by other rules, or with other symmetric relations."""
        rules = rules_of(self._ontology)
        with self.reading() as connection:
            if connection.scalar(select(schema.corpus.c.rules)) == rules:
                return
        with self.writing() as connection:
            remake(connection, self._ontology, self._decided(connection).names)
            revision = connection.execute(select(schema.corpus.c.revision)).scalar_one() + 1
            connection.execute(update(schema.corpus).values(rules=rules, revision=revision, forgotten=revision))

    def _decided(self, connection: Connection) -> Force:
        """The decisions in force, read anew where they are others."""
        if connection.scalar(select(schema.corpus.c.decided)) != self._force.digest:
            self._force = force_of(read_log(connection))
        return self._force

    def _enact(self, connection: Connection, log: list[Decision], new: list[Decision]) -> None:
        """Write new entries of the log, and bring in step the things and documents that are decided otherwise now."""
        before = {d.id: d for d in active(log)}
        write_log(connection, new)
        after = {d.id: d for d in active([*log, *new])}
        changed = [(before | after)[i] for i in before.keys() ^ after.keys()]
        connection.execute(update(schema.corpus).values(decided=force_of(after.values()).digest))
        names = self._decided(connection).names
        entities = rekey(connection, names, changed)
        regrouped = regroup(connection, entities, names)
        relations = relate(connection, self._ontology, regrouped, left={}, new=None)
        self._note(connection, None, None, {"entity": regrouped.changed, "relation": relations, "document": set()})
        for document_id in sorted({d.claim.document for d in changed if d.claim}):
            self._see_again(connection, document_id)

    def _see_again(self, connection: Connection, document_id: str) -> None:
        """Write a document anew as people see it now."""
        doc = read_document(connection, document_id)
        if doc is None:
            return
        old = known_document(connection, document_id)
        rejected = connection.execute(rejections(old.pk)).all()
        new = self._replace(connection, old, doc, old.read_at)
        if rejected:
            rows = [{"document_pk": new, "reason": row.reason, "times": row.times} for row in rejected]
            connection.execute(insert(schema.rejection), rows)

    def _replace(self, connection: Connection, old: Any, doc: Document | None, read_at: str) -> int | None:
        """The one way in which documents come and go: what was, what is, and the graph after it; the new key."""
        force = self._decided(connection)
        touched: set[int] = set()
        left: dict[int, str] = {}
        copied: set[str] = set()
        if old:
            touched, left, copied = entities_of(connection, old.pk), relations_of(connection, old.pk), {old.work}
            connection.execute(delete(schema.document).where(schema.document.c.pk == old.pk))
        new = insert_document(connection, doc, force, read_at=read_at) if doc else None
        if doc and new is not None:
            touched |= entities_of(connection, new)
            copied |= note_near(connection, new, doc.text)
        regrouped = regroup(connection, touched, force.names)
        relations = relate(connection, self._ontology, regrouped, left=left, new=new)
        moved = place(connection, copied)
        relations |= {id_ for row in moved for id_ in relations_of(connection, row.pk).values()}
        documents = {row.id for row in moved}
        self._note(connection, old, doc, {"entity": regrouped.changed, "relation": relations, "document": documents})
        return new

    def _note(self, connection: Connection, old: Any, doc: Document | None, ids: dict[str, set[str]]) -> None:
        """Count the revision, and write down what it changed."""
        now = connection.execute(select(schema.corpus)).one()
        revision = now.revision + 1
        ids["document"] |= {d.id for d in (old, doc) if d}
        rows = [{"revision": revision, "kind": k, "id": i} for k, every in sorted(ids.items()) for i in sorted(every)]
        if rows:
            connection.execute(insert(schema.change), rows)
        total = summed([fingerprint(doc)] if doc else [], less=[old.fingerprint] if old else [], start=now.sum)
        forgotten = max(now.forgotten, revision - _REMEMBERED)
        connection.execute(update(schema.corpus).values(revision=revision, sum=total, forgotten=forgotten))
        connection.execute(delete(schema.change).where(schema.change.c.revision <= forgotten))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
