"""Which entities may be one thing: proposed with a reason, never merged silently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.fuzz import ratio

from kg.decisions.model import Decision, Kind, active
from kg.graph import EntityRecord, Graph
from kg.ids import search_key

__all__ = ["Candidate", "candidates"]

_FIGURES = frozenset({"Metric"})  # 10億元 and 100億元 are near in writing only
_LEAST = 2  # characters of a name that may lie within another
_NEAR = 80  # of 100: one letter in five
_SPELT = 4  # characters from which spelling can be compared
_CROWD = 50  # names that begin alike, beyond which that says nothing


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entities that may be one, the more mentioned first.

    `reason` is `same_name` (of another type), `within` (a name of one lies within a name of the other, at an end) or
    `spelling`; `names` are the two names; `shared` is how many neighbours they share; `score` is from 0 to 1.
    """

    entities: tuple[EntityRecord, EntityRecord]
    reason: str
    names: tuple[str, str]
    shared: int
    score: float


def candidates(graph: Graph, log: Iterable[Decision] = (), *, limit: int = 100) -> list[Candidate]:
    """Pairs that may be one thing, the likeliest first; without those that people said are apart."""
    entities = {e.id: e for e in graph.entities() if e.type not in _FIGURES}
    found: dict[tuple[str, str], tuple[str, float, tuple[str, str]]] = {}
    for one, other, reason, score, names in _alike(entities.values()):
        pair = (one.id, other.id) if _rank(one) < _rank(other) else (other.id, one.id)
        if one.id != other.id and (pair not in found or found[pair][1] < score):
            found[pair] = (reason, score, names if pair[0] == one.id else (names[1], names[0]))
    apart = _apart(log)
    pairs = {p: said for p, said in found.items() if not _said_apart(entities[p[0]], entities[p[1]], apart)}
    likeliest = sorted(pairs, key=lambda p: (-pairs[p][1], p))[: limit * 4]  # their neighbours are looked at
    made = [_candidate(graph, entities[a], entities[b], pairs[a, b]) for a, b in likeliest]
    return sorted(made, key=lambda c: (-c.score, c.entities[0].id, c.entities[1].id))[:limit]


def _rank(entity: EntityRecord) -> tuple[int, str]:
    return (-entity.mentions, entity.id)


Alike = tuple[EntityRecord, EntityRecord, str, float, tuple[str, str]]


def _alike(entities: Iterable[EntityRecord]) -> Iterator[Alike]:
    """Pairs whose names say that they may be one. Costs the names, not their pairs."""
    holders: defaultdict[str, list[tuple[EntityRecord, str]]] = defaultdict(list)
    for entity in entities:
        for name in entity.names:
            holders[search_key(name)].append((entity, name))
    beginning: defaultdict[str, list[str]] = defaultdict(list)
    for key, here in holders.items():
        beginning[key[:2]].append(key)
        for (one, name), (other, its) in combinations(here, 2):
            if one.type != other.type:
                yield one, other, "same_name", 0.6, (name, its)
        for part in _ends(key):
            yield from _of_one_type(here, holders.get(part, []), "within", 0.3 + 0.5 * len(part) / len(key))
    for keys in beginning.values():
        if len(keys) <= _CROWD:
            yield from _near(keys, holders)


def _ends(key: str) -> Iterator[str]:
    """What stands at the beginning or the end of a name, shorter than the whole."""
    for length in range(_LEAST, len(key)):
        yield key[:length]
        yield key[-length:]


def _near(keys: list[str], holders: dict[str, list[tuple[EntityRecord, str]]]) -> Iterator[Alike]:
    for one, other in combinations([key for key in keys if len(key) >= _SPELT], 2):
        alike = ratio(one, other, score_cutoff=_NEAR)
        if alike:
            yield from _of_one_type(holders[one], holders[other], "spelling", 0.8 * alike / 100)


def _of_one_type(
    here: list[tuple[EntityRecord, str]], there: list[tuple[EntityRecord, str]], reason: str, score: float
) -> Iterator[Alike]:
    for one, name in here:
        for other, its in there:
            if one.type == other.type:
                yield one, other, reason, score, (name, its)


def _candidate(
    graph: Graph, one: EntityRecord, other: EntityRecord, said: tuple[str, float, tuple[str, str]]
) -> Candidate:
    reason, score, names = said
    shared = len(_neighbours(graph, one.id) & _neighbours(graph, other.id))
    return Candidate((one, other), reason, names, shared, round(min(1.0, score + 0.05 * shared), 4))


def _neighbours(graph: Graph, entity_id: str) -> set[tuple[str, str]]:
    relations = graph.relations(entity_id)
    return {(r.relation, r.tail if r.head == entity_id else r.head) for r in relations}


def _apart(log: Iterable[Decision]) -> list[tuple[frozenset[str], frozenset[str]]]:
    said = [decision.things for decision in active(log) if decision.kind is Kind.APART]
    return [(one.keys, other.keys) for one, other in said]


def _said_apart(one: EntityRecord, other: EntityRecord, apart: list[tuple[frozenset[str], frozenset[str]]]) -> bool:
    def keys(entity: EntityRecord) -> set[str]:
        return {f"{entity.type.lower()}:{search_key(name)}" for name in entity.names}

    if not apart:
        return False
    here, there = keys(one), keys(other)
    return any((a & here and b & there) or (a & there and b & here) for a, b in apart)
