"""`qipan path` and `qipan loops`: how things hang together, each step with a quote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from kg.cli.output import OutputFormat, print_json, print_table
from kg.cli.quotes import COLUMNS, Format, plain_relations, relation_rows
from kg.cli.stores import Name, StoreAddress, entity_called, existing_store
from kg.errors import NotFound
from kg.graph import Graph, Path

__all__ = ["loops", "path"]


def path(
    start: Name,
    end: Name,
    *,
    store: StoreAddress = "qipan.db",
    output: Format = OutputFormat.TABLE,
    count: Annotated[int, typer.Option("-k", min=1, max=20, help="So many paths, the shortest first.")] = 3,
    directed: Annotated[bool, typer.Option("--directed", help="Follow relations from head to tail only.")] = False,
) -> None:
    """Show the shortest ways from one entity to another."""
    with existing_store(store) as kept:
        graph = kept.graph()
        ends = entity_called(graph, start), entity_called(graph, end)
        found = graph.paths(ends[0].id, ends[1].id, k=count, directed=directed)
        if not found:
            raise NotFound(f"Nothing joins {ends[0].name} and {ends[1].name}.", hint="Read more articles about them.")
        _print_ways(graph, found, output)


def loops(
    name: Name,
    *,
    store: StoreAddress = "qipan.db",
    output: Format = OutputFormat.TABLE,
    longest: Annotated[int, typer.Option(min=2, max=8, help="Steps of the longest loop.")] = 4,
) -> None:
    """Show the loops through an entity along which data, parts, money or work flow back to it."""
    from kg.loops import loops as loops_through  # noqa: PLC0415 - the command has the name

    with existing_store(store) as kept:
        graph = kept.graph()
        entity = entity_called(graph, name)
        found = loops_through(graph, entity.id, longest=longest)
        if not found:
            raise NotFound(
                f"No loop of {longest} steps or fewer goes through {entity.name}.", hint="Try a greater --longest."
            )
        _print_ways(graph, found, output)


def _print_ways(graph: Graph, ways: Iterable[Path], output: OutputFormat) -> None:
    for way in ways:
        if output is OutputFormat.JSON:
            print_json({"entities": way.entities, "relations": plain_relations(graph, way.relations)})
        else:
            title = " - ".join(graph.entity(entity_id).name for entity_id in way.entities)
            print_table(title, COLUMNS, relation_rows(graph, way.relations))
