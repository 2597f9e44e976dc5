"""`qipan show` and `qipan path`: what the graph holds of a thing, and how two things hang together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from typing import Annotated, Any

import typer

from kg.cli.output import OutputFormat, print_json, print_table
from kg.cli.stores import StoreAddress, entity_called, existing_store
from kg.errors import NotFound
from kg.graph import EntityRecord, Graph, Relation
from kg.ontology import builtin_ontology

__all__ = ["path", "show"]

Format = Annotated[OutputFormat, typer.Option("--format", help="A table for people, or JSON.")]
_COLUMNS = ("what is said", "in which words, and where")


def show(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Any name or id; none lists what there is.")
    ] = None,
    *,
    store: StoreAddress = "qipan.db",
    output: Format = OutputFormat.TABLE,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows.")] = 50,
) -> None:
    """Show what the graph holds of an entity, each relation with a quote."""
    with existing_store(store) as kept:
        graph = kept.graph()
        if name is None:
            _print_entities(islice(graph.entities(), limit), output)
        else:
            _print_entity(graph, entity_called(graph, name), output, limit)


def path(
    start: Annotated[str, typer.Argument(metavar="A", help="Any name or id.")],
    end: Annotated[str, typer.Argument(metavar="B", help="Any name or id.")],
    *,
    store: StoreAddress = "qipan.db",
    output: Format = OutputFormat.TABLE,
    count: Annotated[int, typer.Option("-k", min=1, max=20, help="So many paths, the shortest first.")] = 3,
    directed: Annotated[bool, typer.Option("--directed", help="Follow relations from head to tail only.")] = False,
) -> None:
    """Show the shortest ways from one entity to another, each step with a quote."""
    with existing_store(store) as kept:
        graph = kept.graph()
        ends = entity_called(graph, start), entity_called(graph, end)
        found = graph.paths(ends[0].id, ends[1].id, k=count, directed=directed)
        if not found:
            raise NotFound(f"Nothing joins {ends[0].name} and {ends[1].name}.", hint="Read more articles about them.")
        for way in found:
            if output is OutputFormat.JSON:
                print_json({"entities": way.entities, "relations": _plain(graph, way.relations)})
            else:
                names = [graph.entity(entity_id).name for entity_id in way.entities]
                print_table(" - ".join(names), _COLUMNS, _rows(graph, way.relations))


def _print_entities(entities: Iterable[EntityRecord], output: OutputFormat) -> None:
    if output is OutputFormat.JSON:
        for entity in entities:
            print_json(asdict(entity))
    else:
        rows = ((e.name, e.type, ", ".join(e.names), e.mentions, e.documents) for e in entities)
        print_table("", ("name", "type", "all names", "mentions", "articles"), rows)


def _print_entity(graph: Graph, entity: EntityRecord, output: OutputFormat, limit: int) -> None:
    relations = islice(graph.relations(entity.id), limit)
    if output is OutputFormat.JSON:
        print_json({"entity": asdict(entity), "relations": _plain(graph, relations)})
    else:
        title = f"{entity.id} ({', '.join(entity.names)}): {entity.mentions} mentions in {entity.documents} articles"
        print_table(title, _COLUMNS, _rows(graph, relations))


def _plain(graph: Graph, relations: Iterable[Relation]) -> list[dict[str, Any]]:
    every = ((asdict(relation), relation.id) for relation in relations)
    return [
        {**{key: value for key, value in plain.items() if key != "support"}, "said": _said(graph, relation_id)}
        for plain, relation_id in every
    ]


def _said(graph: Graph, relation_id: str) -> list[dict[str, Any]]:
    return [asdict(statement) for statement in graph.statements(relation_id)]


def _rows(graph: Graph, relations: Iterable[Relation]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    for relation in relations:
        spec = builtin_ontology().relations[relation.relation]
        statement = graph.statements(relation.id)[0]
        arrow = "↔" if spec.symmetric else "→"
        ends = f"{graph.entity(relation.head).name} {arrow} {graph.entity(relation.tail).name}"
        said = ", ".join(f"{modality} {count}" for modality, count in sorted(relation.modalities.items()))
        quotes = " … ".join(quote.text for quote in statement.quotes)
        article = f"- {statement.document_title} {statement.document_date or ''}"
        yield (ends, f"{relation.relation} {spec.zh}, {said}"), (quotes, article)
