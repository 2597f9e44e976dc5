"""Decisions as somebody means them, made of what the graph and its documents hold: what `Store.decide` takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.decisions.model import CHANGEABLE, Claim, Decision, Kind, Thing, active
from kg.errors import InvalidRequest, NotFound
from kg.evidence import sentence_around
from kg.graph import EntityRecord, Graph
from kg.ids import digest, search_key, statement_ids
from kg.model import Document, Entity, Modality, Span
from kg.ontology import Ontology, builtin_ontology

__all__ = ["about", "added", "alone", "apart", "merge", "rename", "retype", "split", "thing_called"]

_POLARITIES = ("positive", "negative", "mixed", "neutral")


def merge(entities: Sequence[EntityRecord], *, author: str, reason: str = "") -> Decision:
    """All are one thing: the first, by type and name."""
    if len({entity.id for entity in entities}) < 2:  # noqa: PLR2004 - one and another
        raise InvalidRequest("Only one thing is named.", hint="Name at least two entities; the first gives its name.")
    return Decision(Kind.MERGE, author, reason, things=tuple(map(Thing.of, entities)))


def alone(things: Iterable[Thing], log: Iterable[Decision]) -> tuple[Thing, ...]:
    """Things without the names that merges brought them, so that what is decided of them leaves these when undone."""
    merges = [d for d in active(log) if d.kind is Kind.MERGE]
    brought = {search_key(n) for d in merges for other in d.things[1:] for n in (other.name, *other.names)}
    return tuple(
        thing
        if search_key(thing.name) in brought
        else replace(thing, names=tuple(name for name in thing.names if search_key(name) not in brought))
        for thing in things
    )


def apart(entities: Sequence[EntityRecord], *, author: str, reason: str = "") -> Decision:
    """They are rightly two: not to be proposed for merging again."""
    if len({entity.id for entity in entities}) != 2:  # noqa: PLR2004 - a pair
        raise InvalidRequest("Two entities are apart.", hint="Name two.")
    return Decision(Kind.APART, author, reason, things=tuple(map(Thing.of, entities)))


def split(entity: EntityRecord, names: Iterable[str], *, author: str, reason: str = "") -> Decision:
    """These names are of another thing than the rest."""
    leaving = {search_key(name) for name in names}
    named = tuple(name for name in entity.names if search_key(name) in leaving)
    if not leaving or leaving - {search_key(name) for name in named}:
        raise InvalidRequest(f"{entity.id} is not called all that.", hint=f"Its names: {', '.join(entity.names)}.")
    if len(named) == len(entity.names):
        raise InvalidRequest("No name would stay.", hint="Name those that leave; at least one stays.")
    return Decision(Kind.SPLIT, author, reason, things=(Thing.of(entity),), names=named)


def rename(entity: EntityRecord, name: str, *, author: str, reason: str = "") -> Decision:
    """It is called so."""
    if entity.quantity:
        raise InvalidRequest("A figure is called what the article calls it.", hint="Correct the statement instead.")
    if not name.strip() or name == entity.name:
        raise InvalidRequest(f"{entity.id} is to get another name.", hint="Give one that it does not have.")
    return Decision(Kind.RENAME, author, reason, things=(Thing.of(entity),), value=name.strip())


def retype(
    entity: EntityRecord, type_: str, *, author: str, reason: str = "", ontology: Ontology | None = None
) -> Decision:
    """It is of this type."""
    known = (ontology or builtin_ontology()).entity_types
    if type_ not in known or type_ == entity.type:
        raise InvalidRequest(f"{entity.id} cannot become a {type_!r}.", hint=f"Another of: {', '.join(known)}.")
    return Decision(Kind.RETYPE, author, reason, things=(Thing.of(entity),), value=type_)


def about(
    kind: Kind,
    doc: Document,
    statement_id: str,
    log: Iterable[Decision],
    *,
    author: str,
    reason: str = "",
    change: Mapping[str, Any] | None = None,
    ontology: Ontology | None = None,
) -> Decision:
    """Accept, reject or correct a statement of the document, by its id in the graph."""
    wanted = dict(change or {})
    if kind is Kind.CORRECT and not wanted:
        raise InvalidRequest("Nothing is corrected.", hint=f"Give one of: head, tail, {', '.join(CHANGEABLE)}.")
    ids = statement_ids(doc.id, doc.statements)
    if statement_id in ids:
        claim = _claim_of(doc, ids.index(statement_id))
    else:
        earlier = _made_by(doc, statement_id, log)
        if earlier.kind is not Kind.CORRECT or kind is not Kind.CORRECT or earlier.claim is None:
            raise InvalidRequest(
                "This statement was made by a person.", hint=f"Undo decision {earlier.id}, or correct it."
            )
        claim, wanted = earlier.claim, {**earlier.change, **wanted}
    if wanted:
        _check(claim, wanted, ontology or builtin_ontology())
    return Decision(kind, author, reason, claim=claim, change=wanted)


def added(
    doc: Document,
    triple: tuple[Thing, str, Thing],
    quote: str,
    *,
    author: str,
    reason: str = "",
    change: Mapping[str, Any] | None = None,
    ontology: Ontology | None = None,
) -> Decision:
    """The document says that the first thing stands in this relation to the second, in these words of its text."""
    start = doc.text.find(quote) if quote.strip() else -1
    if start < 0:
        raise InvalidRequest("The article does not say these words.", hint="Quote it exactly: no statement without.")
    sentence = sentence_around(Span(start, start + len(quote)), doc.sentences).of(doc.text)
    claim = Claim(doc.id, *triple, quote, sentence)
    _check(claim, change or {}, ontology or builtin_ontology())
    return Decision(Kind.ADD, author, reason, claim=claim, change=dict(change or {}))


def thing_called(graph: Graph, name: str, type_: str = "") -> Thing:
    """The thing that is meant: the entity with this id or exact name, or `Type:name` where there is none."""
    try:
        return Thing.of(graph.entity(name))
    except NotFound:
        pass
    kind, _, rest = name.partition(":")
    known = {t.lower(): t for t in builtin_ontology().entity_types}
    if kind.lower() in known and rest.strip():
        return Thing(known[kind.lower()], rest.strip())
    exact = [m.entity for m in graph.find(name, type=type_ or None, limit=5) if m.score == 1]
    if len(exact) == 1:
        return Thing.of(exact[0])
    raise NotFound(f"The graph has nothing called {name!r}, or several.", hint="Write it as Type:name.")


def _claim_of(doc: Document, place: int) -> Claim:
    statement = doc.statements[place]
    things = {entity.id: _thing(entity) for entity in doc.entities}
    span = statement.evidence[0]
    sentence = sentence_around(span, doc.sentences).of(doc.text)
    head, tail = things[statement.head], things[statement.tail]
    return Claim(doc.id, head, statement.relation, tail, span.of(doc.text), sentence)


def _thing(entity: Entity) -> Thing:
    return Thing(entity.type, entity.name, entity.aliases, entity.quantity.measures if entity.quantity else None)


def _made_by(doc: Document, statement_id: str, log: Iterable[Decision]) -> Decision:
    """The decision that made the statement with this id."""
    for decision in log:
        if decision.claim and decision.claim.document == doc.id:
            numbers = (str(n) for n in range(len(doc.statements)))
            keys = [digest(doc.id, "decision", decision.id, *more) for more in ((), *((n,) for n in numbers))]
            if statement_id in keys:
                return decision
    raise NotFound(f"There is no statement {statement_id!r}.", hint="The statements of a relation carry their ids.")


def _check(claim: Claim, change: Mapping[str, Any], ontology: Ontology) -> None:
    """InvalidRequest where it would say something that no statement can say."""
    unknown = set(change) - {"head", "tail", *CHANGEABLE}
    if unknown:
        raise InvalidRequest(f"{min(unknown)!r} cannot be changed.", hint=f"head, tail, {', '.join(CHANGEABLE)} can.")
    if change.get("modality") not in {None, *Modality} or change.get("polarity") not in {None, *_POLARITIES}:
        hint = f"Modality: {', '.join(Modality)}; polarity: {', '.join(_POLARITIES)}."
        raise InvalidRequest("It cannot be said in this way.", hint=hint)
    relation = change.get("relation", claim.relation)
    head, tail = change.get("head", claim.head), change.get("tail", claim.tail)
    if not ontology.allows(head.type, relation, tail.type):
        message = f"{relation!r} does not join {head.type} and {tail.type}."
        raise InvalidRequest(message, hint="The ontology says what joins what.")
