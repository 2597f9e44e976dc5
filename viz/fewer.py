"""The most important part of a view: what a slide has room for."""

from __future__ import annotations

from dataclasses import replace

from viz.view import GraphView

__all__ = ["fewer"]


def fewer(view: GraphView, most: int) -> GraphView:
    """At most `most` nodes: those that the view is about, then what is joined and mentioned most; and their edges.

    What is left without an edge goes too, unless the view is about it. The same view where it is small enough.
    """
    if len(view.nodes) <= most:
        return view
    degrees = view.degrees
    near = {end for e in view.edges for end in (e.head, e.tail) if {e.head, e.tail} & set(view.focus)}
    ranked = sorted(
        view.nodes,
        key=lambda n: (n.id not in view.focus, n.id not in near, -degrees[n.id], -n.documents, -n.mentions, n.id),
    )
    kept = {node.id for node in ranked[:most]}
    edges = tuple(e for e in view.edges if e.head in kept and e.tail in kept)
    joined = {end for e in edges for end in (e.head, e.tail)} | set(view.focus)
    nodes = tuple(n for n in view.nodes if n.id in kept and n.id in joined)
    sources = {proof.source.document for e in edges for proof in e.evidence}
    shown = tuple(s for s in view.sources if s.document in sources)
    return replace(view, nodes=nodes, edges=edges, truncated=True, sources=shown)
