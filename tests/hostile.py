"""Texts that mean harm (tests/data/hostile/*.json), and articles in which every word that can be one of them is.

Where one would run in a browser it sets `window.ran`, opens a dialog or asks evil.example.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from builders import document, says

from kg.model import Document, Entity, Modality, Quantity, Span, TimeExpression
from kg.networkx_graph import NetworkXGraph
from kg.store.checks import storable

__all__ = ["GROUPS", "PAYLOADS", "STORABLE", "hostile_document", "hostile_graph"]


def _text(row: str | dict[str, Any]) -> str:
    return row if isinstance(row, str) else row["repeat"][0] * row["repeat"][1]


def _groups() -> dict[str, list[str]]:
    files = sorted((Path(__file__).parent / "data" / "hostile").glob("*.json"))
    every = {name: rows for file in files for name, rows in json.loads(file.read_text("ascii")).items()}
    return {name: [_text(row) for row in rows] for name, rows in every.items()}


GROUPS = _groups()
PAYLOADS = tuple(dict.fromkeys(text for texts in GROUPS.values() for text in texts))
STORABLE = tuple(text for text in PAYLOADS if storable(text))


def hostile_document(words: str, **fields: Any) -> Document:
    """An article that says of a company called so that it has a weakness called so, somebody called so says."""
    text = f"{words} {words}。"
    plain = document(
        text,
        says(
            "Company:甲",
            "has_weakness",
            "Factor:乙",
            by="Person:丙",
            quote=text,
            modality=Modality.REPORTED,
            polarity=words,
            aspect=words,
            condition=words,
            horizon=words,
            time=TimeExpression(Span(0, len(words)), words),
            rule=words,
        ),
        says("Company:甲", "has_metric", "Metric:丁", quote=text),
        **{"id": words or "empty", "title": words, "source": words, "author": words} | fields,
    )
    ends = {old: f"{old.split(':')[0]}:{words}" for old in ("company:甲", "factor:乙", "person:丙", "metric:丁")}
    return replace(
        plain,
        entities=tuple(_renamed(entity, ends[entity.id], words) for entity in plain.entities),
        statements=tuple(
            replace(s, head=ends[s.head], tail=ends[s.tail], attributed_to=s.attributed_to and ends[s.attributed_to])
            for s in plain.statements
        ),
    )


def _renamed(entity: Entity, key: str, words: str) -> Entity:
    quantity = Quantity(1.0, words, words[:8], measures=words) if entity.type == "Metric" else None
    spans = (Span(0, len(words)),) if entity.type == "Company" and words else ()
    return replace(entity, id=key, name=words, aliases=(f"{words}二",), mentions=spans, quantity=quantity)


@cache
def hostile_graph() -> NetworkXGraph:
    """The graph of one article for each text."""
    return NetworkXGraph.of([hostile_document(words) for words in PAYLOADS])
