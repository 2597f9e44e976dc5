"""Articles as they were before they were replaced or taken out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_past"
down_revision = "0005_access"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table. What left before it was there stays gone."""
    op.create_table(
        "past",
        sa.Column("pk", _KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("date", sa.Text()),
        sa.Column("read_at", sa.Text(), nullable=False),
        sa.Column("left_at", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_past"),
    )
    op.create_index("ix_past_id", "past", ["id"])
