"""Decisions: who decided what, when and why, in words that outlive a new reading of the articles.

A decision names things by type and names, and statements by their document, ends and words: never by a number of the
store, so that it can be carried to another store, read by people, and found again after the extractor has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from kg.errors import InvalidRequest
from kg.graph import EntityRecord
from kg.ids import digest, search_key

__all__ = [
    "CHANGEABLE",
    "Claim",
    "Conflict",
    "Decision",
    "Kind",
    "Thing",
    "active",
    "from_plain",
    "stamped",
    "to_plain",
]

CHANGEABLE = ("relation", "modality", "polarity", "aspect", "condition", "horizon")
"""What of a statement can be corrected, beside its ends."""


class Kind(StrEnum):
    """What is decided: about things, about statements; `apart` that things are rightly two; `undo` about a decision."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    RETYPE = "retype"
    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"
    APART = "apart"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity as it was called when somebody decided about it; `measures` is a figure's."""

    type: str
    name: str
    names: tuple[str, ...] = ()
    measures: str | None = None

    @classmethod
    def of(cls, entity: EntityRecord) -> Thing:
        """The thing that this entity is."""
        others = tuple(n for n in entity.names if n != entity.name)
        return cls(entity.type, entity.name, others, entity.quantity.measures if entity.quantity else None)

    @property
    def key(self) -> str:
        """What its name joins (kg.resolve.link_keys)."""
        return self.key_of(self.name)

    def key_of(self, name: str) -> str:
        """What another name of it joins."""
        measured = f":{search_key(self.measures)}" if self.measures else ""
        return f"{self.type.lower()}:{search_key(name)}{measured}"

    @property
    def keys(self) -> frozenset[str]:
        """What any of its names joins; other names of one character are too many things' names."""
        return frozenset({self.key, *(self.key_of(n) for n in self.names if len(search_key(n)) > 1)})


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement as it stands in a document: its words, the sentence around them, and its ends as called there."""

    document: str
    head: Thing
    relation: str
    tail: Thing
    quote: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the log.

    `things` are what a merge joins (the first gives type and name), or the one thing that is split, renamed or retyped;
    `names` leave it by a split; `value` is the new name or type. `claim` is the statement that is meant or added,
    `change` what is said of it instead (CHANGEABLE, by name; `head` and `tail` hold things). `of` is what is undone.
    """

    kind: Kind
    author: str
    reason: str = ""
    things: tuple[Thing, ...] = ()
    names: tuple[str, ...] = ()
    value: str = ""
    claim: Claim | None = None
    change: Mapping[str, Any] = field(default_factory=dict, hash=False)
    of: str | None = None
    at: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A decision that stands in the log and has nothing to apply to now, and why."""

    decision: Decision
    why: str


def stamped(draft: Decision, log: Sequence[Decision]) -> Decision:
    """The draft with its time, after everything in the log, and an id made of all of it."""
    now = datetime.now(UTC)
    if log and (last := datetime.fromisoformat(log[-1].at)) >= now:
        now = last + timedelta(microseconds=1)
    timed = replace(draft, at=now.isoformat(timespec="microseconds"), id="")
    return replace(timed, id=digest(repr(sorted(to_plain(timed).items()))))


def active(log: Iterable[Decision]) -> list[Decision]:
    """The decisions that are in force, in the order in which they were made. An undo can be undone too."""
    entries = sorted(log, key=lambda d: (d.at, d.id))
    undone: set[str] = set()
    for entry in reversed(entries):
        if entry.kind is Kind.UNDO and entry.id not in undone and entry.of:
            undone.add(entry.of)
    return [entry for entry in entries if entry.kind is not Kind.UNDO and entry.id not in undone]


def to_plain(decision: Decision) -> dict[str, Any]:
    """Plain values, without what is empty: the form of files and of the wire."""
    every = {"id": decision.id, "at": decision.at, "kind": str(decision.kind)} | {
        name: getattr(decision, name) for name in ("author", "reason", "value", "of")
    }
    every["things"] = [_plain_thing(thing) for thing in decision.things]
    every["names"] = list(decision.names)
    every["claim"] = _plain_claim(decision.claim) if decision.claim else None
    every["change"] = {n: _plain_thing(v) if isinstance(v, Thing) else v for n, v in decision.change.items()}
    return {name: value for name, value in every.items() if value}


def _plain_thing(thing: Thing) -> dict[str, Any]:
    plain = asdict(thing) | {"names": list(thing.names)}
    return {name: value for name, value in plain.items() if value}


def _plain_claim(claim: Claim) -> dict[str, Any]:
    return {
        "document": claim.document,
        "head": _plain_thing(claim.head),
        "relation": claim.relation,
        "tail": _plain_thing(claim.tail),
        "quote": claim.quote,
        "sentence": claim.sentence,
    }


def from_plain(plain: Mapping[str, Any]) -> Decision:
    """The decision again. InvalidRequest where the values are not those of one."""
    try:
        known = {name: plain[name] for name in ("id", "at", "author", "reason", "value", "of") if name in plain}
        _all_text(known)
        datetime.fromisoformat(known.get("at", "2000-01-01"))
        return Decision(
            Kind(plain["kind"]),
            **known,
            things=tuple(map(_thing, plain.get("things", ()))),
            names=tuple(map(str, plain.get("names", ()))),
            claim=_claim(plain["claim"]) if plain.get("claim") else None,
            change={n: _thing(v) if isinstance(v, Mapping) else v for n, v in plain.get("change", {}).items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        said = f"{plain.get('id', '?') if isinstance(plain, Mapping) else plain!r}"
        raise InvalidRequest(f"Decision {said}: is not one: {error}.", hint="Take one that was exported.") from error


def _all_text(values: Mapping[str, Any]) -> None:
    wrong = [name for name, value in values.items() if not isinstance(value, str)]
    if wrong:
        raise TypeError(f"{wrong[0]} is not text")


def _thing(plain: Mapping[str, Any]) -> Thing:
    measures = plain.get("measures")
    return Thing(str(plain["type"]), str(plain["name"]), tuple(map(str, plain.get("names", ()))), measures)


def _claim(plain: Mapping[str, Any]) -> Claim:
    words = {name: str(plain[name]) for name in ("document", "relation", "quote")}
    return Claim(
        **words, head=_thing(plain["head"]), tail=_thing(plain["tail"]), sentence=str(plain.get("sentence", ""))
    )
