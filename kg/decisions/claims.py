"""What decisions about statements do to one document, wherever its statements have moved since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kg.decisions.model import Claim, Decision, Kind, Thing
from kg.evidence import sentence_around
from kg.ids import digest
from kg.model import Document, Entity, Modality, Span, Statement
from kg.ontology import builtin_ontology

__all__ = ["Judged", "Made", "Mark", "judge"]

PEOPLE = "people"
"""The rule of a statement that a person made."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What was decided of a statement that the extractor found: `accepted`, `rejected` or `replaced`."""

    decided: str
    decision: str


@dataclass(frozen=True, slots=True)
class Made:
    """A statement that a person `corrected` or `added`; `key` is its id in the graph."""

    statement: Statement
    decided: str
    key: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The document's statements by their number, as people see them; what they added; decisions that met nothing."""

    marks: dict[int, Mark]
    made: tuple[Made, ...] = ()
    entities: tuple[Entity, ...] = ()
    unmet: tuple[Decision, ...] = ()


def judge(doc: Document, decisions: Iterable[Decision]) -> Judged:
    """Apply to a document the decisions about its statements; of several about one, the last counts."""
    marks: dict[int, Mark] = {}
    changes: dict[int, Decision] = {}
    unmet: list[Decision] = []
    added: list[Decision] = []
    for decision in decisions:
        if decision.claim is None or decision.claim.document != doc.id:
            continue
        if decision.kind is Kind.ADD:
            (added if decision.claim.quote in doc.text else unmet).append(decision)
            continue
        places = meant(doc, decision.claim)
        for place in places:
            changes.pop(place, None)
            if decision.kind is Kind.CORRECT:
                changes[place] = decision
            marks[place] = Mark(_DECIDED[decision.kind], decision.id)
        if not places:
            unmet.append(decision)
    entities = _Entities(doc)
    made = [_corrected(doc, place, decision, entities) for place, decision in sorted(changes.items())]
    made += [_added(doc, decision, entities) for decision in added]
    return Judged(marks, tuple(made), tuple(entities.new), tuple(unmet))


_DECIDED = {Kind.ACCEPT: "accepted", Kind.REJECT: "rejected", Kind.CORRECT: "replaced"}


def meant(doc: Document, claim: Claim) -> list[int]:
    """The numbers of the statements that the claim is about: those with its words, else those in its sentence."""
    keys = {entity.id: _keys(entity) for entity in doc.entities}
    alike = [
        (number, statement)
        for number, statement in enumerate(doc.statements)
        if statement.relation == claim.relation and _joins(keys, statement, claim) is not None
    ]
    exact = [n for n, s in alike if any(span.of(doc.text) == claim.quote for span in s.evidence)]
    return exact or [n for n, s in alike if any(_about(doc, span, claim) for span in s.evidence)]


def _joins(keys: Mapping[str, frozenset[str]], statement: Statement, claim: Claim) -> bool | None:
    """Whether it joins what the claim joins: the same way (True), or turned (False) where that says the same."""
    head, tail = keys[statement.head], keys[statement.tail]
    if head & claim.head.keys and tail & claim.tail.keys:
        return True
    turned = builtin_ontology().relations.get(claim.relation)
    return False if turned and turned.symmetric and head & claim.tail.keys and tail & claim.head.keys else None


def _about(doc: Document, span: Span, claim: Claim) -> bool:
    sentence = sentence_around(span, doc.sentences).of(doc.text)
    return span.of(doc.text) in claim.sentence or claim.quote in sentence


def _keys(entity: Entity) -> frozenset[str]:
    measures = entity.quantity.measures if entity.quantity else None
    return Thing(entity.type, entity.name, entity.aliases, measures).keys


class _Entities:
    """The document's entities, and those that people's statements need beside them."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._keys = {entity.id: _keys(entity) for entity in doc.entities}
        self.new: list[Entity] = []

    def joins(self, statement: Statement, claim: Claim) -> bool | None:
        """As `_joins`, in this document."""
        return _joins(self._keys, statement, claim)

    def id_of(self, thing: Thing) -> str:
        """The id in the document of the entity that is called this; made where there is none."""
        for id_, keys in self._keys.items():
            if thing.key in keys and id_.partition(":")[0] == thing.type.lower():
                return id_
        id_ = f"{thing.type.lower()}:{thing.name}"
        if id_ in self._keys:  # it is there with other names only, or of another measure
            id_ = f"{id_}#{digest(thing.key)}"
        self.new.append(Entity(id_, thing.type, thing.name, thing.names, tuple(_places(self._doc.text, thing.name))))
        self._keys[id_] = thing.keys
        return id_


def _places(text: str, name: str) -> Iterable[Span]:
    start = text.find(name) if name else -1
    while start >= 0:
        yield Span(start, start + len(name))
        start = text.find(name, start + len(name))


def _corrected(doc: Document, place: int, decision: Decision, entities: _Entities) -> Made:
    statement = replace(doc.statements[place], id=f"d{place}-{decision.id}", rule=PEOPLE, confidence=1.0)
    key, change = digest(doc.id, "decision", decision.id, str(place)), decision.change
    if decision.claim and not entities.joins(statement, decision.claim):
        change = {_TURNED.get(name, name): value for name, value in change.items()}
    return Made(replace(statement, **_fields(change, entities)), "corrected", key)


_TURNED = {"head": "tail", "tail": "head"}


def _added(doc: Document, decision: Decision, entities: _Entities) -> Made:
    claim = decision.claim
    assert claim is not None  # noqa: S101 - for mypy; judge has looked
    within = max(doc.text.find(claim.sentence), 0) if claim.sentence else 0
    start = doc.text.find(claim.quote, within)
    start = start if start >= 0 else doc.text.find(claim.quote)
    statement = Statement(
        id=f"d-{decision.id}",
        head=entities.id_of(claim.head),
        relation=claim.relation,
        tail=entities.id_of(claim.tail),
        evidence=(Span(start, start + len(claim.quote)),),
        rule=PEOPLE,
    )
    return Made(
        replace(statement, **_fields(decision.change, entities)), "added", digest(doc.id, "decision", decision.id)
    )


def _fields(change: Any, entities: _Entities) -> dict[str, Any]:
    fields = {name: entities.id_of(value) if isinstance(value, Thing) else value for name, value in change.items()}
    if "modality" in fields:
        fields["modality"] = Modality(fields["modality"])
    return fields
