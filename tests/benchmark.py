"""The question benchmark: tests/data/questions, read into a graph, questions and marks.

    PYTHONPATH=tests python -m benchmark           over the statements marked by hand, what is not right in full
    PYTHONPATH=tests python -m benchmark qipan.db  over a store

Questions and statements were written from data/articles alone, before anybody looked at data/questions: they say how
well a question is read that no form was made for. Add to them in the same way, and do not reword what fails.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from builders import Says, document, says

from kg.errors import KgError
from kg.graph import EntityRecord, Graph
from kg.knowledge import builtin_knowledge
from kg.model import Document, Interval, Modality, Quantity, Span, TimeExpression
from kg.networkx_graph import NetworkXGraph
from kg.questions import Answer, Asker
from kg.questions.found import Row
from kg.reading import read_article
from kg.resources import data_dir
from kg.text import twin_of

__all__ = ["Case", "Mark", "marked_articles", "marked_graph", "marks", "questions"]

HERE = Path(__file__).parent / "data" / "questions"
FREE = {
    "has_metric": "Metric", "has_strength": "Factor", "has_weakness": "Factor", "forecasts": "Factor",
    "pursues": "Strategy", "targets": "Market", "participates_in": "Event",
}  # fmt: skip
"""The type of a tail that is named in the text's own words."""
MODALITIES = {
    "R": Modality.REPORTED,
    "F": Modality.FORECAST,
    "H": Modality.HYPOTHETICAL,
    "N": Modality.NEGATED,
}
POLARITIES = {"+": "positive", "-": "negative", "mixed": "mixed"}

Result = Literal["right", "wrong", "partial", "unanswered"]


@dataclass(frozen=True)
class Case:
    """A question, and what a right answer says."""

    question: str
    expected: str

    @property
    def wanted(self) -> list[str]:
        """The names that must stand in the answer."""
        return [name for name in re.split(r", ", self.expected) if not name.startswith("?")]

    @property
    def allowed(self) -> set[str]:
        """The names that may stand in it."""
        return {name.removeprefix("?") for name in re.split(r", ", self.expected)}


@dataclass(frozen=True)
class Mark:
    """How a question was answered. `wrong` says something that the articles do not say; `partial` leaves some out."""

    case: Case
    result: Result
    said: str


def questions() -> list[Case]:
    """All questions of the benchmark."""
    return [Case(*line) for line in _lines("questions.txt")]


def marks(graph: Graph, asker: Asker | None = None) -> list[Mark]:
    """Every question put to the graph."""
    asker = asker or Asker()
    return [_mark(case, asker, graph) for case in questions()]


def marked_graph() -> NetworkXGraph:
    """The sample articles with the statements that were marked by hand."""
    return NetworkXGraph.of(marked_articles())


def marked_articles() -> list[Document]:
    """Each sample article with what it says, marked by hand."""
    things = {thing.split("|")[0].split(":")[1]: thing for thing in _things()}
    said: dict[str, list[Says]] = {}
    for line in _lines("statements.txt"):
        if len(line) == 1:
            current = said.setdefault(line[0].strip("[]"), [])
        else:
            current.append(_says(line, things))
    articles = {raw.id: raw for raw in map(read_article, sorted((data_dir() / "articles").glob("*.md")))}
    return [
        replace(document(a.text, *said[a.id], id=a.id, title=a.title, date=a.date), source=a.source)
        for a in (articles[key] for key in said)
    ]


def _lines(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split(" | ")


def _things() -> Iterator[str]:
    return (f"{type_}:{'|'.join(names)}" for type_, *names in _lines("things.txt"))


def _says(line: Sequence[str], things: dict[str, str]) -> Says:
    head, relation, tail, *more = line
    tail = f"{FREE[relation]}:{tail}" if relation in FREE else things[tail]
    fields = dict(_qualifier(part) for part in "; ".join(more).split("; ") if part)
    measures, year = fields.pop("measures", None), fields.pop("year", None)
    if year:
        fields["time"] = TimeExpression(Span(0, 1), f"{year}年", Interval(f"{year}-01-01", f"{year}-12-31"))
    if "by" in fields:
        fields["by"] = things[fields["by"]]
    quantity = replace(_quantity(tail), measures=measures) if relation == "has_metric" else None
    return says(things[head], relation, tail, quantity=quantity, **fields)


def _qualifier(part: str) -> tuple[str, Any]:
    if part in MODALITIES:
        return "modality", MODALITIES[part]
    if part in POLARITIES:
        return "polarity", POLARITIES[part]
    key, value = part.split("=", 1)
    return {"if": "condition"}.get(key, key), value


def _quantity(thing: str) -> Quantity:
    words = thing.split(":")[1]
    return next(quantity for _, quantity in builtin_knowledge().figures.find(twin_of(words)))


def _mark(case: Case, asker: Asker, graph: Graph) -> Mark:
    try:
        answer = asker.ask(graph, case.question)
    except KgError as error:
        return Mark(case, "unanswered", type(error).__name__)
    ways = [row for row in answer.rows if row.way][:1]  # longer ways are said too: the shortest is the answer
    named = [entity for row in ways or answer.rows for entity in _named(graph, row)]
    said = f"[{answer.reading.form.id}] {answer.verdict}: {', '.join(e.name for e in named)}"
    return Mark(case, _result(case, answer, named), said)


def _named(graph: Graph, row: Row) -> list[EntityRecord]:
    """What a row names as the answer: the steps between the ends of a way, else the thing."""
    if row.way:
        return [graph.entity(i) for i in row.way[1:-1]]
    return [row.entity] if row.entity else []


def _result(case: Case, answer: Answer, named: list[EntityRecord]) -> Result:
    if case.expected in {"yes", "no"}:
        hedged = answer.verdict in {"disputed", "unsure"}
        return "right" if answer.verdict == case.expected else "partial" if hedged else _missed(answer)
    if case.expected in {"none", "unknown"}:
        return _missed(answer) if answer.rows else "right"
    if case.expected.startswith("#"):
        return "right" if len(answer.rows) == int(case.expected[1:]) else _missed(answer)
    if case.expected.startswith("top "):
        return "right" if answer.rows and case.expected[4:] in _first(answer) else _missed(answer)
    if any(not any(_is(name, entity) for name in case.allowed) for entity in named):
        return "wrong"
    found = [name for name in case.wanted if any(_is(name, entity) for entity in named)]
    return "right" if found == case.wanted else "partial" if found else "unanswered"


def _is(name: str, entity: EntityRecord) -> bool:
    """Whether the entity has this name; of what is named in the text's own words, whether the words are in it."""
    free = entity.type in FREE.values()
    return name in entity.names or (free and any(name in other or other in name for other in entity.names))


def _missed(answer: Answer) -> Result:
    return "wrong" if answer.rows else "unanswered"


def _first(answer: Answer) -> set[str]:
    row = answer.rows[0]
    return {name for entity in (row.entity, row.of) if entity for name in entity.names}


def main(arguments: Sequence[str]) -> None:
    """Print what is not right, and how many of each there are."""
    if arguments:
        from kg.store.store import open_store  # noqa: PLC0415 - only here

        with open_store(Path(arguments[0])) as store:
            found = marks(store.graph())
    else:
        found = marks(marked_graph())
    lines = [f"{m.result:10} {m.case.question}  want: {m.case.expected}  got: {m.said}" for m in found]
    wrong = [line for line, mark in zip(lines, found, strict=True) if mark.result != "right"]
    counts = Counter(mark.result for mark in found)
    sys.stdout.write("\n".join([*wrong, f"{len(found)} questions: {dict(counts)}", ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
