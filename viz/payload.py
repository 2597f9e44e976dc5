"""A view as the page's script reads it: JSON by columns, so that thousands of nodes stay small and quick to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.ontology import Ontology
from viz.theme import Theme
from viz.view import Edge, Evidence, GraphView
from viz.words import LANGUAGES, relation_label, type_label, words

__all__ = [
    "EDGE_KEYS",
    "NODE_KEYS",
    "columns",
    "edge_row",
    "evidence",
    "kinds",
    "look",
    "plain_rows",
    "sources",
    "wording",
]

Json = dict[str, Any]

NODE_KEYS = (
    *("id", "label", "group", "x", "y", "size"),  # as vis-network calls them
    *("hans", "hant", "also", "keys", "mentions", "documents", "community"),
)
EDGE_KEYS = (
    *("id", "from", "to", "width"),
    *("relation", "modality", "statements", "sources", "confidence", "first", "last"),
)
SCREEN = ("light", "dark")
PLAIN_ROWS = 30
"""Relations shown where the browser runs no script."""


def columns(rows: Sequence[Mapping[str, Any]], keys: Iterable[str]) -> dict[str, list[Any]]:
    """Rows turned into one list a key; what a row lacks is null.

    >>> columns([{"a": 1, "b": 2}, {"a": 3}], ["a", "b"])
    {'a': [1, 3], 'b': [2, None]}
    """
    return {key: [row.get(key) for row in rows] for key in keys}


def kinds(view: GraphView, ontology: Ontology, theme: Theme) -> Json:
    """The types, relations and modalities that the view has, commonest first, each with its labels and look."""
    legend = view.legend
    types = [name for name, _ in legend.types]
    shapes = theme.shapes_of(types)
    fills = {palette: theme.fills_of(types, palette) for palette in SCREEN}
    return {
        "types": [
            {
                "id": name,
                "shape": shapes[name],
                "fill": {palette: fills[palette][name] for palette in fills},
                "label": {lang: type_label(ontology, name, lang) for lang in LANGUAGES},
            }
            for name in types
        ],
        "relations": [
            {
                "id": name,
                "symmetric": name in ontology.relations and ontology.relations[name].symmetric,
                "label": {lang: relation_label(ontology, name, lang) for lang in LANGUAGES},
            }
            for name, _ in legend.relations
        ],
        "modalities": _modalities(theme),
    }


def _modalities(theme: Theme) -> list[Json]:
    labels = {lang: words("modalities", lang) for lang in LANGUAGES}
    return [
        {
            "id": name,
            "opacity": line.opacity,
            "dash": [float(part) for part in line.dash.split()],
            "crossed": line.crossed,
            "label": {lang: labels[lang].get(name, name) for lang in LANGUAGES},
        }
        for name, line in theme.modalities.items()
    ]


def look(theme: Theme) -> Json:
    """The palettes of a screen, and outlines."""
    return {
        "palettes": {name: theme.palettes[name].model_dump(exclude={"fills", "spare_fills"}) for name in SCREEN},
        "outlines": {name: list(shape.outline) for name, shape in theme.shapes.items()},
    }


def wording() -> Json:
    """All words of the interface in all languages: the reader changes language without asking a server."""
    sections = ("interface", "polarities")
    return {section: {lang: words(section, lang) for lang in LANGUAGES} for section in sections}


def sources(view: GraphView) -> list[list[str | None]]:
    """The documents that the view rests on: id, title, date, source."""
    return [[s.document, s.title, s.date, s.source] for s in _documents(view)]


def _documents(view: GraphView) -> list[Any]:
    """The view's own list, and whatever else its edges rest on."""
    known = {source.document: source for source in view.sources}
    for edge in view.edges:
        for proof in edge.evidence:
            known.setdefault(proof.source.document, proof.source)
    return list(known.values())


def evidence(view: GraphView) -> list[list[Json]]:
    """For each edge what it rests on, sources by their number in `sources`."""
    number = {source.document: i for i, source in enumerate(_documents(view))}
    return [[_proof(proof, number) for proof in edge.evidence] for edge in view.edges]


def _proof(proof: Evidence, number: Mapping[str, int]) -> Json:
    said: Json = {
        "source": number[proof.source.document],
        "modality": proof.modality.value,
        "confidence": round(proof.confidence, 2),
        "quotes": _quotes(proof),
    }
    optional = ("speaker", "polarity", "aspect", "condition", "horizon", "time")
    return said | {key: value for key in optional if (value := getattr(proof, key))}


def _quotes(proof: Evidence) -> list[list[Any]]:
    """[sentence, where it starts in the document, [[start, end] within it …]], one a sentence."""
    found: dict[tuple[int, str], list[list[int]]] = {}
    for quote in proof.quotes:
        inside = quote.sentence_start <= quote.start and quote.text in quote.sentence
        sentence, begins = (quote.sentence, quote.sentence_start) if inside else (quote.text, quote.start)
        found.setdefault((begins, sentence), []).append([quote.start - begins, quote.end - begins])
    return [[sentence, begins, sorted(marks)] for (begins, sentence), marks in found.items()]


def edge_row(edge: Edge) -> Json:
    """What the page knows of an edge besides its evidence."""
    return {
        "id": edge.id,
        "relation": edge.relation,
        "modality": edge.modality.value,
        "statements": edge.statements,
        "sources": edge.sources,
        "confidence": round(edge.confidence, 2),
        "first": edge.first,
        "last": edge.last,
    }


def plain_rows(view: GraphView, ontology: Ontology, lang: str) -> list[dict[str, str]]:
    """The best supported relations in words, for a page without script."""
    names = {node.id: node.name for node in view.nodes}
    modalities = words("modalities", lang)
    best = sorted(view.edges, key=lambda edge: (-edge.statements, edge.id))[:PLAIN_ROWS]
    return [
        {
            "head": names[edge.head],
            "relation": relation_label(ontology, edge.relation, lang),
            "tail": names[edge.tail],
            "modality": modalities[edge.modality.value],
            "quote": edge.evidence[0].quotes[0].text if edge.evidence and edge.evidence[0].quotes else "",
            "source": edge.evidence[0].source.title if edge.evidence else "",
        }
        for edge in best
    ]
