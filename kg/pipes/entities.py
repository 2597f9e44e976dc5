"""Mentions -> entities: all names of one thing under one id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import ClassVar

from kg.figures import Figures
from kg.ids import entity_id
from kg.lexicon import Lexicon
from kg.model import Document, Entity, Mention, Quantity, Span
from kg.pipes.voting import CLOSING, FIRM_OR_PRODUCT, type_of
from kg.reference import Reference
from kg.samenames import VARIABLE, Key, Known, Pairs, is_latin, other_names, same_names
from kg.text import name_key

__all__ = ["ResolveEntities"]

_LONGEST_NAME = 30
_CORE = 3  # code points of a technology without its generic ending (not AI of AI大模型)
_OPEN, _CLOSE = "\uff08", "\uff09"
_SHORTENED = {"Company", "Organization", "Product", "Event", "Strategy", "Market", "Technology"}


@dataclass(frozen=True, slots=True)
class ResolveEntities:
    """Group mentions by name, lexicon entry, stated short form and generic ending, and give each group an id."""

    requires: ClassVar = frozenset({"twin", "mentions"})
    assigns: ClassVar = frozenset({"entities"})
    lexicon: Lexicon
    reference: Reference
    figures: Figures

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        typed = self._one_type_a_name(doc)
        known = self._known(doc, typed)
        groups = self._groups(doc, typed, known)
        entities: list[Entity] = []
        mentions: list[Mention] = []
        for members in groups:
            entity = self._entity(doc, members, known)
            entities.append(entity)
            mentions.extend(replace(m, type=entity.type, entity=entity.id) for m in members)
        same = _same_quantities(entities)
        entities = _merged([replace(e, id=same.get(e.id, e.id)) for e in entities])
        mentions = [replace(m, entity=same.get(m.entity or "", m.entity)) for m in mentions]
        return replace(
            doc,
            entities=tuple(sorted(entities, key=lambda e: (e.mentions[0], e.id))),
            mentions=tuple(sorted(mentions, key=lambda m: (m.span, m.type))),
        )

    def _one_type_a_name(self, doc: Document) -> list[Mention]:
        """Give all mentions of one name the type that most of its evidence speaks for."""
        by_name: dict[str, list[Mention]] = defaultdict(list)
        for m in doc.mentions:
            by_name[name_key(m.span.of(doc.twin))].append(m)
        first = {name: type_of(doc.twin, members) for name, members in by_name.items()}
        longer: dict[str, list[str]] = defaultdict(list)
        for name, kind in first.items():
            for end in range(2, len(name)):
                longer[name[:end]].append(kind)
        best = {name: type_of(doc.twin, members, longer[name]) for name, members in by_name.items()}
        for full, other in self._introduced(doc):
            a, b = name_key(full.span.of(doc.twin)), name_key(other)
            if {best[a], best.get(b)} == FIRM_OR_PRODUCT:
                best[b] = best[a]
            elif is_latin(other) and best.get(b, best[a]) != best[a]:
                told = sorted((*by_name[a], *by_name[b]), key=lambda m: m.span)
                best[a] = best[b] = type_of(doc.twin, told, longer[a])
        return [replace(m, type=best[name_key(m.span.of(doc.twin))]) for m in doc.mentions]

    def _known(self, doc: Document, mentions: list[Mention]) -> Known:
        """The lexicon as this text uses it: without the short forms that stand for a longer name of its own."""
        names = {m.span.of(doc.twin) for m in mentions if m.type == "Company"}
        others = other_names(names, self.lexicon.known, self.reference.known_apart)
        known = self.lexicon.known
        return (lambda name: None if name_key(name) in others else known(name)) if others else known

    def _groups(self, doc: Document, mentions: list[Mention], known: Known) -> list[list[Mention]]:
        by_key: dict[Key, list[Mention]] = defaultdict(list)
        for m in mentions:
            by_key[m.type, _key(m, doc, known)].append(m)
        parent = {key: key for key in by_key}
        for a, b in self._same(doc, mentions, list(by_key), known):
            parent[_root(parent, a)] = _root(parent, b)
        groups: dict[Key, list[Mention]] = defaultdict(list)
        for key, members in by_key.items():
            groups[_root(parent, key)].extend(members)
        return [sorted(members, key=lambda m: m.span) for members in groups.values()]

    def _same(self, doc: Document, mentions: list[Mention], keys: list[Key], known: Known) -> Pairs:
        """Pairs of keys that name one thing: stated short forms, names in brackets, generic endings, versions, parts.

        Two names that the lexicon has for two things stay two, whatever they end in (小米, 小米汽車).
        """
        present = set(keys)
        for full, short in self._stated(doc):
            a, b = (full.type, _key(full, doc, known)), (full.type, name_key(short))
            if a in present and b in present:
                yield b, a
        cores: dict[Key, list[Key]] = defaultdict(list)
        for kind, key in keys:
            if kind in _SHORTENED:
                core = self.reference.core(key)
                cores[kind, key if kind == "Technology" and len(core) < _CORE else core].append((kind, key))
        for (_, core), members in cores.items():
            yield from (pair for pair in _alike(core, members) if not all(known(key) for _, key in pair))
        yield from _doubled(doc, mentions, known)
        yield from _bracketed(doc, mentions, known)
        yield from same_names(keys, known, self.reference.apart, self.reference.titles)

    def _introduced(self, doc: Document) -> Iterable[tuple[Mention, str]]:
        """Each name that is introduced with another for the same thing: X（以下簡稱Y）, X（Latin）.

        Of 1,140 Latin names in brackets behind a firm's in annotated articles 1,136 were the firm's, of 150 behind a
        product's all.
        """
        yield from self._stated(doc)
        for outer, inner in _in_brackets(doc, doc.mentions):
            if is_latin(name := inner.span.of(doc.twin)):
                yield outer, name

    def _stated(self, doc: Document) -> Iterable[tuple[Mention, str]]:
        """A name and its short form or another, of every X（以下簡稱Y）."""
        ends = {m.span.end: m for m in doc.mentions}
        for form in self.reference.short_forms:
            for match in form.finditer(doc.twin):
                if full := ends.get(match.start()):
                    yield from ((full, short) for short in match.groupdict().values() if short)

    def _entity(self, doc: Document, members: list[Mention], known: Known) -> Entity:
        kind = members[0].type
        names = list(dict.fromkeys(m.span.of(doc.text) for m in members))
        entry = next((e for n in names if (e := known(n)) and e.type == kind), None)
        if entry:
            name, extra = entry.name, entry.aliases
        else:
            name, extra = max(names, key=lambda n: (len(n) <= _LONGEST_NAME, len(n))), ()
        aliases = [n for n in dict.fromkeys((*names, *extra)) if n != name]
        quantity = self._quantity(doc, members[0].span) if kind == "Metric" else None
        spans = tuple(dict.fromkeys(m.span for m in members))
        return Entity(entity_id(kind, name), kind, name, tuple(aliases), spans, quantity)

    def _quantity(self, doc: Document, span: Span) -> Quantity | None:
        return self.figures.at(doc.twin, span)


def _alike(core: str, members: Sequence[Key]) -> Pairs:
    """Of names with one core, in the order of the text: those with one ending in the other; the core with the first.

    Of 300 pairs with other endings (雲梔集團, 雲梔資本) in annotated articles nine in ten were two things.
    """
    longer = [key for key in members if key[1] != core]
    for at, (kind, key) in enumerate(longer):
        ending = key[len(core) :]
        others = (other for other in longer[:at] if ending in other[1][len(core) :] or other[1][len(core) :] in ending)
        yield from (((kind, key), other) for other in islice(others, 1))
    yield from ((key, longer[0]) for key in members if longer and key[1] == core)


def _key(mention: Mention, doc: Document, known: Known) -> str:
    name = mention.span.of(doc.twin)
    entry = known(name)
    return name_key(entry.name if entry and entry.type == mention.type else name)


def _doubled(doc: Document, mentions: list[Mention], known: Known) -> Pairs:
    """A Chinese name and a Latin one right behind it (千問大模型Qwen3), both found as names of the same type."""
    ends = {(m.span.end, m.type): m for m in mentions if m.type in VARIABLE}
    for m in mentions:
        first = ends.get((m.span.start, m.type))
        if first and not doc.twin[m.span.start - 1].isascii() and is_latin(m.span.of(doc.twin)):
            yield (m.type, _key(m, doc, known)), (m.type, _key(first, doc, known))


def _bracketed(doc: Document, mentions: list[Mention], known: Known) -> Pairs:
    """A name and another of the same type in brackets right behind it, unless both are known for two things.

    Of 2,100 such pairs in annotated articles 31 were two things, half of them known; figures are not meant.
    """
    for first, m in _in_brackets(doc, mentions):
        if first.type == m.type and not (known(first.span.of(doc.twin)) and known(m.span.of(doc.twin))):
            yield (m.type, _key(m, doc, known)), (m.type, _key(first, doc, known))


def _in_brackets(doc: Document, mentions: Iterable[Mention]) -> Iterable[tuple[Mention, Mention]]:
    """Each name with another in brackets right behind it; figures are not meant."""
    named = [m for m in mentions if m.type != "Metric"]
    ends = {m.span.end: m for m in named}
    for m in named:
        before, behind = doc.twin[max(m.span.start - 2, 0) : m.span.start], doc.twin[m.span.end : m.span.end + 1]
        inside = before.endswith(_OPEN) and behind == _CLOSE
        if inside and (first := ends.get(m.span.start - 1 - (before[0] in CLOSING))):
            yield first, m


def _root(parent: dict[Key, Key], key: Key) -> Key:
    while parent[key] != key:
        key = parent[key]
    return key


def _same_quantities(entities: list[Entity]) -> dict[str, str]:
    """Figures that say the same (七成, 逾七成; 120萬, 120萬元) -> the first of them.

    A unit left out is that of the others where they have one; 近一成 and 逾一成 in one text stay apart.
    """
    by_value: dict[tuple[float, float | None], list[tuple[Entity, Quantity]]] = defaultdict(list)
    for entity in sorted(entities, key=lambda e: (e.mentions[0], e.id)):
        if quantity := entity.quantity:
            by_value[quantity.value, quantity.high].append((entity, quantity))
    same: dict[str, str] = {}
    for members in by_value.values():
        units = {q.unit for _, q in members if q.unit}
        for unit in sorted(units):
            alike = [(e, q) for e, q in members if q.unit == unit or (len(units) == 1 and not q.unit)]
            vague = sum(q.approximate for _, q in alike) > 1
            ids = [e.id for e, q in alike if not (vague and q.approximate)]
            same |= dict.fromkeys(ids[1:], ids[0]) if ids else {}
    return same


def _merged(entities: list[Entity]) -> list[Entity]:
    """Entities of one id as one (two groups whose fullest names are spelt alike, or figures that say the same)."""
    by_id: dict[str, Entity] = {}
    for entity in entities:
        if other := by_id.get(entity.id):
            names = dict.fromkeys((*other.aliases, entity.name, *entity.aliases))
            aliases = tuple(name for name in names if name != other.name)
            spans = tuple(sorted({*other.mentions, *entity.mentions}))
            by_id[entity.id] = replace(other, aliases=aliases, mentions=spans)
        else:
            by_id[entity.id] = entity
    return list(by_id.values())
