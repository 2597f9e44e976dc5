"""Values made by hand, with sensible defaults, so that a test needs neither the extractor nor a store.

    document("騰訊推出元寶。", says("Company:騰訊|腾讯", "develops", "Product:元寶"))

A thing is written `Type:name|alias|alias`. Names are found in the text by plain search, each occurrence a mention;
what is not in the text has no mention. Without a text one is written from the statements.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.model import Document, Entity, Mention, Modality, Quantity, Span, Statement
from kg.text import script_of, twin_of

__all__ = ["Says", "document", "says", "sentences_of"]


@dataclass(frozen=True)
class Says:
    """One statement to be: things as `Type:name|alias`, the words it rests on, and any field of Statement."""

    head: str
    relation: str
    tail: str
    quote: str | None = None
    by: str | None = None
    quantity: Quantity | None = None
    qualifiers: dict[str, Any] = field(default_factory=dict)


def says(
    head: str,
    relation: str,
    tail: str,
    *,
    quote: str | None = None,
    by: str | None = None,
    quantity: Quantity | None = None,
    **qualifiers: Any,
) -> Says:
    """A statement; `by` is who says it, `quote` its words (else the sentence), `quantity` the tail's."""
    return Says(head, relation, tail, quote, by, quantity, qualifiers)


def document(
    text: str | Says = "",
    *statements: Says,
    id: str | None = None,  # noqa: A002 - the field's name
    things: tuple[str, ...] = (),
    **fields: Any,
) -> Document:
    """A document as the extractor would give it; `things` are entities that no statement speaks of."""
    if isinstance(text, Says):
        text, statements = "", (text, *statements)
    text = text or "".join(_sentence(s) for s in statements)
    sentences = sentences_of(text)
    entities = _entities(text, statements, things)
    return Document(
        id=id or hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest(),
        text=text,
        script=script_of(text),
        twin=twin_of(text),
        sentences=sentences,
        mentions=tuple(_mentions(entities)),
        entities=entities,
        statements=tuple(_statement(n, s, text, sentences) for n, s in enumerate(statements, 1)),
        **fields,
    )


def sentences_of(text: str) -> tuple[Span, ...]:
    """Cut after each full stop, question or exclamation mark, and line end."""
    return tuple(Span(*m.span()) for m in re.finditer(r"[^。！？\n]+[。！？]?", text))


def _names(thing: str) -> list[str]:
    return thing.split(":", 1)[1].split("|")


def _id(thing: str) -> str:
    type_, names = thing.split(":", 1)
    return f"{type_.lower()}:{names.split('|')[0]}"


def _sentence(said: Says) -> str:
    by = f"{_names(said.by)[0]}：" if said.by else ""
    return f"{by}{'、'.join(_names(said.head))} {said.relation} {'、'.join(_names(said.tail))}。"


def _entities(text: str, statements: tuple[Says, ...], things: tuple[str, ...]) -> tuple[Entity, ...]:
    quantities = {_id(s.tail): s.quantity for s in statements}
    names: dict[str, tuple[str, dict[str, None]]] = {}
    for thing in (*things, *(t for s in statements for t in (s.head, s.tail, s.by) if t)):
        _, known = names.setdefault(_id(thing), (thing.split(":", 1)[0], {}))
        known.update(dict.fromkeys(_names(thing)))
    return tuple(
        Entity(key, type_, next(iter(known)), tuple(known)[1:], _places(text, known), quantities.get(key))
        for key, (type_, known) in names.items()
    )


def _places(text: str, names: dict[str, None]) -> tuple[Span, ...]:
    found: list[Span] = []
    for name in sorted(names, key=len, reverse=True):
        places = (Span(*m.span()) for m in re.finditer(re.escape(name), text) if name)
        found += [p for p in places if not any(p.overlaps(other) for other in found)]
    return tuple(sorted(found))


def _mentions(entities: tuple[Entity, ...]) -> Iterator[Mention]:
    spans = ((span, entity) for entity in entities for span in entity.mentions)
    for span, entity in sorted(spans, key=lambda pair: (pair[0], pair[1].id)):
        yield Mention(span, entity.type, "hand", entity=entity.id)


def _statement(number: int, said: Says, text: str, sentences: tuple[Span, ...]) -> Statement:
    qualifiers = {"modality": Modality.ASSERTED, "rule": "hand", **said.qualifiers}
    return Statement(
        id=f"s{number}",
        head=_id(said.head),
        relation=said.relation,
        tail=_id(said.tail),
        evidence=(_evidence(said, text, sentences),),
        attributed_to=_id(said.by) if said.by else None,
        **qualifiers,
    )


def _evidence(said: Says, text: str, sentences: tuple[Span, ...]) -> Span:
    if said.quote is not None:
        start = text.index(said.quote)
        return Span(start, start + len(said.quote))
    ends = (_names(said.head), _names(said.tail))
    both = (s for s in sentences if all(any(n in s.of(text) for n in names) for names in ends))
    return next(both, Span(0, len(text)))
