"""Pattern rows (data/patterns/*.yaml), and how one is matched in a sentence.

A sentence is matched in masked form: every mention is one private-use character that stands for its type, so that a
pattern is a regular expression over words and types. In `match`

    {head:Company|Product}   a mention of one of the types, or a list of them (甲、乙和丙), each member taking part;
                             without a tail, each two members of the list
    {head!:Company}          one mention only, the last of a list
    {tail=Factor}            free text that becomes an entity of that type: 2-40 characters without a stop
    {any} {any:Market}       one mention of any type, or of one of the types, not taking part
    <launch>                 one of the words of a class in data/triggers.yaml
    ..                       up to 12 characters within the clause;  ...  up to 40, over commas too

and all else is a regular expression over the simplified twin; blanks do not count, and [^…] matches no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import DataError
from kg.model import Mention, Span
from kg.ontology import Ontology
from kg.resources import read_yaml

__all__ = ["Masked", "Pattern", "PatternMatch", "load_patterns", "mask"]

_FIRST = 0xE000
_SLOT = re.compile(
    r"\{(head|tail|speaker|any)(!?):([\w|]+)\}|\{(head|tail|aspect)=(\w+)\}|\{any\}|(?<!\(\?P)<(\w+)>|(\.{2,3})"
)
_FREE = r"[^，。；！？：、“”\n]{2,40}?"
_LISTING = "listing"  # the word class that joins members of a list
_MOST_LISTED = 30
"""Members of a list after its first: an endless one would be tried from each of its members to each other."""


class PatternRow(BaseModel):
    """One row of a pattern file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    relation: str
    match: str
    confidence: float = 0.8
    polarity: str | None = None
    modality: str | None = None
    hits: list[str] = []
    misses: list[str] = []


@dataclass(frozen=True, slots=True)
class Masked:
    """A stretch of twin text with each mention as one character; `starts[i]:ends[i]` is what character i stands for."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    mentions: Mapping[int, Mention]
    kinds: frozenset[str]  # the characters that stand for mentions

    def span(self, low: int, high: int) -> Span:
        """Masked characters [low, high) as a place in the text."""
        return Span(self.starts[low], self.ends[max(low, high - 1)])


def mask(
    twin: str, stretch: Span, mentions: Sequence[Mention], codes: Mapping[str, str], quotes: tuple[str, str]
) -> Masked:
    """Mask a stretch of text; mentions must be sorted and disjoint. Quotation marks around a mention go with it.

    A mention of no length is put in where it stands: a subject that the clause leaves out.
    """
    text, starts, ends, found = [], [], [], {}
    at = stretch.start
    for mention in mentions:
        low, high = mention.span.start, mention.span.end
        if low < at:
            continue
        if low < high and low > at and twin[low - 1] in quotes[0] and high < stretch.end and twin[high] in quotes[1]:
            low, high = low - 1, high + 1
        for i in range(at, low):
            text.append(twin[i])
            starts.append(i)
            ends.append(i + 1)
        found[len(text)] = mention
        text.append(codes[mention.type])
        starts.append(low)
        ends.append(high)
        at = high
    for i in range(at, stretch.end):
        text.append(twin[i])
        starts.append(i)
        ends.append(i + 1)
    return Masked("".join(text), tuple(starts), tuple(ends), found, frozenset(text[i] for i in found))


@dataclass(frozen=True, slots=True)
class PatternMatch:
    """A pattern found in a masked stretch: heads and tails are mentions, or a span of free text with its type."""

    pattern: Pattern
    span: Span
    heads: tuple[Mention, ...]
    tails: tuple[Mention, ...]
    speakers: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled row."""

    row: PatternRow
    regex: re.Pattern[str]
    free: Mapping[str, str]  # slot -> type, of free text
    needs: tuple[frozenset[str], ...] = ()  # of each a character must stand in the text: spares most searches

    def find(self, masked: Masked) -> Iterator[PatternMatch]:
        """Yield matches in order; a later one may start inside an earlier one."""
        if any(masked.kinds.isdisjoint(kinds) for kinds in self.needs):
            return
        at = 0
        while match := self.regex.search(masked.text, at):
            yield PatternMatch(
                self,
                masked.span(*match.span()),
                *(self._slot(masked, match, slot) for slot in ("head", "tail", "speaker")),
            )
            at = match.start() + 1

    def _slot(self, masked: Masked, match: re.Match[str], slot: str) -> tuple[Mention, ...]:
        if slot not in match.re.groupindex or match[slot] is None:
            return ()
        low, high = match.span(slot)
        if slot in self.free:
            return (Mention(masked.span(low, high), self.free[slot], f"pattern:{self.row.id}"),)
        return tuple(masked.mentions[i] for i in range(low, high) if i in masked.mentions)


def codes_of(ontology: Ontology) -> dict[str, str]:
    """The private-use character that stands for each entity type."""
    return {name: chr(_FIRST + i) for i, name in enumerate(ontology.entity_types)}


def load_patterns(folder: Path, triggers: Mapping[str, Sequence[str]], ontology: Ontology) -> tuple[Pattern, ...]:
    """All patterns of a folder. DataError names the file and the row."""
    patterns: dict[str, Pattern] = {}
    for path in sorted(folder.glob("*.yaml")):
        for raw in read_yaml(path) or []:
            where = f"{path}: {raw.get('id', 'a row without id')}"
            try:
                row = PatternRow.model_validate(raw)
            except ValidationError as error:
                raise DataError(f"{where}: {error.errors()[0]['msg']} at {error.errors()[0]['loc']}.") from error
            if row.id in patterns:
                raise DataError(f"{where}: this id stands twice.")
            if row.relation not in ontology.relations:
                raise DataError(f"{where}: unknown relation {row.relation!r}.")
            patterns[row.id] = compile_row(row, triggers, ontology, where)
    return tuple(patterns.values())


def compile_row(row: PatternRow, triggers: Mapping[str, Sequence[str]], ontology: Ontology, where: str) -> Pattern:
    """Translate a row's match into a regular expression."""
    translator = _Translator(codes_of(ontology), triggers, where)
    plain = re.sub(r"\s+", "", row.match).replace("[^", f"[^{''.join(translator.codes.values())}")
    expression = _SLOT.sub(translator, plain)
    for slot in ("head", "tail"):
        if f"(?P<{slot}>[^" in plain and slot not in translator.free:  # free text written out
            translator.free[slot] = min(ontology.relations[row.relation].tail)
    try:
        return Pattern(row, re.compile(expression), translator.free, tuple(translator.needs))
    except re.error as error:
        raise DataError(f"{where}: not a regular expression: {error}.") from error


@dataclass(slots=True)
class _Translator:
    """Slots, word classes and gaps -> regular expressions; remembers which slots are free text."""

    codes: Mapping[str, str]
    triggers: Mapping[str, Sequence[str]]
    where: str
    free: dict[str, str] = field(default_factory=dict)
    needs: list[frozenset[str]] = field(default_factory=list)

    def __call__(self, match: re.Match[str]) -> str:
        slot, single, names, free_slot, free_type, word_class, dots = match.groups()
        if slot:
            return self._slot(slot, single, self._types(names))
        if free_slot:
            self.free[free_slot] = free_type
            return f"(?P<{free_slot}>{_FREE})"
        if word_class:
            return self._words(word_class)
        if dots:
            return r"[^，。；！？：\n]{0,12}?" if dots == ".." else r"[^。；！？\n]{0,40}?"
        return f"[{''.join(self.codes.values())}]"

    def _slot(self, slot: str, single: str, types: str) -> str:
        if slot == "any":
            return f"[{types}]"
        if slot != "speaker":
            self.needs.append(frozenset(types))
        more = "" if single else f"(?:{self._words(_LISTING)}[{types}]){{0,{_MOST_LISTED}}}"
        return f"(?P<{slot}>[{types}]{more})"

    def _types(self, names: str) -> str:
        if unknown := [n for n in names.split("|") if n not in self.codes]:
            raise DataError(f"{self.where}: unknown type {unknown[0]!r}. Known: {', '.join(self.codes)}.")
        return "".join(self.codes[n] for n in names.split("|"))

    def _words(self, name: str) -> str:
        if name not in self.triggers:
            raise DataError(f"{self.where}: unknown word class <{name}>. Known: {', '.join(sorted(self.triggers))}.")
        return f"(?:{'|'.join(sorted(self.triggers[name], key=len, reverse=True))})"
