"""Who speaks where: verbs of speech, named sources, turns of a conversation, quotations."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.modalitywords import ModalityWords
from kg.model import Document, Mention, Span

__all__ = ["Speech", "Speeches"]

_SPEAKERS = frozenset({"Person", "Company", "Organization"})
_GAP = 8  # code points between a speaker and the verb of speech
_CARRIED = 3  # … where the speaker is not named: 并表示
_TURN = re.compile(r"(?m)^ *([^，。：；！？“”\n]{2,8})：")
_QUOTED = re.compile(r"“([^”\n]{12,1000})”")  # bounded: marks that nothing closes are looked through once each
_STOPS = re.compile(r"[，。；！？：]")


@dataclass(frozen=True, slots=True)
class Speech:
    """What is said, and by whom where that is known."""

    span: Span
    speaker: str | None


class Speeches:
    """The speeches of a document."""

    def __init__(self, doc: Document, words: ModalityWords) -> None:
        self.doc = doc
        self.words = words
        self._mentions = [m for m in doc.mentions if m.type in _SPEAKERS]
        self._starts = [m.span.start for m in self._mentions]
        said = [s for number in range(len(doc.sentences)) for s in self._sentence(number)]
        self._said = sorted(said, key=lambda s: s.span)
        self._around = [*self._quotations(), *self._turns()]

    def at(self, place: int) -> Speech | None:
        """The speech that a place lies in: the last that begins before it, else its quotation or its speaker's turn."""
        inside = [s for s in self._said if s.span.start <= place < s.span.end]
        return inside[-1] if inside else next((s for s in self._around if s.span.start <= place < s.span.end), None)

    def near(self, end: int) -> bool:
        """Whether anybody has begun to speak in the same line before a place."""
        line = self.doc.twin.rfind("\n", 0, end) + 1
        return any(line <= s.span.start < end for s in (*self._said, *self._around))

    def _sentence(self, number: int) -> Iterator[Speech]:
        """From the verb of speech, or the source, to the end of the sentence or of the quotation."""
        sentence, twin = self.doc.sentences[number], self.doc.twin
        found = False
        for match in self.words.speech.finditer(twin, sentence.start, sentence.end):
            if named := self._speaker(sentence, match.start()):
                found = True
                yield Speech(Span(match.end(), self._end(number, match.end())), named.entity)
        for match in self.words.source.finditer(twin, sentence.start, sentence.end):
            found = True
            yield Speech(Span(match.end(), sentence.end), self._named(match))
        for match in self.words.cited.finditer(twin, sentence.start, sentence.end):
            if speaker := self._named(match):
                found = True
                yield Speech(Span(match.end(), sentence.end), speaker)
        if not found and (unnamed := self.words.anonymous.search(twin, sentence.start, sentence.end)):
            yield Speech(Span(unnamed.end(), sentence.end), None)

    def _speaker(self, sentence: Span, verb: int) -> Mention | None:
        """The last possible speaker right before a verb of speech, in its clause."""
        for mention in reversed(self._before(sentence.start, verb)):
            gap = _GAP if mention.span.start < mention.span.end else _CARRIED
            if mention.span.end <= verb:
                near = verb - mention.span.end <= gap
                return mention if near and not _STOPS.search(self.doc.twin, mention.span.end, verb) else None
        return None

    def _named(self, match: re.Match[str]) -> str | None:
        """Whom a source's words name: 据奥维云网统计."""
        named = [m for m in self._before(match.start(), match.end()) if m.span.end <= match.end()]
        return named[0].entity if named else None

    def _before(self, start: int, end: int) -> Sequence[Mention]:
        return self._mentions[bisect_left(self._starts, start) : bisect_right(self._starts, end)]

    def _end(self, number: int, start: int) -> int:
        """To the closing quotation mark where one is opened, over several sentences; else to the sentence's end."""
        sentence = self.doc.sentences[number]
        opened = self.doc.twin.find("“", start, min(sentence.end, start + 3))
        if opened >= 0:
            closed = self.doc.twin.find("”", opened)
            if 0 <= closed <= sentence.end + 400:
                return max(closed, sentence.end)
        return sentence.end

    def _quotations(self) -> Iterator[Speech]:
        """Long quotations that are sentences, not names."""
        for match in _QUOTED.finditer(self.doc.twin):
            if _STOPS.search(match[1]):
                yield Speech(Span(*match.span(1)), None)

    def _turns(self) -> Iterator[Speech]:
        """Lines that begin with a name and a colon, where one begins so more than once."""
        lines = list(_TURN.finditer(self.doc.twin))
        often = Counter(line[1] for line in lines)
        by_name = {m.span.of(self.doc.twin): m.entity for m in reversed(self._mentions)}
        if sum(n > 1 and name in by_name for name, n in often.items()) == 0:
            return
        for line in lines:
            if often[line[1]] > 1:
                end = self.doc.twin.find("\n", line.end())
                yield Speech(Span(line.end(), end if end >= 0 else len(self.doc.twin)), by_name.get(line[1]))
