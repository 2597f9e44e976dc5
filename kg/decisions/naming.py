"""What decisions about things do to the keys by which namings become entities (kg.resolve).

Each naming is looked at by itself, so that what holds of many documents follows from what holds of one: entities are
still the connected components of keys, whatever the order of documents, and a decision touches only namings that have
its keys. A split isolates: names that left share no key with the rest, whatever a later document calls by both.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.decisions.model import Decision, Kind, Thing
from kg.ids import search_key
from kg.resolve import Named, first_key, link_keys

__all__ = ["Keyed", "NameRules", "name_given", "targets"]

_KINDS = frozenset({Kind.MERGE, Kind.SPLIT, Kind.RENAME, Kind.RETYPE})


@dataclass(frozen=True, slots=True)
class Keyed:
    """A naming under the decisions: with the type it was given, and the keys that join it with others.

    `ever` are all keys it had on the way, `hits` the decisions that met it (with the number of their thing), `called`
    the place in the log and the name that the last of them gave it.
    """

    thing: Named
    keys: frozenset[str]
    ever: frozenset[str]
    hits: frozenset[tuple[str, int]] = frozenset()
    called: tuple[int, str] | None = None


@dataclass(slots=True)
class _State:
    """A naming on its way through the log."""

    type: str
    first: str
    keys: set[str]
    names: list[tuple[int, str, str]]  # place in the log, name, and the key that must be left for it to hold

    def retype(self, type_: str) -> None:
        prefix, new = f"{self.type.lower()}:", f"{type_.lower()}:"
        self.type, self.first = type_, new + self.first.removeprefix(prefix)
        self.keys = {new + key.removeprefix(prefix) for key in self.keys}
        self.names = [(at, name, new + key.removeprefix(prefix)) for at, name, key in self.names]


class NameRules:
    """The decisions about things that are in force, in their order."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._decisions: Sequence[Decision] = [d for d in decisions if d.kind in _KINDS]
        self._merges = {d.id: d for d in self._decisions if d.kind is Kind.MERGE}
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, decision in enumerate(self._decisions):
            for key in targets(decision):
                self._places[key].append(place)

    def keyed(self, thing: Named) -> Keyed:
        """The naming under the decisions."""
        raw = link_keys(thing)
        if not any(key in self._places for key in raw):
            return Keyed(thing, raw, raw)
        state = _State(thing.type, first_key(thing), set(raw), [])
        ever, hits = set(raw), set[tuple[str, int]]()
        waiting = sorted({place for key in raw for place in self._places.get(key, ())})
        done = -1
        while waiting:
            place = waiting.pop(0)
            if place > done:
                done = place
                hits |= self._apply(place, state, thing)
                for key in state.keys - ever:
                    for later in self._places.get(key, ()):
                        insort(waiting, later)
                ever |= state.keys
        holding = [(at, name) for at, name, key in state.names if key in state.keys]
        called = max(holding, default=None)
        return Keyed(replace(thing, type=state.type), frozenset(state.keys), frozenset(ever), frozenset(hits), called)

    def _apply(self, place: int, state: _State, thing: Named) -> set[tuple[str, int]]:
        """Apply one decision; what of it met."""
        decision = self._decisions[place]
        met = {(decision.id, n) for n, target in enumerate(_targets(decision)) if target & state.keys}
        if not met:
            return met
        if decision.kind is Kind.SPLIT:
            self._split(state, frozenset(map(decision.things[0].key_of, decision.names)))
        elif decision.kind is Kind.RETYPE:
            state.retype(decision.value)
        elif decision.kind is Kind.RENAME:
            _call(state, place, decision.value, replace(decision.things[0], type=state.type), thing)
        else:
            into = decision.things[0]
            if into.type != state.type:
                state.retype(into.type)
            state.keys.add(f"{state.type.lower()}:={decision.id}")
            _call(state, place, into.name, into, thing)
        return met

    def _split(self, state: _State, leaving: frozenset[str]) -> None:
        if state.first in leaving:
            state.keys = {key for key in state.keys if key in leaving or self._within(key, leaving)}
        else:
            state.keys -= leaving

    def _within(self, key: str, leaving: frozenset[str]) -> bool:
        """Whether the key is of a merge among things that leave together."""
        kind, _, rest = key.partition(":=")
        merge = self._merges.get(rest)
        return merge is not None and {f"{kind}:{t.key.partition(':')[2]}" for t in merge.things} <= leaving


def name_given(namings: Iterable[Keyed]) -> str | None:
    """What people call the entity of these namings: the last to name one of them."""
    return max(filter(None, (one.called for one in namings)), default=(0, None))[1]


def _call(state: _State, place: int, name: str, as_: Thing, thing: Named) -> None:
    """Give it this name, and the key by which others of the name join it. A figure keeps the name it has."""
    if thing.quantity is None and as_.measures is None:
        key = f"{state.type.lower()}:{search_key(name)}"
        state.keys.add(key)
        state.names.append((place, name, key))


def _targets(decision: Decision) -> list[frozenset[str]]:
    """The keys of each thing that it is about."""
    if decision.kind is Kind.SPLIT:
        return [frozenset(map(decision.things[0].key_of, decision.names))]
    return [thing.keys for thing in decision.things]


def targets(decision: Decision) -> frozenset[str]:
    """The keys of everything that a decision about things is about."""
    return frozenset().union(*_targets(decision)) if decision.kind in _KINDS else frozenset()
