"""How each kind of question is answered: from the slots' entities to rows.

Every function takes the question as it is put to the graph and yields rows, the best first; nothing else is known here
of words or languages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from weakref import WeakKeyDictionary

from kg.graph import Direction, EntityRecord, Graph, RelationFilter, Tally
from kg.loops import loops
from kg.model import Modality
from kg.ontology import builtin_ontology
from kg.profile import sections
from kg.questions.figures import figures, highest
from kg.questions.filters import FACTS
from kg.questions.forms import Query
from kg.questions.found import Row
from kg.questions.measured import Measured
from kg.questions.names import UNNAMED
from kg.questions.rows import Asked, read_ahead, rows_at, rows_of

__all__ = ["KINDS", "prepare", "relations"]

_WAYS = 3
_LONGEST_LOOP = 4
_MOST_COUNTED = 1_000
_COUNTED: WeakKeyDictionary[Graph, dict[tuple[Direction, RelationFilter], list[Tally]]] = WeakKeyDictionary()
"""What has been counted over a whole graph, for as long as the graph is."""


def relations(asked: Asked) -> Iterator[Row]:
    """What stands at the other end of the form's relations."""
    query = asked.form.query
    for entity in asked.entities("x"):
        yield from rows_at(asked, entity, query.relations, direction=query.direction, types=query.types)


def between(asked: Asked) -> Iterator[Row]:
    """What the form's relations say of x towards y; and what else of x speaks of y in the same sentence."""
    query = asked.form.query
    ends = {e.id for e in asked.entities("y")}
    names = tuple(name for e in asked.entities("y") for name in e.names)
    for entity in asked.entities("x"):
        for row in rows_at(asked, entity, query.relations, direction=query.direction):
            if row.entity is not None and row.entity.id in ends:
                yield row
        if query.besides:
            yield from rows_at(asked.on_topic(names), entity, query.besides, direction=query.direction)


def paths(asked: Asked) -> Iterator[Row]:
    """Every direct relation of x and y; where there is none, the shortest ways from one to the other."""
    between = frozenset(builtin_ontology().entity_types) - UNNAMED  # that both cost 10 yuan joins nothing
    where = RelationFilter(modalities=asked.filters.modalities, types=between)
    for x in asked.entities("x"):
        for y in asked.entities("y"):
            direct = asked.graph.between(x.id, y.id, where=where)
            rows = list(rows_of(asked, ((relation, x) for relation in direct)))
            yield from rows or _ways(asked, x, y, where)


def _ways(asked: Asked, x: EntityRecord, y: EntityRecord, where: RelationFilter) -> Iterator[Row]:
    for way in asked.graph.paths(x.id, y.id, k=_WAYS, where=where):
        statements = tuple(s for r in way.relations for s in asked.statements(r)[:1])
        if len(statements) == len(way.relations) > 0:
            yield Row(entity=y, of=x, relations=way.relations, way=way.entities, statements=statements)


def cycles(asked: Asked) -> Iterator[Row]:
    """The loops through x along which something flows back to it."""
    for x in asked.entities("x"):
        for loop in loops(asked.graph, x.id, longest=_LONGEST_LOOP, modalities=asked.filters.modalities):
            statements = tuple(s for r in loop.relations for s in asked.statements(r)[:1])
            yield Row(entity=x, of=x, relations=loop.relations, way=loop.entities, statements=statements)


def most(asked: Asked) -> Iterator[Row]:
    """Who has the most relations of the form's kind."""
    counted = _counted(asked.graph, asked.form.query, asked.filters.modalities)
    for (end, count, best), every in read_ahead(asked, counted, lambda tally: tally.best):
        yield Row(entity=asked.graph.entity(end), relations=(best,), value=count, statements=asked.counting(every))


def _counted(graph: Graph, query: Query, modalities: frozenset[Modality]) -> list[Tally]:
    """The entities with the most relations of the query, counted once for a graph."""
    where = RelationFilter(frozenset(query.relations), modalities, query.types)
    known = _COUNTED.setdefault(graph, {})
    if (query.direction, where) not in known:
        known[query.direction, where] = graph.most(direction=query.direction, where=where, limit=_MOST_COUNTED)
    return known[query.direction, where]


def prepare(graph: Graph, query: Query) -> None:
    """Look once over the whole graph, where the first question of this kind would have to."""
    if query.kind == "most":
        _counted(graph, query, query.modalities or FACTS)
    elif query.kind == "highest":
        graph.following(Measured)


def shared(asked: Asked) -> Iterator[Row]:
    """What x and y both stand in the same relation to."""
    query = asked.form.query
    for x in asked.entities("x"):
        of_x = {_key(row): row for row in rows_at(asked, x, query.relations, direction=query.direction)}
        for y in asked.entities("y"):
            for row in rows_at(asked, y, query.relations, direction=query.direction):
                other = of_x.get(_key(row))
                if other and row.entity and row.entity.type != "Metric":
                    relations_, statements = other.relations + row.relations, other.statements[:2] + row.statements[:2]
                    yield Row(row.entity, x, relations_, section=row.relations[0].relation, statements=statements)


def _key(row: Row) -> tuple[str, str, bool]:
    relation, entity = row.relations[0], row.entity
    return (relation.relation, entity.id if entity else "", relation.head == (entity.id if entity else ""))


def better(asked: Asked) -> Iterator[Row]:
    """Which of several the articles hold ahead of which other."""
    several = asked.entities("x")
    asked = asked.on_topic(asked.measure) if asked.measure else asked
    for x in several:
        for row in rows_at(asked, x, asked.form.query.relations, direction="out"):
            if row.entity in several:
                yield Row(x, row.entity, row.relations, modality=row.modality, statements=row.statements)


def entities(asked: Asked) -> Iterator[Row]:
    """All entities of the type that is asked for, most mentioned first."""
    return (Row(entity=e, value=e.mentions) for e in asked.graph.entities(type=asked.type))


def documents(asked: Asked) -> Iterator[Row]:
    """The articles, or those that say something of x, those that say most first."""
    every = {d.id: d for d in asked.graph.documents()}
    if "x" not in asked.subjects:
        yield from (Row(document=d, value=d.statements) for d in every.values())
        return
    counts: Counter[str] = Counter()
    for x in asked.entities("x"):
        counts.update(s.document for r in asked.graph.relations(x.id) for s in r.support)
    for document, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield Row(document=every[document], value=count)


def statements(asked: Asked) -> Iterator[Row]:
    """All that is said of x in the modalities that the form asks for."""
    for x in asked.entities("x"):
        yield from rows_at(asked, x, (), direction="both")


def said(asked: Asked) -> Iterator[Row]:
    """What x is quoted saying; of the form's relations, where it names some."""
    speaking = asked.spoken_by({x.id for x in asked.entities("x")})
    names, modalities = frozenset(asked.form.query.relations), speaking.filters.modalities
    every = asked.graph.relations(where=RelationFilter(names, modalities))
    yield from rows_of(speaking, ((relation, asked.graph.entity(relation.head)) for relation in every))


def topics(asked: Asked) -> Iterator[Row]:
    """What the form's relations say of x that speaks of the question's own words."""
    query = asked.form.query
    for x in asked.entities("x"):
        yield from rows_at(asked.on_topic(asked.measure), x, query.relations, direction=query.direction)


def names(asked: Asked) -> Iterator[Row]:
    """The entity itself, which knows its names."""
    return (Row(entity=x) for x in asked.entities("x"))


def profile(asked: Asked) -> Iterator[Row]:
    """What is said of x, section by section."""
    for x in asked.entities("x"):
        for section in sections():
            yield from rows_at(
                asked, x, section.relations, direction=section.direction, types=section.types, section=section.id
            )


KINDS: Mapping[str, Callable[[Asked], Iterator[Row]]] = {
    "relations": relations,
    "between": between,
    "paths": paths,
    "loops": cycles,
    "figures": figures,
    "highest": highest,
    "most": most,
    "shared": shared,
    "better": better,
    "entities": entities,
    "documents": documents,
    "statements": statements,
    "said": said,
    "topics": topics,
    "names": names,
    "profile": profile,
}
