"""The corpus on disk, in SQLite or another database, and the graph kept in step with it."""

from kg.store.store import Added, Outcome, Store, open_store

__all__ = ["Added", "Outcome", "Store", "open_store"]
