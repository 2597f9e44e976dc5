"""Saved views and stories."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_views"
down_revision = "0003_decisions"


def upgrade() -> None:
    """Make the tables."""
    for table in ("saved_view", "story"):
        op.create_table(
            table,
            sa.Column("id", sa.Text(), nullable=False),
            sa.Column("content", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        )
