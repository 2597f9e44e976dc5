"""How Alembic reaches the store: through the connection that `kg.store.opening` hands it."""

from __future__ import annotations

from alembic import context

from kg.store.schema import metadata

connection = context.config.attributes["connection"]
# Batches, because SQLite cannot alter most things in place
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
