"""What a speaker says on being asked how we know: every relation of a view with its quotes and their sources."""

from __future__ import annotations

from collections.abc import Iterator

from viz.ink import clean
from viz.style import Style
from viz.view import Evidence, GraphView
from viz.words import name_in, relation_label, words

__all__ = ["notes"]

QUOTES, LONGEST, MOST = 2, 160, 60
"""Statements of a relation, characters of a quote, and relations that are quoted."""


def notes(view: GraphView, style: Style) -> Iterator[str]:
    """A line for each relation, and below it its best quotes with document, date and speaker."""
    names = {node.id: name_in(node.name, node.names, style.lang) for node in view.nodes}
    for edge in view.edges[:MOST]:
        said = relation_label(style.ontology, edge.relation, style.lang)
        yield _short(f"{names[edge.head]} · {said} · {names[edge.tail]}")
        yield from (f"    {_quoted(proof, style)}" for proof in edge.evidence[:QUOTES])
    if len(view.edges) > MOST:
        yield words("interface", style.lang)["more"].format(n=len(view.edges) - MOST)


def _quoted(proof: Evidence, style: Style) -> str:
    spoken = words("interface", style.lang)
    quote = spoken["quoted"].format(text=_short(" … ".join(q.text for q in proof.quotes)))
    source = f"{_short(proof.source.title)} ({proof.source.date or spoken['no_date']})"
    by = spoken["said_by"].format(name=_short(proof.speaker)) if proof.speaker else None
    return " · ".join(part for part in (quote, by, source) if part)


def _short(text: str) -> str:
    text = clean(text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
