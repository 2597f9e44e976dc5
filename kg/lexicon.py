"""Names known beforehand, and longest-match search for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kg.errors import DataError
from kg.model import Span
from kg.ontology import Ontology
from kg.resources import read_tsv
from kg.text import name_key, to_hans

__all__ = ["Entry", "Lexicon", "load_lexicon"]

_HEAD = 2  # code points; no name is shorter
_COLUMNS = ("name", "type", "aliases", "context", "of")


class Entry(NamedTuple):
    """A known thing: its canonical name, type and every alias.

    `context` holds words of which one must stand near the name, where the name is an ordinary word too (小米, 元寶);
    `of` the names of who makes or owns it, or of what the person leads.
    """

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries, searchable by any name in either script, letters in either case."""

    entries: tuple[Entry, ...]
    _forms: dict[str, Entry] = field(default_factory=dict)
    _lengths: dict[str, list[int]] = field(default_factory=dict)  # of the forms that begin so, the longest first

    @classmethod
    def of(cls, entries: tuple[Entry, ...]) -> Lexicon:
        """A lexicon with its search tables; the first entry that has a form keeps it."""
        forms: dict[str, Entry] = {}
        for entry in entries:
            for name in (entry.name, *entry.aliases):
                forms.setdefault(_form(name), entry)
        lengths: dict[str, set[int]] = defaultdict(set)
        for form in forms:
            lengths[form[:_HEAD]].add(len(form))
        return cls(entries, forms, {head: sorted(each, reverse=True) for head, each in lengths.items()})

    def find(self, twin: str) -> Iterator[tuple[Span, Entry]]:
        """Names in a twin text, leftmost first, the longest form winning, none inside a Latin word.

        One look-up a code point, and one more for each length of the names that begin as the text does there.

        >>> lexicon = Lexicon.of((Entry("比亞迪", "Company", ("BYD",)),))
        >>> [(span.start, span.end) for span, _ in lexicon.find("昨日比亚迪(byd)宣布")]
        [(2, 5), (6, 9)]
        """
        text, at = twin.casefold(), 0
        if len(text) != len(twin):  # a few letters fold to two (ß): fall back to what keeps offsets
            text = twin.lower() if len(twin.lower()) == len(twin) else twin
        while at < len(text):
            end = self._longest(text, at) if text[at : at + _HEAD] in self._lengths else 0
            if end:
                yield Span(at, end), self._forms[text[at:end]]
            at = end or at + 1

    def _longest(self, text: str, at: int) -> int:
        if at and _is_latin(text[at]) and _is_latin(text[at - 1]):
            return 0
        for length in self._lengths.get(text[at : at + _HEAD], ()):
            end = at + length
            if end > len(text) or text[at:end] not in self._forms:
                continue
            if end == len(text) or not (_is_latin(text[end]) and _is_latin(text[end - 1])):
                return end
        return 0

    def known(self, name: str) -> Entry | None:
        """The entry that has this name in any spelling."""
        return self._forms.get(_form(name))

    def above(self, name: str) -> frozenset[str]:
        """The names of all that a thing belongs to, at once or by way of what it belongs to.

        >>> chip, maker = Entry("倚天710", "Product", of=("平頭哥",)), Entry("平頭哥", "Company", of=("阿里巴巴",))
        >>> sorted(Lexicon.of((chip, maker)).above("倚天710"))
        ['平頭哥', '阿里巴巴']
        """
        found: set[str] = set()
        below = [name]
        while below:
            entry = self.known(below.pop())
            new = set(entry.of) - found if entry else set()
            found |= new
            below += new
        return frozenset(found)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _form(name: str) -> str:
    return to_hans(name).casefold()


def load_lexicon(folder: Path, ontology: Ontology) -> Lexicon:
    """All *.tsv of a folder (columns name, type, aliases, context, of; the last three `|` separated), in file order."""
    entries: list[Entry] = []
    seen: dict[tuple[str, str], tuple[Path, int]] = {}
    for path in sorted(folder.glob("*.tsv")):
        for line, row in read_tsv(path):
            if row.get("type") not in ontology.entity_types:
                known = ", ".join(ontology.entity_types)
                raise DataError(f"{path}:{line}: unknown type {row.get('type')!r}. Known: {known}.")
            if unknown := sorted(row.keys() - _COLUMNS):
                raise DataError(f"{path}:{line}: unknown column {unknown[0]!r}. Known: {', '.join(_COLUMNS)}.")
            entry = Entry(row["name"], row["type"], *[_list(row.get(column, "")) for column in _COLUMNS[2:]])
            if len(short := min((entry.name, *entry.aliases), key=len)) < _HEAD:
                raise DataError(f"{path}:{line}: {short!r} is too short for a name.")
            if entry.context:
                entry = entry._replace(context=tuple(map(to_hans, entry.context)))
            first = seen.setdefault((entry.type, name_key(entry.name)), (path, line))
            if first != (path, line):
                raise DataError(f"{path}:{line}: {entry.name} stands at {first[0]}:{first[1]} already.")
            entries.append(entry)
    return Lexicon.of(tuple(entries))


def _list(cell: str) -> tuple[str, ...]:
    items = cell.split("|") if cell else ()
    return tuple([item for part in items if (item := part.strip())] if " " in cell else items)
