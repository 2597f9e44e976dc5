"""Which documents are copies of one work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_reprints"
down_revision = "0001"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _to_document(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint(
        [column], ["document.pk"], name, ondelete="CASCADE", initially="DEFERRED", deferrable=True
    )


def upgrade() -> None:
    """Add the tables; opening the store then fills them, as the graph's rules are others."""
    op.add_column("document", sa.Column("work", sa.Text(), nullable=False, server_default=""))
    op.add_column("document", sa.Column("reprint_of", sa.Text()))
    op.create_index("ix_document_work", "document", ["work"])
    op.create_table(
        "band",
        sa.Column("key", _KEY, nullable=False, autoincrement=False),
        sa.Column("document_pk", _KEY, nullable=False),
        _to_document("band", "document_pk"),
        sa.PrimaryKeyConstraint("key", "document_pk", name="pk_band"),
    )
    op.create_index("ix_band_document_pk", "band", ["document_pk"])
    op.create_table(
        "near",
        sa.Column("document_pk", _KEY, nullable=False),
        sa.Column("other_pk", _KEY, nullable=False),
        _to_document("near", "document_pk"),
        _to_document("near", "other_pk"),
        sa.PrimaryKeyConstraint("document_pk", "other_pk", name="pk_near"),
    )
    op.create_index("ix_near_other_pk", "near", ["other_pk"])
