"""The tables. The upper half is what was read, document by document; the lower half is the graph made of it.

Keys `…_pk` are numbers inside one store; ids are the graph's own. What is JSON is never searched, so it is text.
The tables must stay the ones that `kg/migrations` builds; a test compares the two.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "access_key",
    "audit",
    "band",
    "change",
    "corpus",
    "decision",
    "document",
    "entity",
    "evidence",
    "mention",
    "metadata",
    "naming",
    "naming_key",
    "near",
    "past",
    "rejection",
    "relation",
    "saved_view",
    "secret",
    "statement",
    "story",
    "thing",
]

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)
Key = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only where the type is INTEGER


def _key() -> Column[int]:
    return Column("pk", Key, primary_key=True)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _of(table: str, name: str, *, ondelete: str | None = None, **options: Any) -> Column[int]:
    """A reference to another table's row; checked when the transaction ends, so that rows may change places in it."""
    reference = ForeignKey(f"{table}.pk", ondelete=ondelete, deferrable=True, initially="DEFERRED")
    return Column(name, Key, reference, **{"nullable": False, **options})


corpus = Table(
    "corpus",
    metadata,
    Column("pk", Integer, primary_key=True),  # always 1
    Column("revision", Integer, nullable=False),  # one more with each change
    Column("sum", Text, nullable=False),  # of the documents' fingerprints, hex
    Column("rules", Text, nullable=False),  # by which the graph was made: kg.assemble.rules_of
    Column("forgotten", Integer, nullable=False),  # changes are kept for later revisions than this
    Column("decided", Text, nullable=False, server_default=""),  # of the decisions in force
)

document = Table(
    "document",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("date", Text),
    Column("source", Text),
    Column("author", Text),
    *_texts("script", "text"),
    Column("length", Integer, nullable=False),
    *_texts("sentences", "skipped"),
    Column("statements", Integer, nullable=False),
    Column("origin", Text, nullable=False, index=True),
    Column("fingerprint", Text, nullable=False),
    Column("read_at", Text, nullable=False),
    Column("work", Text, nullable=False, server_default="", index=True),  # kg.reprints: what counts as one source
    Column("reprint_of", Text),  # the id of the document that this one repeats
)

band = Table(  # kg.reprints.bands: documents that share one may be near
    "band",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    _of("document", "document_pk", ondelete="CASCADE", primary_key=True, index=True),
)

near = Table(  # pairs that are near, each once, the lesser key first
    "near",
    metadata,
    _of("document", "document_pk", ondelete="CASCADE", primary_key=True),
    _of("document", "other_pk", ondelete="CASCADE", primary_key=True, index=True),
)

thing = Table(  # an entity of one document
    "thing",
    metadata,
    _of("document", "document_pk", ondelete="CASCADE", primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("spans", Text, nullable=False),
    Column("mentions", Integer, nullable=False),
    _of("naming", "naming_pk"),
    Column("decided", Text),  # `added` where only a person's statement needs it
    Index("ix_thing_naming_pk", "naming_pk", "document_pk"),
)

mention = Table(
    "mention",
    metadata,
    _of("document", "document_pk", ondelete="CASCADE", primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("thing", Text),
)

statement = Table(
    "statement",
    metadata,
    _key(),
    _of("document", "document_pk", ondelete="CASCADE"),
    Column("position", Integer, nullable=False),
    Column("id", Text, nullable=False),  # in its document
    Column("key", Text, nullable=False, unique=True),  # in the graph
    *_texts("head", "relation", "tail"),
    Column("attributed_to", Text),
    Column("modality", Text, nullable=False),
    Column("polarity", Text),
    Column("aspect", Text),
    Column("condition", Text),
    Column("horizon", Text),
    Column("time", Text),
    Column("rule", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("cue_start", Integer),
    Column("cue_end", Integer),
    _of("naming", "head_pk"),
    _of("naming", "tail_pk"),
    _of("naming", "speaker_pk", nullable=True),
    _of("relation", "relation_pk", nullable=True),  # none where both ends are one entity, or people took it out
    Column("decided", Text),  # found: `accepted`, `rejected`, `replaced`; made by a person: `corrected`, `added`
    UniqueConstraint("document_pk", "position"),
    Index("ix_statement_head_pk", "head_pk"),
    Index("ix_statement_tail_pk", "tail_pk"),
    Index("ix_statement_speaker_pk", "speaker_pk"),
    Index("ix_statement_relation_pk", "relation_pk"),
)

evidence = Table(
    "evidence",
    metadata,
    _of("statement", "statement_pk", ondelete="CASCADE", primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("sentence_start", Integer, nullable=False),
    Column("sentence_end", Integer, nullable=False),
)

rejection = Table(
    "rejection",
    metadata,
    _of("document", "document_pk", ondelete="CASCADE", primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("times", Integer, nullable=False),
)

past = Table(  # versions of documents that were replaced or taken out: kg.store.past
    "past",
    metadata,
    _key(),  # in the order in which they left
    Column("id", Text, nullable=False, index=True),
    Column("date", Text),
    *_texts("read_at", "left_at"),
    Column("content", LargeBinary, nullable=False),
)

naming = Table(  # a way in which documents call a thing: kg.resolve.Named, one row for all things so called
    "naming",
    metadata,
    _key(),
    Column("digest", Text, nullable=False, unique=True),
    *_texts("type", "names"),
    Column("quantity", Text),
    _of("entity", "entity_pk", nullable=True, index=True),
)

naming_key = Table(  # kg.resolve.link_keys: namings that share one are one entity
    "naming_key",
    metadata,
    Column("key", Text, primary_key=True),
    _of("naming", "naming_pk", ondelete="CASCADE", primary_key=True, index=True),
)

entity = Table(
    "entity",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    *_texts("type", "name", "names"),
    Column("quantity", Text),
    Column("mentions", Integer, nullable=False),
    Column("documents", Integer, nullable=False),
)

relation = Table(
    "relation",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _of("entity", "head_pk"),
    Column("relation", Text, nullable=False),
    _of("entity", "tail_pk", index=True),
    UniqueConstraint("head_pk", "relation", "tail_pk"),
)

decision = Table(  # the log: kg.decisions
    "decision",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    *_texts("at", "kind", "author", "said"),
)

access_key = Table(  # who may use a served store: kg.store.keys
    "access_key",
    metadata,
    Column("id", Text, primary_key=True),
    *_texts("name", "role", "hash", "made"),
    Column("expires", Text),
    Column("revoked", Text),
)

secret = Table(  # what signs links: one row
    "secret",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("value", Text, nullable=False),
)

audit = Table(  # who wrote what
    "audit",
    metadata,
    _key(),
    *_texts("at", "who", "what", "about"),
)

change = Table(  # ids that were new, changed or gone with each revision, for readers who hold an earlier one
    "change",
    metadata,
    Column("revision", Integer, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
)

saved_view = Table(  # kg.views.SavedView, as JSON
    "saved_view",
    metadata,
    Column("id", Text, primary_key=True),
    Column("content", Text, nullable=False),
)

story = Table(  # kg.views.Story, as JSON
    "story",
    metadata,
    Column("id", Text, primary_key=True),
    Column("content", Text, nullable=False),
)
