"""What people decided, and what of the graph comes from it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_decisions"
down_revision = "0002_reprints"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the log, and marks where it shows."""
    op.create_table(
        "decision",
        sa.Column("pk", _KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_decision"),
        sa.UniqueConstraint("id", name="uq_decision_id"),
    )
    op.add_column("corpus", sa.Column("decided", sa.Text(), nullable=False, server_default=""))
    op.add_column("statement", sa.Column("decided", sa.Text()))
    op.add_column("thing", sa.Column("decided", sa.Text()))
