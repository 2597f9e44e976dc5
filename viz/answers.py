"""An answer beside its graph: what is found, row by row, each with the words it rests on; or what can be asked."""

from __future__ import annotations

from typing import Any

from kg.graph import Graph
from kg.questions.forms import Forms
from kg.questions.found import Answer, Note, Row
from kg.questions.plain import message
from viz import select
from viz.sheets import Sheeted
from viz.view import GraphView
from viz.words import LANGUAGES

__all__ = ["answer", "unread"]


def answer(graph: Graph, found: Answer) -> Sheeted:
    """The rows of an answer and the graph of what they rest on; candidates where a name fits several things."""
    about = [entity.id for subject in found.subjects.values() for entity in subject.entities]
    loose = [row.entity.id for row in found.rows if row.entity and not row.relations]
    candidates = [entity.id for entity in found.candidates]
    relations = [relation.id for row in found.rows for relation in row.relations]
    view = select.answer(
        graph, relations, focus=[*about, *loose, *candidates], title=found.reading.question, kind="answer"
    )
    sheet = {
        "kind": "answer",
        "verdict": found.verdict,
        "message": {lang: _said(found, lang) for lang in LANGUAGES},
        "rows": [_row(row) for row in found.rows],
        "candidates": candidates,
        "truncated": found.truncated,
        "examples": [],
    }
    return Sheeted(view, sheet)


def _said(found: Answer, lang: str) -> str:
    return " ".join(message(note, lang) for note in (Note(found.verdict), *found.notes))


def _row(row: Row) -> dict[str, Any]:
    return {
        "node": row.entity.id if row.entity else None,
        "edges": [relation.id for relation in row.relations],
        "value": row.value,
        "document": [row.document.id, row.document.title, row.document.date] if row.document else None,
    }


def unread(question: str, forms: Forms) -> Sheeted:
    """A question that could not be read, and one of each kind that can."""
    examples = [{lang: form.examples["en" if lang == "en" else "zh"] for lang in LANGUAGES} for form in forms]
    sheet: dict[str, Any] = {
        "kind": "answer",
        "verdict": "not_understood",
        "message": None,
        "rows": [],
        "candidates": [],
        "truncated": False,
        "examples": examples,
    }
    return Sheeted(GraphView((), title=question, kind="answer"), sheet)
