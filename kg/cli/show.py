"""`qipan show` and `qipan profile`: what the graph holds of a thing, as it comes or section by section."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

import typer

from kg.cli.output import OutputFormat, print_json, print_table
from kg.cli.quotes import COLUMNS, Format, plain_relations, relation_rows
from kg.cli.stores import Name, StoreAddress, entity_called, existing_store
from kg.graph import EntityRecord, Graph, Relation, RelationFilter
from kg.questions.plain import plain_entity

__all__ = ["profile", "show"]

Limit = Annotated[int, typer.Option(min=1, help="At most so many rows, in a profile of each section.")]


def show(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Any name or id; none lists what there is.")
    ] = None,
    *,
    store: StoreAddress = "qipan.db",
    output: Format = OutputFormat.TABLE,
    limit: Limit = 50,
) -> None:
    """Show what the graph holds of an entity, each relation with a quote."""
    with existing_store(store) as kept:
        graph = kept.graph()
        if name is None:
            _print_entities(graph, output, limit)
        else:
            entity = entity_called(graph, name)
            _print_entity(graph, entity, list(islice(graph.relations(entity.id), limit)), output)


def profile(
    name: Name,
    *,
    store: StoreAddress = "qipan.db",
    output: Format = OutputFormat.TABLE,
    limit: Limit = 10,
) -> None:
    """Show an entity on one page: products, strategies, rivals, figures, strengths, weaknesses, forecasts."""
    from kg.profile import sections  # noqa: PLC0415 - reads data

    with existing_store(store) as kept:
        graph = kept.graph()
        entity = entity_called(graph, name)
        filled = []
        for section in sections():
            where = RelationFilter(frozenset(section.relations), types=section.types)
            found = list(islice(graph.relations(entity.id, direction=section.direction, where=where), limit))
            if found:
                filled.append((section, found))
        if output is OutputFormat.JSON:
            parts = {section.id: plain_relations(graph, found) for section, found in filled}
            print_json({"entity": plain_entity(entity), "sections": parts})
            return
        for section, found in filled:
            title = f"{section.labels['en']} {section.labels['zh-Hant']}"
            print_table(f"{entity.name}: {title}", COLUMNS, relation_rows(graph, found))


def _print_entities(graph: Graph, output: OutputFormat, limit: int) -> None:
    entities = islice(graph.entities(), limit)
    if output is OutputFormat.JSON:
        for entity in entities:
            print_json(plain_entity(entity))
    else:
        rows = ((e.name, e.type, ", ".join(e.names), e.mentions, e.documents) for e in entities)
        print_table("", ("name", "type", "all names", "mentions", "articles"), rows)


def _print_entity(graph: Graph, entity: EntityRecord, relations: list[Relation], output: OutputFormat) -> None:
    if output is OutputFormat.JSON:
        print_json({"entity": plain_entity(entity), "relations": plain_relations(graph, relations)})
    else:
        title = f"{entity.id} ({', '.join(entity.names)}): {entity.mentions} mentions in {entity.documents} articles"
        print_table(title, COLUMNS, relation_rows(graph, relations))
