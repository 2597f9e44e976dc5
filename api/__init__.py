"""Questions over HTTP, and the `qipan` command whole; no logic of its own."""
