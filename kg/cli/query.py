"""`qipan query`: read-only openCypher over the graph."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from kg.cli.output import OutputFormat, complain, print_json, print_table
from kg.cli.quotes import Format
from kg.cli.stores import StoreAddress, existing_store
from kg.errors import InvalidRequest

__all__ = ["query"]


def query(
    text: Annotated[str, typer.Argument(metavar="QUERY", help="Read-only: MATCH … RETURN …")],
    *,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "-p", "--parameter", metavar="NAME=VALUE", help="A value for $NAME, JSON or plain text; repeatable."
        ),
    ] = None,
    store: StoreAddress = "qipan.db",
    output: Format = OutputFormat.TABLE,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows.")] = 100,
    seconds: Annotated[float, typer.Option(min=0.1, help="The query is ended after so long.")] = 10.0,
) -> None:
    """Run a read-only openCypher query: labels are entity types, relationship types are relation types."""
    from kg.cypher import Cypher  # noqa: PLC0415 - an engine of its own, and only here
    from kg.cypher.worker import Limits  # noqa: PLC0415 - as above

    parameters = dict(map(_parameter, parameter or []))
    with existing_store(store) as kept, Cypher() as cypher:
        table = cypher.query(kept.graph(), text, parameters, limits=Limits(seconds, limit))
    if output is OutputFormat.JSON:
        for row in table.rows:
            print_json(row)
    else:
        print_table("", table.columns, ([_cell(row[column]) for column in table.columns] for row in table.rows))
    if table.truncated:
        complain(f"There are more than {limit} rows. Give a greater --limit.")


def _parameter(given: str) -> tuple[str, Any]:
    name, equals, value = given.partition("=")
    if not name or not equals:
        raise InvalidRequest(f"{given!r} is no parameter.", hint="Write it as name=value.")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
