"""The store's schema, step by step from the first (Alembic). Each step stays as it was released."""
