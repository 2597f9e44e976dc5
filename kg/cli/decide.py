"""`qipan decide` and `qipan decisions`: what people decide about the graph, and the log of it."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.output import OutputFormat, print_json, print_table
from kg.cli.quotes import Format
from kg.cli.stores import StoreAddress, existing_store
from kg.decisions.asked import Asked, drafted
from kg.decisions.files import from_file, to_file
from kg.decisions.model import Decision, Kind, active, to_plain
from kg.errors import InvalidRequest, UnreadableInput

__all__ = ["decide", "decisions"]

_FORMS = {
    "merge": "INTO OTHER...",
    "apart": "ENTITY OTHER",
    "split": "ENTITY NAME...",
    "rename": "ENTITY NAME",
    "retype": "ENTITY TYPE",
    "accept": "STATEMENT",
    "reject": "STATEMENT",
    "correct": "STATEMENT FIELD=VALUE...",
    "add": "DOCUMENT HEAD RELATION TAIL QUOTE",
    "undo": "DECISION",
}


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in this container
        return "someone"


def decide(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join(_FORMS) + ".")],
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="Names and ids, as the kind needs them.")],
    *,
    store: StoreAddress = "qipan.db",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    author: Annotated[str, typer.Option(help="Who decides; else the user's name.", envvar="QIPAN_AUTHOR")] = "",
) -> None:
    """Decide about the graph, for good: what is decided stays when articles are read again, and can be undone.

    merge INTO OTHER...; apart ENTITY OTHER (not to be proposed again); split ENTITY NAME...; rename ENTITY NAME;
    retype ENTITY TYPE; accept STATEMENT; reject STATEMENT; correct STATEMENT FIELD=VALUE...;
    add DOCUMENT HEAD RELATION TAIL QUOTE; undo DECISION.
    Statements have ids, which `qipan show NAME --format json` gives.
    """
    with existing_store(store) as kept:
        asked = _asked(kind, words, author or _user(), reason)
        decision = kept.decide(drafted(kept, asked))
    sys.stdout.write(f"{decision.id} {decision.kind}\n")


def _asked(kind: str, words: Sequence[str], author: str, reason: str) -> Asked:
    if kind not in _FORMS:
        raise InvalidRequest(f"{kind!r} is nothing to decide.", hint=f"One of: {', '.join(_FORMS)}.")
    least, exact = len(_FORMS[kind].split()), not _FORMS[kind].endswith("...")
    if len(words) < least or (exact and len(words) != least):
        raise InvalidRequest(f"{kind} takes other words.", hint=f"qipan decide {kind} {_FORMS[kind]}")
    return Asked(Kind(kind), author, reason, **_fields(kind, words))


def _fields(kind: str, words: Sequence[str]) -> dict[str, Any]:
    """What the words mean for this kind."""
    first, *rest = words
    if kind in {"merge", "apart"}:
        return {"entities": words}
    if kind == "split":
        return {"entities": [first], "names": rest}
    if kind in {"rename", "retype"}:
        return {"entities": [first], "value": rest[0]}
    if kind == "add":
        return {"document": first, "triple": tuple(rest[:3]), "quote": rest[3]}
    if kind == "undo":
        return {"decision": first}
    return {"statement": first, "change": dict(map(_pair, rest))}


def _pair(word: str) -> tuple[str, str]:
    name, sign, value = word.partition("=")
    if not sign:
        raise InvalidRequest(f"{word!r} is no FIELD=VALUE.", hint="Write modality=negated.")
    return name, value


def decisions(
    *,
    store: StoreAddress = "qipan.db",
    output: Format = OutputFormat.TABLE,
    conflicts: Annotated[bool, typer.Option("--conflicts", help="Those in force that meet nothing now.")] = False,
    export: Annotated[str, typer.Option(metavar="FILE|-", help="Write the log to a file that people can read.")] = "",
    take: Annotated[str, typer.Option("--import", metavar="FILE", help="Put in what another log holds.")] = "",
) -> None:
    """List what people decided; write it to a file, or take it from one."""
    with existing_store(store) as kept:
        if take:
            count = kept.take_decisions(from_file(_text_of(take)))
            sys.stdout.write(f"{count} decisions taken, {len(kept.conflicts())} of the log meet nothing\n")
        elif export:
            _write(export, to_file(kept.decisions()))
        elif conflicts:
            found = kept.conflicts()
            _list([c.decision for c in found], output, {c.decision.id: f"meets nothing: {c.why}" for c in found})
        else:
            log = kept.decisions()
            standing = {d.id for d in active(log)}
            _list(log, output, {d.id: "in force" if d.id in standing else "" for d in log})


def _list(log: Sequence[Decision], output: OutputFormat, states: dict[str, str]) -> None:

    if output is OutputFormat.JSON:
        print_json([to_plain(d) | {"state": states[d.id]} for d in log])
        return
    rows = [((d.id, d.at[:19]), (str(d.kind), d.author), _said(d), (d.reason, states[d.id])) for d in log]
    print_table("", ("id, time", "what, who", "about", "reason, state"), rows)


def _said(decision: Decision) -> tuple[str, ...]:
    things = [f"{thing.type}:{thing.name}" for thing in decision.things]
    claim = decision.claim
    said = [f"{claim.head.name} {claim.relation} {claim.tail.name}", claim.quote, claim.document] if claim else []
    change = [f"{name}: {getattr(value, 'name', value)}" for name, value in decision.change.items()]
    return tuple(filter(None, [*things, *decision.names, decision.value, *said, *change, decision.of or ""]))


def _text_of(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"{path}: cannot be read: {error}.", hint="Give a file that was exported.") from error


def _write(path: str, text: str) -> None:
    if path == "-":
        sys.stdout.write(text)
        return
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidRequest(f"{path}: cannot be written: {error.strerror}.", hint="Give another file.") from error
