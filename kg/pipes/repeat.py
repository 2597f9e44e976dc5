"""The further places of names of firms and products that the tagger sees in some and misses in others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from kg.lexicon import Entry, Lexicon
from kg.model import Document, Mention, Span
from kg.pipes.mentions import PHRASES, Finder
from kg.pipes.voting import FIRM_OR_PRODUCT, is_quoted, type_of

__all__ = ["Repeat"]

_OFTEN = 0.8  # confidence of all places together from which a name is one everywhere
_BARE = 3  # further places of a name of which the tagger is sure nowhere
_AGAIN = 0.6  # confidence of a further place
_QUOTATION = re.compile(r"[“‘]([^“”‘’《》，。；：？！、\n]{2,8})[”’]")


@dataclass(frozen=True, slots=True)
class Repeat:
    """Mark where a name comes again and nothing was found (source `again`); what the tagger is unsure of goes.

    A name made of common words (一人灶) is seen where it is introduced and missed as a clause's subject.
    """

    requires: ClassVar = frozenset({"twin", "sentences", "mentions"})
    assigns: ClassVar = frozenset({"mentions"})
    quoted: Finder  # quotations whose neighbours tell what they name

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        read: dict[str, list[Mention]] = defaultdict(list)
        for m in (*doc.mentions, *self.quoted(doc)):
            if m.source in ("model", "unsure", "quoted"):
                read[m.span.of(doc.twin)].append(m)
        kept = [m for m in doc.mentions if m.source != "unsure"]
        return replace(doc, mentions=(*kept, *_again(doc.twin, kept, read)))


def _again(twin: str, kept: list[Mention], read: Mapping[str, list[Mention]]) -> list[Mention]:
    quotations = {match[1] for match in _QUOTATION.finditer(twin)}
    sure = {name: sum(m.confidence for m in members if m.source == "model") for name, members in read.items()}
    kinds = {}
    for name, members in read.items():
        kind = type_of(twin, sorted(members, key=lambda m: m.span))
        if kind in FIRM_OR_PRODUCT and (name in quotations or sure[name] > _OFTEN):
            kinds[name] = kind
    taken = bytearray(len(twin))
    for m in kept:
        if m.type not in PHRASES:
            taken[m.span.start : m.span.end] = b"\1" * (m.span.end - m.span.start)
    spans: dict[str, list[Span]] = defaultdict(list)
    for span, entry in Lexicon.of(tuple(Entry(*row) for row in kinds.items())).find(twin):
        if not any(taken[span.start : span.end]):
            spans[entry.name].append(span)
    return [
        Mention(span, kinds[name], "again", _AGAIN)
        for name, places in spans.items()
        if sure[name] or sum(not is_quoted(twin, span) for span in places) >= _BARE
        for span in places
    ]
