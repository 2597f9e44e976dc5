"""Statements -> marked asserted, reported, hypothetical, forecast or negated; by whom and on which condition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from kg.model import Document, Mention, Modality, Span, Statement
from kg.pipes.coreference import clauses
from kg.resources import read_yaml

__all__ = ["JudgeModality", "ModalityWords", "load_modality"]

_SPEAKERS = frozenset({"Person", "Company", "Organization"})
_GAP = 8  # code points between a speaker and the verb of speech


@dataclass(frozen=True, slots=True)
class ModalityWords:
    """The word classes of data/modality.yaml, compiled."""

    condition: re.Pattern[str]
    forecast: re.Pattern[str]
    negation: re.Pattern[str]
    not_negation: re.Pattern[str]
    speech: re.Pattern[str]
    anonymous: re.Pattern[str]


def load_modality(path: Path) -> ModalityWords:
    """Read data/modality.yaml."""
    raw: Mapping[str, Any] = read_yaml(path)

    def any_of(name: str) -> re.Pattern[str]:
        return re.compile("|".join(sorted(raw[name], key=len, reverse=True)))

    return ModalityWords(
        *(any_of(n) for n in ("condition", "forecast", "negation", "not_negation", "speech", "anonymous"))
    )


@dataclass(frozen=True, slots=True)
class _Speech:
    span: Span  # what is said
    speaker: str | None


@dataclass(frozen=True, slots=True)
class JudgeModality:
    """Look at the clauses around each statement's evidence."""

    requires: ClassVar = frozenset({"twin", "sentences", "mentions", "statements"})
    assigns: ClassVar = frozenset({"modality"})
    words: ModalityWords

    def __call__(self, doc: Document) -> Document:
        """Return the document with what this pipe assigns."""
        speeches = list(self._speeches(doc))
        judged = [self._judge(doc, statement, speeches) for statement in doc.statements]
        return replace(doc, statements=tuple(judged))

    def _judge(self, doc: Document, statement: Statement, speeches: Sequence[_Speech]) -> Statement:
        span = statement.evidence[0]
        sentence = next((s for s in doc.sentences if s.overlaps(span)), span)
        clause_start = max((c.start for c in clauses(doc.twin, sentence) if c.start <= span.start), default=span.start)
        words = doc.twin[clause_start : span.end]
        denied = self.words.negation.search(words) and not self.words.not_negation.search(words)
        if denied and statement.modality is Modality.ASSERTED and _claim(statement) is None:
            return replace(statement, modality=Modality.NEGATED, confidence=round(statement.confidence * 0.8, 3))
        condition = self._condition(doc, sentence, span)
        if condition:
            return replace(statement, modality=Modality.HYPOTHETICAL, condition=condition.of(doc.text))
        if statement.modality is Modality.FORECAST or self._forecast(words, statement):
            return replace(statement, modality=Modality.FORECAST)
        speech = next(
            (s for s in speeches if s.span.covers(Span(span.end - 1, span.end)) and s.span.start <= span.end), None
        )
        if speech and (statement.relation in _OPINIONS or speech.speaker != statement.head):
            return replace(statement, modality=Modality.REPORTED, attributed_to=speech.speaker)
        return statement

    def _forecast(self, words: str, statement: Statement) -> bool:
        """Whether its words foretell it; what the scorer read as plainly asserted stays so."""
        plain = "model" in statement.rule.split("+") and statement.modality is Modality.ASSERTED
        return not plain and bool(self.words.forecast.search(words)) and statement.relation not in _PRESENT

    def _condition(self, doc: Document, sentence: Span, span: Span) -> Span | None:
        """The if-clause that governs a span: in its sentence, at or before it."""
        for clause in clauses(doc.twin, sentence):
            if clause.start > span.end:
                break
            if match := self.words.condition.search(doc.twin, clause.start, clause.end):
                end = max(clause.end, min(span.start, clause.end))
                return _trim(doc.twin, Span(match.start(), end))
        return None

    def _speeches(self, doc: Document) -> Iterator[_Speech]:
        """What somebody is quoted saying: from the verb of speech to the end of the sentence, or of the quotation."""
        by_sentence = _by_sentence(doc)
        for number, sentence in enumerate(doc.sentences):
            for match in self.words.speech.finditer(doc.twin, sentence.start, sentence.end):
                speaker = _speaker(doc, by_sentence[number], match.start())
                if speaker:
                    yield _Speech(Span(match.end(), _end_of_speech(doc, number, match.end())), speaker.entity)
                    break
            else:
                if unnamed := self.words.anonymous.search(doc.twin, sentence.start, sentence.end):
                    yield _Speech(Span(unnamed.end(), sentence.end), None)


_PRESENT = frozenset({"leads", "has_metric"})
_OPINIONS = frozenset({"has_strength", "has_weakness", "forecasts", "outperforms"})


def _claim(statement: Statement) -> str | None:
    return statement.relation if statement.relation in _OPINIONS - {"outperforms"} else None


def _by_sentence(doc: Document) -> list[list[Mention]]:
    rows: list[list[Mention]] = []
    at = 0
    for sentence in doc.sentences:
        row = []
        while at < len(doc.mentions) and doc.mentions[at].span.start < sentence.end:
            row.append(doc.mentions[at])
            at += 1
        rows.append(row)
    return rows


def _speaker(doc: Document, mentions: Sequence[Mention], verb: int) -> Mention | None:
    """The last possible speaker right before a verb of speech, in its clause."""
    for mention in reversed(mentions):
        if mention.type in _SPEAKERS and mention.span.end <= verb and verb - mention.span.end <= _GAP:
            between = doc.twin[mention.span.end : verb]
            if not re.search(r"[，。；！？：]", between):
                return mention
    return None


def _end_of_speech(doc: Document, number: int, start: int) -> int:
    """To the closing quotation mark where one is opened, over several sentences; else to the sentence's end."""
    sentence = doc.sentences[number]
    opened = doc.twin.find("“", start, min(sentence.end, start + 3))
    if opened >= 0:
        closed = doc.twin.find("”", opened)
        if 0 <= closed <= sentence.end + 400:
            return max(closed, sentence.end)
    return sentence.end


def _trim(twin: str, span: Span) -> Span:
    words = span.of(twin)
    return Span(span.start, span.start + len(words.rstrip("，。；！？： ")))
