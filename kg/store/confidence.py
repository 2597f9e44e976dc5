"""How sure a statement is: as the extractor says, and wholly where a person has accepted it."""

from __future__ import annotations

from sqlalchemy import case

from kg.store.schema import statement

__all__ = ["CONFIDENCE"]

CONFIDENCE = case((statement.c.decided == "accepted", 1.0), else_=statement.c.confidence).label("confidence")
