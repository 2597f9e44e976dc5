"""Documents in memory -> a graph in memory: resolve, merge, count. A store does the same document by document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg import reprints
from kg.decisions.claims import Judged, judge
from kg.decisions.model import Decision, active
from kg.decisions.naming import NameRules, name_given
from kg.evidence import admitted, document_record, statement_record
from kg.graph import EntityRecord, Relation, RelationFilter, StatementRecord, Support
from kg.ids import digest, statement_ids
from kg.merge import merged, oriented
from kg.model import Document, Statement
from kg.networkx_graph import Change
from kg.ontology import Ontology, builtin_ontology
from kg.resolve import RULES, Named, components, named, record_of, summed_uses

__all__ = ["assembled", "decided_of", "fingerprint", "origin", "rules_of", "summed", "version_of"]

Place = tuple[str, str]
"""A document's id, and an entity's id in it."""

Triple = tuple[str, str, str]


class HeldStatements:
    """The statements of documents that are in memory."""

    def __init__(self, entity_of: dict[Place, str], work_of: dict[str, str]) -> None:
        self._entity_of = entity_of
        self._work_of = work_of
        self._said: defaultdict[Triple, list[tuple[Document, Statement, str, str | None]]] = defaultdict(list)

    def add(self, triple: Triple, doc: Document, statement: Statement, key: str, decided: str | None) -> None:
        """One more statement of this relation; `key` is its id in the graph, `decided` what people say of it."""
        self._said[triple].append((doc, statement, key, decided))

    def statements(
        self, relations: Sequence[Relation], where: RelationFilter, surest: int | None
    ) -> list[StatementRecord]:
        """The statements of these relations that the filter admits, all or the surest of each."""
        return admitted(self._records(relations), where, surest)

    def _records(self, relations: Sequence[Relation]) -> Iterator[StatementRecord]:
        for relation in relations:
            for doc, said, key, decided in self._said[relation.head, relation.relation, relation.tail]:
                speaker = self._speaker(doc, said)
                record = statement_record(doc, said, key=key, relation_id=relation.id, attributed_to=speaker)
                yield replace(record, decided=decided)

    def relations(self) -> list[Relation]:
        """What all statements together say."""
        return [merged(*triple, (self._support(d, s) for d, s, *_ in said)) for triple, said in self._said.items()]

    def _support(self, doc: Document, statement: Statement) -> Support:
        return Support(doc.id, self._work_of[doc.id], doc.date, statement.modality, statement.confidence)

    def _speaker(self, doc: Document, statement: Statement) -> str | None:
        return self._entity_of[doc.id, statement.attributed_to] if statement.attributed_to else None


def assembled(
    documents: Iterable[Document], ontology: Ontology | None = None, decisions: Iterable[Decision] = ()
) -> tuple[HeldStatements, Change]:
    """The statements to read from, and the graph as a change from nothing, with the decisions (a log) applied."""
    ontology = ontology or builtin_ontology()
    docs = {doc.id: doc for doc in documents}
    standing = active(decisions)
    judged = {doc.id: judge(doc, standing) for doc in docs.values()}
    entities, entity_of = _resolved(docs.values(), judged, NameRules(standing))
    places = _places(docs)
    held = HeldStatements(entity_of, {i: place.work for i, place in places.items()})
    for doc in docs.values():
        for key, statement, decided in _said(doc, judged[doc.id]):
            head, tail = entity_of[doc.id, statement.head], entity_of[doc.id, statement.tail]
            spec = ontology.relations.get(statement.relation)
            head, tail = oriented(head, tail, symmetric=spec is not None and spec.symmetric)
            if head != tail:
                held.add((head, statement.relation, tail), doc, statement, key, decided)
    return held, Change(
        version_of(summed(fingerprint(doc) for doc in docs.values()), rules_of(ontology), decided_of(standing)),
        {e.id: e for e in entities},
        {r.id: r for r in held.relations()},
        {doc.id: document_record(doc, reprint_of=places[doc.id].reprint_of) for doc in docs.values()},
    )


def _said(doc: Document, judged: Judged) -> Iterator[tuple[str, Statement, str | None]]:
    """The document's statements as people see them: key, statement and what was decided of it."""
    for n, (key, statement) in enumerate(zip(statement_ids(doc.id, doc.statements), doc.statements, strict=True)):
        decided = judged.marks[n].decided if n in judged.marks else None
        if decided is None:
            yield key, statement, None
        elif decided == "accepted":
            yield key, replace(statement, confidence=1.0), decided
    yield from ((made.key, made.statement, made.decided) for made in judged.made)


def decided_of(standing: Iterable[Decision]) -> str:
    """What logs share that amount to the same; nothing where nothing is decided."""
    ids = [decision.id for decision in standing]
    return digest(*ids) if ids else ""


def _places(docs: dict[str, Document]) -> dict[str, reprints.Place]:
    """Which documents are copies of one work."""
    copies = (reprints.Copy(doc.id, origin(doc.text), doc.date) for doc in docs.values())
    return reprints.works(copies, reprints.near_pairs({doc.id: doc.text for doc in docs.values()}))


def _resolved(
    docs: Iterable[Document], judged: dict[str, Judged], rules: NameRules
) -> tuple[list[EntityRecord], dict[Place, str]]:
    """All entities, and which one each document's entity is."""
    uses: defaultdict[Named, list[tuple[Place, int]]] = defaultdict(list)
    for doc in docs:
        for entity in (*doc.entities, *judged[doc.id].entities):
            uses[named(entity)].append(((doc.id, entity.id), len(entity.mentions)))
    groups: defaultdict[frozenset[str], list[Named]] = defaultdict(list)
    keyed = {thing: rules.keyed(thing) for thing in uses}
    component_of = {key: c for c in components(one.keys for one in keyed.values()) for key in c}
    for thing, one in keyed.items():
        groups[component_of[min(one.keys)]].append(thing)
    entities: list[EntityRecord] = []
    entity_of: dict[Place, str] = {}
    for group in groups.values():
        places = [use for thing in group for use in uses[thing]]
        counts = summed_uses((keyed[thing].thing, len(uses[thing])) for thing in group)
        documents = len({doc for (doc, _), _ in places})
        called = name_given(keyed[thing] for thing in group)
        record = record_of(counts, mentions=sum(n for _, n in places), documents=documents, called=called)
        entities.append(record)
        entity_of |= {place: record.id for place, _ in places}
    return entities, entity_of


def origin(text: str) -> str:
    """What documents with the same text share."""
    return digest(text)


def fingerprint(doc: Document) -> str:
    """What two documents share only if they hold the same text, and the same was read from it."""
    about = (doc.id, doc.title, doc.date, doc.source, doc.author, doc.script)
    read = (doc.sentences, doc.skipped, doc.mentions, doc.entities, doc.statements)
    return digest(doc.text, repr(about), repr(read), size=16)


def rules_of(ontology: Ontology) -> str:
    """What must be equal for the same documents to give the same graph."""
    return digest(str(RULES), *sorted(name for name, spec in ontology.relations.items() if spec.symmetric))


def summed(fingerprints: Iterable[str], *, less: Iterable[str] = (), start: str = "0") -> str:
    """A fingerprint of fingerprints (hex), whatever their order; some may be taken away again.

    >>> summed(["01", "ff"]) == summed(["ff", "01"]) == summed(["ff", "02", "01"], less=["02"])
    True
    """
    total = int(start, 16) + sum(int(f, 16) for f in fingerprints) - sum(int(f, 16) for f in less)
    return f"{total % (1 << 128):032x}"


def version_of(total: str, rules: str, decided: str = "") -> str:
    """The version of the graph that these rules and decisions make of documents with this sum."""
    return digest(total, rules, decided) if decided else digest(total, rules)
