"""Ask the graph: read the question, find what it speaks of, and answer with what the statements say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from kg.errors import AmbiguousName, NotFound
from kg.graph import EntityRecord, Graph
from kg.questions.checks import UNSURE, checked, dated, verdict_of
from kg.questions.filters import FACTS, Filters, filters_of
from kg.questions.forms import Forms, builtin_forms
from kg.questions.found import Answer, Note, Row, Subject, Verdict
from kg.questions.kinds import KINDS, prepare
from kg.questions.names import Names
from kg.questions.reading import Reading, readings
from kg.questions.rows import Asked
from kg.questions.subjects import subject_of
from kg.questions.values import Named, Reached, Several

__all__ = ["MOST_ROWS", "Asker", "ask"]

MOST_ROWS = 100


def ask(graph: Graph, question: str) -> Answer:
    """Answer one question. Who asks many keeps an Asker, which knows its forms.

    Raises NotUnderstood with the forms that can be asked, InvalidRequest where the question is empty or too long. That
    a name is unknown or fits several things is an answer too: it lists candidates.
    """
    return Asker().ask(graph, question)


class Asker:
    """Answers questions of any graph. May be used by threads."""

    def __init__(self, forms: Forms | None = None) -> None:
        self.forms = forms or builtin_forms()

    def ask(self, graph: Graph, question: str) -> Answer:
        """As the function `ask`."""
        answers = (self._answer(graph, reading) for reading in readings(question, graph.following(Names), self.forms))
        first = next(answers)
        return first if first.rows else next((answer for answer in answers if answer.rows), first)

    def prepare(self, graph: Graph) -> None:
        """Learn the graph's names and who has the most of what before the first question, which else waits for it."""
        graph.following(Names)
        for form in self.forms:
            prepare(graph, form.query)

    def _answer(self, graph: Graph, reading: Reading) -> Answer:
        try:
            asked = _asked(graph, self.forms, reading)
        except (NotFound, AmbiguousName) as error:
            return _unanswerable(reading, error)
        return _answered(asked)


def _asked(graph: Graph, forms: Forms, reading: Reading) -> Asked:
    """The question with its names found in the graph."""
    query = reading.form.query
    naming = {slot: v for slot, v in reading.slots.items() if isinstance(v, Named | Several | Reached)}
    subjects = {slot: subject_of(graph, forms, value, query) for slot, value in naming.items()}
    speaker = _modifier(graph, forms, reading, "speaker")
    topic = _modifier(graph, forms, reading, "topic")
    speakers = frozenset(e.id for e in speaker.entities) if speaker else None
    return Asked(graph, reading, subjects, filters_of(reading, speakers, topic.entities if topic else ()))


def _modifier(graph: Graph, forms: Forms, reading: Reading, name: str) -> Subject | None:
    value = reading.modifiers.get(name)
    if not isinstance(value, Named):
        return None
    if name == "topic":  # whichever is meant, its names are the words that are looked for
        return Subject(value.text, value.entities)
    return subject_of(graph, forms, value, reading.form.query)


def _unanswerable(reading: Reading, error: NotFound | AmbiguousName) -> Answer:
    name = str(error.details["name"])
    candidates = error.details["candidates"]
    known = tuple(c for c in candidates if isinstance(c, EntityRecord)) if isinstance(candidates, list) else ()
    ambiguous = isinstance(error, AmbiguousName)
    note = Note("ambiguous_name" if ambiguous else "unknown_name", (("name", name),))
    verdict: Verdict = "ambiguous" if ambiguous else "not_in_corpus"
    return Answer(reading, {}, Filters(), (), verdict, (note,), known)


def _answered(asked: Asked) -> Answer:
    rows, more = _rows(asked)
    notes: list[Note] = []
    if not rows and not asked.filters.chosen and asked.reading.aggregate != "check":
        unsure = replace(asked, filters=replace(asked.filters, modalities=UNSURE))
        rows, more = _rows(unsure)
        notes += [Note("only_unsure")] if rows else []
    if not rows:
        notes += _why_empty(asked)
    check = asked.reading.aggregate == "check"
    found: Verdict = "found" if rows else "not_in_corpus"
    verdict = verdict_of(rows) if check else found
    return Answer(asked.reading, dict(asked.subjects), asked.filters, rows, verdict, tuple(notes), truncated=more)


def _rows(asked: Asked) -> tuple[tuple[Row, ...], bool]:
    """At most as many rows as are asked for, and whether there are more."""
    most = min(asked.filters.limit or MOST_ROWS, MOST_ROWS)
    rows = tuple(islice(_found(asked), most + 1))
    return rows[:most], len(rows) > most and asked.filters.limit is None


def _found(asked: Asked) -> Iterator[Row]:
    if asked.form.query.kind == "relations" and asked.reading.aggregate == "check":
        return checked(asked)
    if asked.form.query.kind == "relations" and asked.reading.aggregate == "when":
        return dated(asked)
    return KINDS[asked.form.query.kind](asked)


def _why_empty(asked: Asked) -> list[Note]:
    """Where only the question's own narrowing leaves nothing, say how much there would be without it."""
    plain = Filters(modalities=asked.filters.modalities, polarity=asked.form.query.polarity)
    if asked.filters in {plain, replace(plain, chosen=True)}:
        return []
    rows, _ = _rows(replace(asked, filters=plain if asked.filters.chosen else replace(plain, modalities=FACTS)))
    return [Note("without_filters", (("rows", len(rows)),))] if rows else []
