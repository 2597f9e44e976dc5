"""Spans that name something: what each finder sees, and which of overlapping ones stays."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from kg.figures import Figures
from kg.lexicon import Lexicon
from kg.model import Document, Mention, Rejection, Span
from kg.shapes import Shapes

__all__ = [
    "PHRASES",
    "FindMentions",
    "Finder",
    "figure_mentions",
    "latin_mentions",
    "lexicon_mentions",
    "quoted_mentions",
    "recognised_mentions",
]

Finder = Callable[[Document], Iterator[Mention]]
_QUOTED = re.compile(r"[“‘《]([^“”‘’《》，。；！？\n]{1,16})[”’》]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+\-.&']*(?: ?[A-Z0-9][A-Za-z0-9+\-.]*){0,3}")
_NEAR = 60  # code points around an ambiguous name in which its context word must stand
# Who is believed first where spans overlap; among equals the longer.
_RANK = {"introduced": 0, "lexicon": 1, "figure": 2, "model": 3, "quoted": 4, "recogniser": 5, "latin": 6, "again": 7}
PHRASES = frozenset({"Strategy", "Factor"})  # may hold names, so they are settled among themselves
_VERY = 0.9  # one that it is so sure of beats what is known in it even of the same type (首鋼男籃, 首鋼)
_SURE = 0.6  # a longer name of another type that the model is so sure of beats the known one in it (京東外賣, 京東)


@dataclass(frozen=True, slots=True)
class FindMentions:
    """Run all finders over the sentences; overlapping mentions are settled by rank, then length."""

    requires: ClassVar = frozenset({"twin", "sentences", "words"})
    assigns: ClassVar = frozenset({"mentions"})
    finders: tuple[Finder, ...]
    shapes: Shapes | None = None  # tells what names nothing; without it all that is found is kept

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        every = [*doc.mentions, *(mention for finder in self.finders for mention in finder(doc))]
        nameless = self._nameless(doc, every)
        without = frozenset(nameless)
        found = [mention for mention in every if mention not in without]
        phrases = [m for m in found if m.type in PHRASES]
        kept, lost = zip(settle(phrases), settle([m for m in found if m.type not in PHRASES]), strict=True)
        reasons = [("names nothing", nameless), *(("overlap", row) for row in lost)]
        rejected = tuple(Rejection(why, m.span, f"{m.type} by {m.source}") for why, row in reasons for m in row)
        mentions = tuple(sorted((m for row in kept for m in row), key=lambda m: (m.span, m.type)))
        return replace(doc, mentions=mentions, rejected=doc.rejected + rejected)

    def _nameless(self, doc: Document, found: list[Mention]) -> list[Mention]:
        """Those that name nothing of the article."""
        if self.shapes is None:
            return []
        page = [Span(*match.span()) for match in self.shapes.page.finditer(doc.twin)]
        unnamed = self.shapes.unnamed.fullmatch
        return [
            m
            for m in found
            if (m.source == "model" and unnamed(m.span.of(doc.twin))) or any(place.covers(m.span) for place in page)
        ]


def _rank(mention: Mention, known: Sequence[Mention]) -> tuple[float, int, int, str]:
    rank = float(_RANK[mention.source.partition(":")[0]])
    longer = mention.source == "model" and mention.confidence >= _SURE
    inside = [k for k in known if mention.span.covers(k.span) and mention.span != k.span]
    other = len(inside) == 1 and (inside[0].type != mention.type or inside[0].source == "figure")
    if longer and (other or (inside and mention.confidence >= _VERY)):
        rank = _RANK["lexicon"] - 0.5
    return rank, mention.span.start - mention.span.end, mention.span.start, mention.type


def settle(found: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Disjoint mentions in order, and those that lost their place to another of different extent or type."""
    taken: list[Mention] = []
    lost: list[Mention] = []
    covered: dict[int, Mention] = {}
    known = [m for m in found if m.source in {"lexicon", "figure"}]
    near = _Near(known)
    for mention in sorted(found, key=lambda m: _rank(m, near.inside(m.span))):
        owners = {id(covered[i]): covered[i] for i in range(mention.span.start, mention.span.end) if i in covered}
        if not owners:
            taken.append(mention)
            covered |= dict.fromkeys(range(mention.span.start, mention.span.end), mention)
        elif all(owner.span != mention.span or owner.type != mention.type for owner in owners.values()):
            lost.append(mention)
    return sorted(taken, key=lambda m: m.span), lost


class _Near:
    """Mentions by where they start."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = sorted(mentions, key=lambda m: m.span)
        self.starts = [m.span.start for m in self.mentions]

    def inside(self, span: Span) -> list[Mention]:
        low = bisect_left(self.starts, span.start)
        return self.mentions[low : bisect_left(self.starts, span.end, low)]


def lexicon_mentions(lexicon: Lexicon) -> Finder:
    """Names known beforehand; one that is an ordinary word too needs one of its context words near."""

    def find(doc: Document) -> Iterator[Mention]:
        for sentence in doc.sentences:
            for span, entry in lexicon.find(sentence.of(doc.twin)):
                at = Span(sentence.start + span.start, sentence.start + span.end)
                near = doc.twin[max(0, at.start - _NEAR) : at.start] + doc.twin[at.end : at.end + _NEAR]
                if not entry.context or any(word in near for word in entry.context):
                    yield Mention(at, entry.type, "lexicon")

    return find


def figure_mentions(figures: Figures) -> Finder:
    """Quantities with their units."""

    def find(doc: Document) -> Iterator[Mention]:
        for sentence in doc.sentences:
            for span, _ in figures.find(doc.twin, sentence.start, sentence.end):
                yield Mention(span, "Metric", "figure")

    return find


def recognised_mentions(shapes: Shapes) -> Finder:
    """What the recogniser calls a person or an organisation."""

    def find(doc: Document) -> Iterator[Mention]:
        for word in doc.words:
            name = word.span.of(doc.twin)
            if len(name) < 2 or name in shapes.not_companies:  # noqa: PLR2004 - one character names nothing
                continue
            if word.tag == "PER":
                yield Mention(word.span, "Person", "recogniser", 0.8)
            elif word.tag == "ORG":
                yield Mention(word.span, shapes.organisation_type(name), "recogniser", 0.7)

    return find


def quoted_mentions(shapes: Shapes) -> Finder:
    """Short quotations whose neighbours or ending tell what they name."""

    def find(doc: Document) -> Iterator[Mention]:
        for sentence in doc.sentences:
            for match in _QUOTED.finditer(doc.twin, sentence.start, sentence.end):
                before, after = (
                    doc.twin[max(0, match.start() - 6) : match.start()],
                    doc.twin[match.end() : match.end() + 6],
                )
                kind = shapes.type_by_neighbours(before, after) or shapes.type_by_suffix(match[1])
                if kind:
                    yield Mention(Span(*match.span(1)), kind, "quoted", 0.6)

    return find


def latin_mentions(shapes: Shapes) -> Finder:
    """Words in Latin letters: a known technology, or a product where its neighbours or a digit tell so."""

    def find(doc: Document) -> Iterator[Mention]:
        for sentence in doc.sentences:
            for match in _LATIN.finditer(doc.twin, sentence.start, sentence.end):
                name = match[0].strip()
                span = Span(match.start(), match.start() + len(name))
                if name in shapes.latin_technologies:
                    yield Mention(span, "Technology", "latin", 0.5)
                elif len(name) > 1 and name not in shapes.latin_stopwords:
                    before, after = doc.twin[max(0, span.start - 4) : span.start], doc.twin[span.end : span.end + 4]
                    kind = shapes.type_by_neighbours(before, after)
                    if kind or any(char.isdigit() for char in name):
                        yield Mention(span, kind or "Product", "latin", 0.5)

    return find
