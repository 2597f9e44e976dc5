"""`qipan review`, `contradictions` and `history`: what people look after."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.output import OutputFormat, plain, print_json, print_table
from kg.cli.quotes import COLUMNS, Format, arrow
from kg.cli.stores import StoreAddress, entity_called, existing_store
from kg.contradictions import Side
from kg.contradictions import contradictions as find
from kg.errors import InvalidRequest
from kg.graph import Graph, Relation, StatementRecord
from kg.history import statements_between, statements_on
from kg.questions.plain import plain_entity, plain_statement
from kg.review import candidates

if TYPE_CHECKING:
    from kg.store.merging import Merged
    from kg.store.store import Store

__all__ = ["contradictions", "history", "review"]

Limit = Annotated[int, typer.Option(min=1, help="At most so many rows.")]
About = Annotated[str | None, typer.Argument(metavar="NAME", help="Any name or id; none is everything.")]


def review(
    *,
    merged: Annotated[bool, typer.Option("--merged", help="What was merged already, and by which names.")] = False,
    store: StoreAddress = "qipan.db",
    output: Format = OutputFormat.TABLE,
    limit: Limit = 50,
) -> None:
    """List entities that may be one thing. Decide with `qipan decide merge A B` or `qipan decide apart A B`."""
    with existing_store(store) as kept:
        if merged:
            _show_merged(kept.merged(limit=limit), output)
            return
        found = candidates(kept.graph(), kept.decisions(), limit=limit)
    if output is OutputFormat.JSON:
        print_json([
            {"score": c.score, "reason": c.reason, "names": list(c.names), "shared": c.shared,
             "entities": [plain_entity(entity) for entity in c.entities]}
            for c in found
        ])  # fmt: skip
        return
    rows = [
        (f"{c.score:.2f}", tuple(entity.id for entity in c.entities), (c.reason, f"{c.shared} neighbours shared"))
        for c in found
    ]
    print_table("", ("score", "may be one", "why"), rows)


def _show_merged(found: Sequence[Merged], output: OutputFormat) -> None:
    if output is OutputFormat.JSON:
        print_json([asdict(one) for one in found])
        return
    rows = [
        (
            one.entity,
            tuple(" | ".join(names) for names in one.ways),
            (*one.shared, *(f"decision {d}" for d in one.decisions)),
        )
        for one in found
    ]
    print_table("", ("entity", "called", "one by"), rows)


def contradictions(
    name: About = None, *, store: StoreAddress = "qipan.db", output: Format = OutputFormat.TABLE, limit: Limit = 50
) -> None:
    """Show statements that cannot both hold, side by side with their sources and dates."""
    with existing_store(store) as kept:
        graph = kept.graph()
        found = list(islice(find(graph, entity_called(graph, name).id if name else None), limit))
        if output is OutputFormat.JSON:
            print_json([
                {"kind": c.kind, "about": c.about,
                 "sides": [_plain(side.relation, side.statements) for side in c.sides]}
                for c in found
            ])  # fmt: skip
            return
        rows = [(c.kind, *(_side(graph, side) for side in c.sides)) for c in found]
    print_table("", ("kind", "one side", "the other"), rows)


def history(
    name: About = None,
    *,
    on: Annotated[str, typer.Option(metavar="DAY", help="What was said by this day, or moment of UTC.")] = "",
    since: Annotated[str, typer.Option(metavar="DAY", help="What changed after this day,")] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="and up to this one.")] = "",
    store: StoreAddress = "qipan.db",
    output: Format = OutputFormat.TABLE,
    limit: Limit = 200,
) -> None:
    """Show what the graph said on a day, or what changed between two, statement by statement."""
    if bool(on) == bool(since and until):
        raise InvalidRequest("history is of one day or between two.", hint="Give --on, or --since and --until.")
    with existing_store(store) as kept:
        entity = entity_called(kept.graph(), name).id if name else None
        told = statements_on(kept, on, entity) if on else statements_between(kept, since, until, entity)
        _say_what_left(kept, on or since)
        if output is OutputFormat.JSON:
            print_json([_plain(t.relation, (t.statement,)) | {"how": t.how or None} for t in told[:limit]])
            return
        rows = [
            (t.how, f"{t.relation.head} {t.relation.relation} {t.relation.tail}", _words(t.statement)) for t in told
        ]
    print_table("", ("", *COLUMNS), rows[:limit])


def _say_what_left(store: Store, day: str) -> None:
    """Which articles were others on the day and are not kept, so that what they said is not seen."""
    from kg.store.auditing import left_since  # noqa: PLC0415 - SQLAlchemy takes half a second

    with store.reading() as connection:
        ids = dict.fromkeys(one.about for one in left_since(connection, day))
    if ids:
        said = f"gone since {day} and not kept, so that what they said then is not seen: {', '.join(ids)}"
        sys.stderr.write(f"{plain(said)}\n")


def _words(statement: StatementRecord) -> tuple[str, ...]:
    where = f"{statement.document} {statement.document_date or ''}".strip()
    return (statement.quotes[0].text, f"{statement.modality}, {where}")


def _plain(relation: Relation, statements: tuple[StatementRecord, ...]) -> dict[str, object]:
    ends = {"id": relation.id, "head": relation.head, "relation": relation.relation, "tail": relation.tail}
    return ends | {"statements": [plain_statement(s) for s in statements]}


def _side(graph: Graph, side: Side) -> tuple[str, ...]:
    return (arrow(graph, side.relation), *_words(side.statements[0]))
