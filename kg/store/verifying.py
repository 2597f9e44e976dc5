"""Whether a store is as it must be: evidence is in the text, counts are right, nothing is left over."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from sqlalchemy import Connection, select, text

from kg.assemble import decided_of, fingerprint, summed
from kg.decisions.model import active
from kg.errors import KgError
from kg.networkx_graph import NetworkXGraph
from kg.store import schema
from kg.store.checks import check
from kg.store.deciding import read_log
from kg.store.past import version
from kg.store.reading import read_document
from kg.store.store import Store

__all__ = ["verified"]

# Rows that nothing holds, or that hold nothing
_LEFT_OVER = {
    "entities without a name": "SELECT count(*) FROM entity e WHERE NOT EXISTS"
    " (SELECT 1 FROM naming n WHERE n.entity_pk = e.pk)",
    "namings that no article uses": "SELECT count(*) FROM naming n WHERE n.entity_pk IS NULL OR NOT EXISTS"
    " (SELECT 1 FROM thing t WHERE t.naming_pk = n.pk)",
    "relations without a statement": "SELECT count(*) FROM relation r WHERE NOT EXISTS"
    " (SELECT 1 FROM statement s WHERE s.relation_pk = r.pk)",
    "statements without evidence": "SELECT count(*) FROM statement s WHERE NOT EXISTS"
    " (SELECT 1 FROM evidence e WHERE e.statement_pk = s.pk)",
    "evidence without a statement": "SELECT count(*) FROM evidence e WHERE NOT EXISTS"
    " (SELECT 1 FROM statement s WHERE s.pk = e.statement_pk)",
    "evidence outside its text": "SELECT count(*) FROM evidence e JOIN statement s ON s.pk = e.statement_pk"
    ' JOIN document d ON d.pk = s.document_pk WHERE e.start < 0 OR e."end" > d.length OR e.start >= e."end"',
    "mentions outside their text": "SELECT count(*) FROM mention m JOIN document d ON d.pk = m.document_pk"
    ' WHERE m.start < 0 OR m."end" > d.length OR m.start > m."end"',
    "articles whose length is wrong": "SELECT count(*) FROM document WHERE length(text) <> length",
}


def verified(store: Store) -> Iterator[str]:
    """What is wrong, in words; nothing where all is well. Reads every article once, and makes its graph afresh."""
    with store.reading() as connection:
        for what, query in _LEFT_OVER.items():
            count = connection.execute(text(query)).scalar_one()
            if count:
                yield f"{count} {what}"
        yield from _articles(connection)
        yield from _past(connection)
        documents = [doc for doc in (read_document(connection, i) for i in _ids(connection)) if doc]
        afresh = NetworkXGraph.of(documents, read_log(connection))
        yield from _compared(store.graph(), afresh)


def _ids(connection: Connection) -> list[str]:
    return list(connection.scalars(select(schema.document.c.id).order_by(schema.document.c.id)))


def _articles(connection: Connection) -> Iterator[str]:
    """Each article against what was noted of it when it was written."""
    d = schema.document.c
    prints = []
    for row in connection.execute(select(d.id, d.fingerprint, d.statements)).all():
        doc = read_document(connection, row.id)
        prints.append(row.fingerprint)
        if doc is None or fingerprint(doc) != row.fingerprint or len(doc.statements) != row.statements:
            yield f"article {row.id!r} is not what was written"
    corpus = connection.execute(select(schema.corpus)).one()
    if corpus.sum != summed(prints):
        yield "the sum of the articles is wrong"
    if corpus.decided != decided_of(active(read_log(connection))):
        yield "the sum of the decisions is wrong"


def _past(connection: Connection) -> Iterator[str]:
    """What is kept of articles that left: whole, and its evidence in its text."""
    for pk, id_ in connection.execute(select(schema.past.c.pk, schema.past.c.id).order_by(schema.past.c.pk)).all():
        try:
            check(version(connection, pk))
        except (KgError, TypeError, ValueError, zlib.error):  # SQLite keeps letters where bytes belong
            yield f"what is kept of article {id_!r} from before is damaged"


def _compared(held: NetworkXGraph, afresh: NetworkXGraph) -> Iterator[str]:
    """The graph that is kept against one made of the articles now."""
    if {e.id: e for e in held.entities()} != {e.id: e for e in afresh.entities()}:
        yield "the entities are not those of the articles"
    if {r.id: r for r in held.relations()} != {r.id: r for r in afresh.relations()}:
        yield "the relations are not those of the articles"
    if held.version != afresh.version:
        yield "the version is not that of the articles"
