"""Pronouns and dropped subjects -> mentions of what they stand for.

Each clause that begins with its verb gets a mention of no length: its subject. What is meant is what the text speaks of
most, what opens the paragraph and what was named last, weighed against each other (`Salience`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from math import log1p
from typing import ClassVar, NamedTuple

from kg.model import Document, Mention, Span
from kg.pipes.sentences import paragraphs_of
from kg.reference import Pronoun, Reference, Salience

__all__ = ["ACTORS", "STAND_INS", "Refer", "clauses", "is_name"]

ACTORS = frozenset({"Company", "Organization", "Product", "Person"})
STAND_INS = ("pronoun", "carried")  # sources of mentions that stand for a name
_NAMED = ACTORS | {"Technology"}  # of which only a pronoun may speak
_CLAUSE = re.compile(r"[^，；。！？：]+[，；。！？：]*")
_STOPS = re.compile(r"[，；。！？：\n]")
_VERBS = frozenset({"v", "vd"})
_FAR = 6  # sentences back in which what is meant was named
_TITLE = 16  # code points between a firm and the name of who speaks for it (是方電訊總經理劉耀元)


def clauses(twin: str, sentence: Span) -> Iterator[Span]:
    """The clauses of a sentence, marks included."""
    for match in _CLAUSE.finditer(twin, sentence.start, sentence.end):
        yield Span(*match.span())


def is_name(mention: Mention) -> bool:
    """Whether it names an entity, and is neither a pronoun nor a dropped subject."""
    return bool(mention.entity) and mention.source not in STAND_INS


@dataclass(frozen=True, slots=True)
class Refer:
    """Add mentions (source `pronoun` and `carried`) to what was named."""

    requires: ClassVar = frozenset({"twin", "sentences", "words", "mentions", "entities"})
    assigns: ClassVar = frozenset({"references"})
    reference: Reference

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        verbs = sorted(w.span.start for w in doc.words if w.tag in _VERBS)
        added: list[Mention] = []
        named = [m for m in doc.mentions if m.type in _NAMED]
        scene = _Scene(self.reference.salience, _log_counts(named), _firms(doc.twin, named))
        at = verb_at = last_paragraph = 0
        for number, (sentence, paragraph) in enumerate(
            zip(doc.sentences, paragraphs_of(doc.twin, doc.sentences), strict=True)
        ):
            if paragraph != last_paragraph:
                scene.opened.clear()
            last_paragraph = paragraph
            for clause in clauses(doc.twin, sentence):
                inside = []
                while at < len(named) and named[at].span.start < clause.end:
                    inside.append(named[at])
                    at += 1
                while verb_at < len(verbs) and verbs[verb_at] < clause.start:
                    verb_at += 1
                verb = verbs[verb_at] if verb_at < len(verbs) and verbs[verb_at] < clause.end else None
                added += self._clause(doc.twin, _Place(number, clause), inside, verb, scene)
        mentions = sorted((*doc.mentions, *added), key=lambda m: (m.span, m.type))
        return replace(doc, mentions=tuple(mentions))

    def _clause(
        self, twin: str, place: _Place, inside: list[Mention], verb: int | None, scene: _Scene
    ) -> list[Mention]:
        dropped = verb is not None and not _acts(inside, verb)
        subject = scene.meant(ACTORS, place) if dropped else None  # before the clause itself names anybody
        pronouns = list(self._pronouns(twin, place, inside, scene))
        if subject is None or verb is None or _acts(pronouns, verb):
            return pronouns
        start = place.clause.start
        return [*pronouns, replace(subject, span=Span(start, start), source="carried", confidence=0.5)]

    def _pronouns(self, twin: str, place: _Place, inside: list[Mention], scene: _Scene) -> Iterator[Mention]:
        """What the clause's pronouns stand for; the scene sees what is named in it on the way."""
        names = deque(inside)
        for match in self.reference.pattern.finditer(twin, place.clause.start, place.clause.end):
            span, pronoun = Span(*match.span()), self.reference.pronouns[match[0]]
            while names and names[0].span.end <= span.start:
                scene.name(names.popleft(), place)
            if any(m.span.overlaps(span) for m in inside) or pronoun.many:
                continue
            if pronoun.bare and span.start > place.clause.start + 2:
                continue
            if target := scene.antecedent(pronoun, place):
                scene.pass_by(target, place.sentence)
                yield replace(target, span=span, source="pronoun", confidence=0.7)
        for mention in names:
            scene.name(mention, place)


def _acts(mentions: Collection[Mention], verb: int) -> bool:
    """Whether somebody of these stands before the verb."""
    return any(m.type in ACTORS and m.span.start < verb for m in mentions)


class _Named(NamedTuple):
    sentence: int
    clause: Span | None  # None of a pronoun, which may come again in its own
    mention: Mention


@dataclass(frozen=True, slots=True)
class _Place:
    sentence: int
    clause: Span


@dataclass(slots=True)
class _Scene:
    """Who has been named up to a place of the text."""

    weights: Salience
    often: Mapping[str | None, float]  # log of 1 + how often the text names each
    firms: Mapping[str | None, Mention]  # for whom each person speaks; of nobody in particular the first firm named
    last: dict[str | None, _Named] = field(default_factory=dict)  # where each was named last, in order
    opened: dict[str, Mention] = field(default_factory=dict)  # the first of each type that its paragraph names
    speaker: str | None = None  # the last person named

    def pass_by(self, mention: Mention, sentence: int, clause: Span | None = None) -> None:
        """Go past a name in a clause, or a pronoun for it."""
        self.last.pop(mention.entity, None)
        self.last[mention.entity] = _Named(sentence, clause, mention)

    def name(self, mention: Mention, place: _Place) -> None:
        """Go past a name."""
        self.pass_by(mention, place.sentence, place.clause)
        self.opened.setdefault(mention.type, mention)
        if mention.type == "Person":
            self.speaker = mention.entity

    def antecedent(self, pronoun: Pronoun, place: _Place) -> Mention | None:
        """What a pronoun stands for."""
        if pronoun.speaker:
            return self.firms.get(self.speaker) or self.firms.get(None)
        if pronoun.nth is not None:
            return next(islice((n.mention for n in self._near(pronoun.to, place)), pronoun.nth, None), None)
        return self.meant(pronoun.to, place)

    def meant(self, types: Collection[str], place: _Place) -> Mention | None:
        """What of these types is most present."""
        first = min((m for kind, m in self.opened.items() if kind in types), key=lambda m: m.span, default=None)
        weights = self.weights
        best, most = None, float("-inf")
        for sentence, clause, mention in self._near(types, place):
            present = weights.named * self.often[mention.entity] + weights.back * (place.sentence - sentence)
            present += weights.types.get(mention.type, 0.0) + weights.clause * (clause == place.clause)
            present += weights.opens * (first is not None and first.entity == mention.entity)
            if present > most:
                best, most = mention, present
        return best

    def _near(self, types: Collection[str], place: _Place) -> Iterator[_Named]:
        """Those of the types named within reach, the last first."""
        for named in reversed(self.last.values()):
            if place.sentence - named.sentence > _FAR:
                return
            if named.mention.type in types:
                yield named


def _log_counts(named: Collection[Mention]) -> Mapping[str | None, float]:
    return {entity: log1p(count) for entity, count in Counter(m.entity for m in named).items()}


def _firms(twin: str, named: Collection[Mention]) -> Mapping[str | None, Mention]:
    """The firm that stands most often right before a person's name, with a title between; under None the first firm."""
    before: dict[str | None, Counter[str | None]] = defaultdict(Counter)
    firm_of: dict[str | None, Mention] = {}
    for firm in named:
        if firm.type == "Company":
            firm_of.setdefault(firm.entity, firm)
    for firm, person in pairwise(named):
        if (firm.type, person.type) == ("Company", "Person"):
            between = twin[firm.span.end : person.span.start]
            if len(between) <= _TITLE and not _STOPS.search(between):
                before[person.entity][firm.entity] += 1
    firms = {person: firm_of[counts.most_common(1)[0][0]] for person, counts in before.items()}
    if firm_of:
        firms[None] = next(iter(firm_of.values()))
    return firms
