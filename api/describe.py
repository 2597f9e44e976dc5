"""What the API says of itself at /docs."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

__all__ = ["TAGS", "TEXT", "version"]

TEXT = """
Articles go in, a graph comes out: entities, and relations between them, each with the statements that say so, their
quotes, who says it, when and how surely.

- **Ids** are made of type and name (`company:騰訊`) and stay; any other name of the entity after the type is found too.
- **Lists** are pages: `next` of one is the `cursor` of the next; the order is always the same.
- **Answers** carry an `ETag` made of the graph's version: ask with `If-None-Match`, and get 304 until it changes.
- **Errors** have one body: `{"error": {"code", "message", "hint", "details"}}`.
- **Labels and messages** follow `Accept-Language`: zh-Hant, zh-Hans or en. Quotes are always as written.
- Every answer about the graph has a page under `/view` that shows it.
"""

TAGS = [
    {"name": "questions", "description": "Ask in Chinese or English."},
    {"name": "entities", "description": "Companies, products, people, markets and what else articles name."},
    {"name": "relations", "description": "Who develops, rivals, supplies, pursues or forecasts what."},
    {"name": "ways", "description": "How two things hang together, and loops through one."},
    {"name": "profiles", "description": "A thing on one page, and several side by side."},
    {"name": "times", "description": "What was said of when, and what changed."},
    {"name": "measures", "description": "What the shape of the graph says: who is central, which groups there are."},
    {"name": "documents", "description": "The articles."},
    {"name": "decisions", "description": "What people decide about the graph: it stays, and can be undone."},
    {"name": "care", "description": "What may be one thing, what contradicts what, and what was said on a day."},
    {"name": "access", "description": "Keys, links that open one page, and who wrote what."},
    {"name": "graph", "description": "The graph or any part of it, in any format."},
    {"name": "views", "description": "Pages that show the graph."},
    {"name": "saved views", "description": "Views and stories under a name, and how decks and documents show them."},
    {"name": "health", "description": "Whether the service can answer."},
]


def version() -> str:
    """The installed version of Qipan."""
    try:
        return installed("qipan")
    except PackageNotFoundError:
        return "0"
