"""Questions over HTTP, and the `qipan` command whole; no logic of its own."""

from api.serving import serve

__all__ = ["serve"]
