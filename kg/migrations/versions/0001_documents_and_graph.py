"""Documents as they were read, and the graph made of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _to(table: str, column: str, name: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    reference = [f"{table}.pk"]
    return sa.ForeignKeyConstraint([column], reference, name, ondelete=ondelete, initially="DEFERRED", deferrable=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "change",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("revision", "kind", "id", name="pk_change"),
    )
    op.create_table(
        "corpus",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sum", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("forgotten", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_corpus"),
    )
    op.create_table(
        "document",
        sa.Column("pk", _KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("date", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("author", sa.Text()),
        sa.Column("script", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("sentences", sa.Text(), nullable=False),
        sa.Column("skipped", sa.Text(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("read_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_document"),
        sa.UniqueConstraint("id", name="uq_document_id"),
    )
    op.create_index("ix_document_origin", "document", ["origin"])
    op.create_table(
        "entity",
        sa.Column("pk", _KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Text()),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_entity"),
        sa.UniqueConstraint("id", name="uq_entity_id"),
    )
    op.create_table(
        "mention",
        sa.Column("document_pk", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("thing", sa.Text()),
        _to("document", "document_pk", "fk_mention_document_pk", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_pk", "position", name="pk_mention"),
    )
    op.create_table(
        "naming",
        sa.Column("pk", _KEY, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Text()),
        sa.Column("entity_pk", _KEY),
        _to("entity", "entity_pk", "fk_naming_entity_pk"),
        sa.PrimaryKeyConstraint("pk", name="pk_naming"),
        sa.UniqueConstraint("digest", name="uq_naming_digest"),
    )
    op.create_index("ix_naming_entity_pk", "naming", ["entity_pk"])
    op.create_table(
        "rejection",
        sa.Column("document_pk", _KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        _to("document", "document_pk", "fk_rejection_document_pk", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_pk", "reason", name="pk_rejection"),
    )
    op.create_table(
        "relation",
        sa.Column("pk", _KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("head_pk", _KEY, nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("tail_pk", _KEY, nullable=False),
        _to("entity", "head_pk", "fk_relation_head_pk"),
        _to("entity", "tail_pk", "fk_relation_tail_pk"),
        sa.PrimaryKeyConstraint("pk", name="pk_relation"),
        sa.UniqueConstraint("head_pk", "relation", "tail_pk", name="uq_relation_head_pk"),
        sa.UniqueConstraint("id", name="uq_relation_id"),
    )
    op.create_index("ix_relation_tail_pk", "relation", ["tail_pk"])
    op.create_table(
        "naming_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("naming_pk", _KEY, nullable=False),
        _to("naming", "naming_pk", "fk_naming_key_naming_pk", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "naming_pk", name="pk_naming_key"),
    )
    op.create_index("ix_naming_key_naming_pk", "naming_key", ["naming_pk"])
    op.create_table(
        "statement",
        sa.Column("pk", _KEY, nullable=False),
        sa.Column("document_pk", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("tail", sa.Text(), nullable=False),
        sa.Column("attributed_to", sa.Text()),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("polarity", sa.Text()),
        sa.Column("aspect", sa.Text()),
        sa.Column("condition", sa.Text()),
        sa.Column("horizon", sa.Text()),
        sa.Column("time", sa.Text()),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("cue_start", sa.Integer()),
        sa.Column("cue_end", sa.Integer()),
        sa.Column("head_pk", _KEY, nullable=False),
        sa.Column("tail_pk", _KEY, nullable=False),
        sa.Column("speaker_pk", _KEY),
        sa.Column("relation_pk", _KEY),
        _to("document", "document_pk", "fk_statement_document_pk", ondelete="CASCADE"),
        _to("naming", "head_pk", "fk_statement_head_pk"),
        _to("relation", "relation_pk", "fk_statement_relation_pk"),
        _to("naming", "speaker_pk", "fk_statement_speaker_pk"),
        _to("naming", "tail_pk", "fk_statement_tail_pk"),
        sa.PrimaryKeyConstraint("pk", name="pk_statement"),
        sa.UniqueConstraint("document_pk", "position", name="uq_statement_document_pk"),
        sa.UniqueConstraint("key", name="uq_statement_key"),
    )
    op.create_index("ix_statement_head_pk", "statement", ["head_pk"])
    op.create_index("ix_statement_relation_pk", "statement", ["relation_pk"])
    op.create_index("ix_statement_speaker_pk", "statement", ["speaker_pk"])
    op.create_index("ix_statement_tail_pk", "statement", ["tail_pk"])
    op.create_table(
        "thing",
        sa.Column("document_pk", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("naming_pk", _KEY, nullable=False),
        _to("document", "document_pk", "fk_thing_document_pk", ondelete="CASCADE"),
        _to("naming", "naming_pk", "fk_thing_naming_pk"),
        sa.PrimaryKeyConstraint("document_pk", "position", name="pk_thing"),
    )
    op.create_index("ix_thing_naming_pk", "thing", ["naming_pk", "document_pk"])
    op.create_table(
        "evidence",
        sa.Column("statement_pk", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("sentence_start", sa.Integer(), nullable=False),
        sa.Column("sentence_end", sa.Integer(), nullable=False),
        _to("statement", "statement_pk", "fk_evidence_statement_pk", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("statement_pk", "position", name="pk_evidence"),
    )
