"""What adding a document did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Added", "Outcome"]


class Outcome(StrEnum):
    """What adding a document did."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Added:
    """What adding did, and the id under which the document is in the store."""

    outcome: Outcome
    document_id: str
