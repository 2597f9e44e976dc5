"""What a node and an edge are called in one line: labels on lines, and texts for who cannot see the picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from viz.ink import clean
from viz.style import Style
from viz.view import Edge, Node
from viz.words import name_in, relation_label, type_label, words

__all__ = ["denied", "edge_label", "edge_words", "node_words"]

LONGEST = 250
"""Characters of an alternative text."""


def edge_label(edges: Sequence[Edge], style: Style) -> str:
    """What stands on a line for one or more relations."""
    names = dict.fromkeys(relation_label(style.ontology, edge.relation, style.lang) for edge in edges)
    return denied(words("interface", style.lang)["comma"].join(names), style, edges[0].modality.value)


def denied(label: str, style: Style, modality: str) -> str:
    """The label, with a cross before it where the modality is drawn crossed."""
    return f"\u2715 {label}" if style.theme.modalities[modality].crossed else label


def node_words(node: Node, style: Style) -> str:
    """A node in words: `公司：騰訊`."""
    name = name_in(node.name, node.names, style.lang)
    return _short(f"{type_label(style.ontology, node.type, style.lang)}: {name}")


def edge_words(edge: Edge, names: Mapping[str, str], style: Style) -> str:
    """A relation in words: `騰訊 → 開發 → 元寶 (陳述)`."""
    said = relation_label(style.ontology, edge.relation, style.lang)
    mood = words("modalities", style.lang)[edge.modality.value]
    return _short(f"{names[edge.head]} → {said} → {names[edge.tail]} ({mood})")


def _short(text: str) -> str:
    text = clean(text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
