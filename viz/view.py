"""What to draw, not how: nodes, edges with their evidence, a title and the sources for the foot of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from kg.graph import Quote
from kg.model import Modality

__all__ = ["Edge", "Evidence", "GraphView", "Kind", "Legend", "Node", "Source"]

Kind = Literal[
    "whole", "ego", "path", "answer", "loop", "profile", "comparison", "timeline", "document", "articles", "review"
]


@dataclass(frozen=True, slots=True)
class Source:
    """A document that something shown rests on. `source` is an address or a publisher's name."""

    document: str
    title: str
    date: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement as a reader checks it: its quotes, each within its sentence, who says it, where and when.

    `speaker` is a name, not an id. `confidence` is in [0, 1].
    """

    statement: str
    source: Source
    quotes: tuple[Quote, ...]
    modality: Modality = Modality.ASSERTED
    confidence: float = 1.0
    speaker: str | None = None
    polarity: str | None = None
    aspect: str | None = None
    condition: str | None = None
    horizon: str | None = None
    time: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity in the picture. `names` are all of its names, in every script; `mentions` weighs its importance."""

    id: str
    type: str
    name: str
    names: tuple[str, ...] = ()
    mentions: int = 0
    documents: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation in the picture: `statements` and `sources` count all there are, `evidence` holds the best of them."""

    id: str
    head: str
    relation: str
    tail: str
    modality: Modality = Modality.ASSERTED
    statements: int = 1
    sources: int = 1
    confidence: float = 1.0
    first: str | None = None
    last: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Legend:
    """What kinds of things are shown and how many of each, commonest first."""

    types: tuple[tuple[str, int], ...]
    relations: tuple[tuple[str, int], ...]
    modalities: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class GraphView:
    """A picture before it is drawn. `focus` are the nodes it is about; `truncated` says that a cap left some out.

    Both ends of every edge are among the nodes and ids do not repeat, else ValueError.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    title: str = ""
    kind: Kind = "whole"
    focus: tuple[str, ...] = ()
    truncated: bool = False
    sources: tuple[Source, ...] = field(default=())

    def __post_init__(self) -> None:
        known = {node.id for node in self.nodes}
        if len(known) < len(self.nodes) or len({edge.id for edge in self.edges}) < len(self.edges):
            raise ValueError("a view holds each node and each edge once")
        loose = [end for edge in self.edges for end in (edge.head, edge.tail) if end not in known]
        if loose:
            raise ValueError(f"an edge ends at {loose[0]!r}, which is not among the nodes of the view")

    @property
    def legend(self) -> Legend:
        """Types, relations and modalities with their counts."""
        return Legend(
            _counted(node.type for node in self.nodes),
            _counted(edge.relation for edge in self.edges),
            _counted(edge.modality.value for edge in self.edges),
        )

    @property
    def degrees(self) -> dict[str, int]:
        """How many edges each node has, by id."""
        ends = Counter(end for edge in self.edges for end in {edge.head, edge.tail})
        return {node.id: ends[node.id] for node in self.nodes}


def _counted(ids: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(ids).items(), key=lambda item: (-item[1], item[0])))
