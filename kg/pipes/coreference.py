"""Pronouns and dropped subjects -> mentions of what they stand for.

Each clause that begins with its verb gets a mention of no length: its subject, carried on from the clause before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from kg.model import Document, Mention, Span
from kg.pipes.sentences import is_heading
from kg.reference import Pronoun, Reference

__all__ = ["Refer", "clauses"]

ACTORS = frozenset({"Company", "Organization", "Product", "Person"})
_CLAUSE = re.compile(r"[^，；。！？：]+[，；。！？：]*")
_VERBS = frozenset({"v", "vd"})
_FAR = 4  # sentences back that a pronoun may reach


def clauses(twin: str, sentence: Span) -> Iterator[Span]:
    """The clauses of a sentence, marks included."""
    for match in _CLAUSE.finditer(twin, sentence.start, sentence.end):
        yield Span(*match.span())


@dataclass(slots=True)
class _Memory:
    """Who was spoken of, nearest last; forgotten slowly."""

    subjects: list[tuple[int, Mention]]
    seen: list[tuple[int, Mention]]
    topic: Mention | None = None

    def antecedent(self, pronoun: Pronoun, sentence: int) -> Mention | None:
        """The nearest subject that the pronoun may stand for, else whatever was named, else the topic."""
        for source in (self.subjects, self.seen):
            for number, mention in reversed(source):
                if sentence - number <= _FAR and mention.type in pronoun.to:
                    return mention
        return self.topic if self.topic and self.topic.type in pronoun.to else None


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
        memory = _Memory([], [])
        named = [m for m in doc.mentions if m.type in ACTORS]
        at = verb_at = 0
        for number, sentence in enumerate(doc.sentences):
            if is_heading(doc.twin, sentence):
                memory = _Memory([], [], None)
            for clause in clauses(doc.twin, sentence):
                inside = []
                while at < len(named) and named[at].span.start < clause.end:
                    inside.append(named[at])
                    at += 1
                while verb_at < len(verbs) and verbs[verb_at] < clause.start:
                    verb_at += 1
                verb = verbs[verb_at] if verb_at < len(verbs) and verbs[verb_at] < clause.end else None
                added += self._clause(doc, number, clause, inside, verb, memory)
        mentions = sorted((*doc.mentions, *added), key=lambda m: (m.span, m.type))
        return replace(doc, mentions=tuple(mentions))

    def _clause(
        self, doc: Document, number: int, clause: Span, inside: list[Mention], verb: int | None, memory: _Memory
    ) -> list[Mention]:
        pronouns = list(self._pronouns(doc, number, clause, inside, memory))
        everyone = sorted((*inside, *pronouns), key=lambda m: m.span)
        subject = next((m for m in everyone if verb is None or m.span.start < verb), None)
        carried = []
        if subject is None and verb is not None and memory.subjects and number - memory.subjects[-1][0] <= 1:
            start = clause.start
            carried = [replace(memory.subjects[-1][1], span=Span(start, start), source="carried", confidence=0.5)]
        if subject is not None and verb is not None:
            memory.subjects.append((number, subject))
        memory.seen += [(number, m) for m in everyone]
        if memory.topic is None and subject is not None:
            memory.topic = subject
        return pronouns + carried

    def _pronouns(
        self, doc: Document, number: int, clause: Span, inside: list[Mention], memory: _Memory
    ) -> Iterator[Mention]:
        for match in self.reference.pattern.finditer(doc.twin, clause.start, clause.end):
            span = Span(*match.span())
            pronoun = self.reference.pronouns[match[0]]
            if any(m.span.overlaps(span) for m in inside) or pronoun.many:
                continue
            if pronoun.bare and span.start > clause.start + 2:
                continue
            before = next((m for m in reversed(inside) if m.span.end <= span.start and m.type in pronoun.to), None)
            target = before or memory.antecedent(pronoun, number)
            if target:
                yield replace(target, span=span, source="pronoun", confidence=0.7)
