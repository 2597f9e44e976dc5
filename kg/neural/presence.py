"""How present the two ends of a pair are in their text: how often, where and how lately it names them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.model import Document, Mention
from kg.pipes.coreference import is_name
from kg.pipes.sentences import paragraphs_of

__all__ = ["PRESENCE", "Presence"]

PRESENCE = {"opens": 3, "often": 5, "tail_often": 5, "new": 4, "paragraph": 4, "since": 5}
"""What is counted of a pair -> how many values: whether the head opens the paragraph (1 of its type, 2 of all), how
often the text names the head and the tail (up to 1, 2, 4, 8 times, more), whether it names them here first (1 the head,
2 the tail), how often this paragraph has named the head so far (up to 3), and how many sentences ago the text did (up
to 4)."""
_OFTEN = (1, 2, 4, 8)
_SINCE = PRESENCE["since"] - 1
_INSIDE = PRESENCE["paragraph"] - 1
_ANY = ""


class Presence:
    """Of one document. Made in one pass over its mentions; a pair costs a few look-ups."""

    def __init__(self, doc: Document) -> None:
        self.paragraphs = paragraphs_of(doc.twin, doc.sentences)
        self.first: dict[str, int] = {}
        self.often: Counter[str] = Counter()
        self.opens: dict[tuple[int, str], str] = {}  # what each paragraph names first, of each type and of any
        self.inside: dict[tuple[int, str], list[int]] = defaultdict(list)  # where each paragraph names what
        self.sentences: dict[str, list[int]] = defaultdict(list)  # that name it
        self.known: dict[tuple[str, str, int], tuple[int, int, int, Sequence[int]]] = {}
        starts = [s.start for s in doc.sentences]
        for mention in doc.mentions:
            if is_name(mention):
                number = max(0, bisect_right(starts, mention.span.start) - 1)
                self._name(mention.entity or "", mention, number, self.paragraphs[number])

    def _name(self, entity: str, mention: Mention, sentence: int, paragraph: int) -> None:
        self.first.setdefault(entity, mention.span.start)
        self.often[entity] += 1
        self.opens.setdefault((paragraph, mention.type), entity)
        if mention.type != "Metric":
            self.opens.setdefault((paragraph, _ANY), entity)
        self.inside[paragraph, entity].append(mention.span.start)
        self.sentences[entity].append(sentence)

    def __call__(self, head: Mention, tail: Mention, sentence: int) -> tuple[int, ...]:
        """The values of PRESENCE, of a pair whose later end stands in this sentence."""
        who, what = head.entity or "", tail.entity or ""
        opens, often, since, inside = self._of(who, head.type, sentence)
        at, to = head.span.start, tail.span.start
        return (
            opens,
            often,
            bisect_left(_OFTEN, self.often[what]),
            (self.first.get(who) == at) + 2 * (self.first.get(what) == to),
            min(_INSIDE, bisect_left(inside, max(at, to))),
            since,
        )

    def _of(self, who: str, kind: str, sentence: int) -> tuple[int, int, int, Sequence[int]]:
        """What of a head is the same for all pairs of a sentence, and where its paragraph names it."""
        key = who, kind, sentence
        if key not in self.known:
            paragraph = self.paragraphs[sentence]
            opens = self.opens.get((paragraph, kind)) == who
            named = self.sentences.get(who, ())
            so_far = bisect_right(named, sentence)
            self.known[key] = (
                opens + (opens and self.opens.get((paragraph, _ANY)) == who),
                bisect_left(_OFTEN, self.often[who]),
                min(_SINCE, sentence - named[so_far - 1]) if so_far else _SINCE,
                self.inside.get((paragraph, who), ()),
            )
        return self.known[key]
