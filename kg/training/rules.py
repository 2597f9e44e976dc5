"""How well the pattern rows read the annotated articles, and what no row reads yet: `python -m kg.training.rules`.

The annotated mentions stand in place, so that what is measured are the rows and not the finders of names. A row's
match is a triple of an article, counted once; it is right where the article says that triple. What is optional counts
neither way. Only what would be kept without the fitted reader is counted for a relation (`--least`).
"""

from __future__ import annotations

import argparse
import pickle
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product
from pathlib import Path

from kg.knowledge import Knowledge, builtin_knowledge
from kg.model import Document, Mention
from kg.ontology import Ontology
from kg.patterns import Masked, Pattern, codes_of
from kg.pipeline import Pipeline
from kg.pipes.coreference import Refer
from kg.pipes.relations import MatchPatterns
from kg.pipes.sentences import SplitSentences
from kg.pipes.tokens import JiebaSegmenter, Segment, TakeTokens
from kg.training.annotated import GoldArticle, read
from kg.training.dataset import _gold_mentions

Triple = tuple[str, str, str]
FOLDER = Path(__file__).parents[2] / "data/annotated"
CLAIMS = frozenset({"has_strength", "has_weakness", "forecasts"})  # free text: not measured here
FAR, AROUND, OFTEN = 24, 4, 5  # code points between two names, and around them; how often a word is worth showing


@dataclass(slots=True)
class Judged:
    """One annotated article, masked, with what it says and what it may or may not say."""

    id: str
    doc: Document
    sentences: list[Masked]
    said: set[Triple]
    loose: set[Triple]
    optional: set[str]  # entities

    def right(self, triple: Triple) -> bool | None:
        """Whether the article says it; None where that is left open."""
        if triple in self.said:
            return True
        return None if triple in self.loose or self.optional & {triple[0], triple[2]} else False


@dataclass(slots=True)
class Count:
    """Matches by what they turned out to be."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def all(self) -> int:
        """Matches that are judged."""
        return self.right + len(self.wrong)

    def __str__(self) -> str:
        return f"{self.all:5d} {self.right:5d} {self.right / max(1, self.all):5.2f}"


def judged(gold: Sequence[GoldArticle], knowledge: Knowledge) -> Iterator[Judged]:
    """Each article with the annotated mentions, pronouns and dropped subjects in place."""
    front = Pipeline(SplitSentences(knowledge.boilerplate), Segment(JiebaSegmenter()), TakeTokens())
    refer, patterns = Refer(knowledge.reference), MatchPatterns((), knowledge.ontology, codes_of(knowledge.ontology))
    for article in gold:
        doc = front(Document(article.id, article.text))
        mentions = sorted(_gold_mentions(doc, article), key=lambda m: (m.span, m.type))
        doc = refer(replace(doc, mentions=tuple(mentions)))
        said, loose = (
            {
                triple
                for r in article.relations
                if r.optional is optional
                for triple in _both_ways((r.head, r.relation, r.tail), knowledge.ontology)
            }
            for optional in (False, True)
        )
        unsure = {e.id for e in article.entities if e.optional}
        masked = list(patterns._masked(doc))  # noqa: SLF001 - the same sentences as the pipe sees
        yield Judged(article.id, doc, masked, said, loose, unsure)


def _both_ways(triple: Triple, ontology: Ontology) -> set[Triple]:
    head, relation, tail = triple
    return {triple, (tail, relation, head)} if ontology.relations[relation].symmetric else {triple}


def found(article: Judged, pattern: Pattern, ontology: Ontology) -> dict[Triple, tuple[float, str]]:
    """What one row reads in an article: triples, the surest confidence of each, and the words."""
    relation = pattern.row.relation
    triples: dict[Triple, tuple[float, str]] = {}
    for sentence in article.sentences:
        for match in pattern.find(sentence):
            symmetric = ontology.relations[relation].symmetric and not match.tails
            pairs = combinations(match.heads, 2) if symmetric else product(match.heads, match.tails)
            for head, tail in pairs:
                if head.entity and tail.entity and _fits(head, relation, tail, ontology):
                    triple = (head.entity, relation, tail.entity)
                    confidence = pattern.row.confidence * min(head.confidence, tail.confidence) ** 0.5
                    words = match.span.of(article.doc.text)
                    triples[triple] = max(triples.get(triple, (0.0, "")), (confidence, words))
    return triples


def _fits(head: Mention, relation: str, tail: Mention, ontology: Ontology) -> bool:
    return head.entity != tail.entity and ontology.allows(head.type, relation, tail.type)


@dataclass(slots=True)
class Measured:
    """Counts of rows and of relations, and what each article's rows have read."""

    rows: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    carried: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))  # of the rows' doubtful ends
    relations: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    read: dict[str, set[Triple]] = field(default_factory=dict)


def measure(articles: Sequence[Judged], patterns: Sequence[Pattern], ontology: Ontology, least: float) -> Measured:
    """Run the rows over the articles. `least` is the confidence that a triple needs to count for its relation."""
    measured = Measured()
    for article in articles:
        kept: dict[Triple, str] = {}
        for pattern in patterns:
            begun = time.perf_counter()
            triples = found(article, pattern, ontology)
            measured.seconds[pattern.row.id] += time.perf_counter() - begun
            for triple, (confidence, words) in triples.items():
                _count(measured.rows[pattern.row.id], article, triple, words)
                if confidence < pattern.row.confidence:
                    _count(measured.carried[pattern.row.id], article, triple, words)
                if confidence >= least:
                    kept[min(_both_ways(triple, ontology))] = words
        for triple, words in kept.items():
            _count(measured.relations[triple[1]], article, triple, words)
        measured.read[article.id] = {both for triple in kept for both in _both_ways(triple, ontology)}
    return measured


def _count(count: Count, article: Judged, triple: Triple, words: str) -> None:
    right = article.right(triple)
    if right:
        count.right += 1
    elif right is False:
        count.wrong.append(f"{article.id} {triple[0]} {triple[2]}: {words}")


def unread(articles: Sequence[Judged], measured: Measured, relation: str, ontology: Ontology) -> Iterator[str]:
    """Words near annotated pairs that no row reads, the most frequent first, with how often a pair near them is one.

    `A` and `B` are head and tail: a word stands before, between or after them.
    """
    missed: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for article in articles:
        for head, tail, words in _near(article, relation, ontology):
            triple = (head, relation, tail)
            seen.update(words)
            if triple in article.said and triple not in measured.read[article.id]:
                missed.update(words)
    for word, times in missed.most_common(60):
        if times >= OFTEN:
            yield f"{word} {times}/{seen[word]}"


def _near(article: Judged, relation: str, ontology: Ontology) -> Iterator[tuple[str, str, set[str]]]:
    """Each pair that the relation may join, named near each other in a sentence, with the words there."""
    doc = article.doc
    starts = {w.span.start: w.span.of(doc.twin) for w in doc.words}
    for sentence in article.sentences:
        for (_, a), (_, b) in combinations(sorted(sentence.mentions.items()), 2):
            if b.span.start - a.span.end > FAR:
                continue
            for head, tail, order in ((a, b, "A%sB"), (b, a, "B%sA")):
                if head.entity and tail.entity and _fits(head, relation, tail, ontology):
                    words = {order % starts[i] for i in range(a.span.end, b.span.start) if i in starts}
                    before = range(max(0, a.span.start - AROUND), a.span.start)
                    words |= {starts[i] + order % "" for i in before if i in starts}
                    after = range(b.span.end, b.span.end + AROUND)
                    words |= {order % "" + starts[i] for i in after if i in starts}
                    yield head.entity, tail.entity, words


def report(articles: Sequence[Judged], measured: Measured, patterns: Sequence[Pattern], ontology: Ontology) -> None:
    """Print rows, relations and, below each, what no row reads."""
    size = sum(len(a.doc.text) for a in articles)
    print(f"{'row':32} conf   all right precision; of pronouns and dropped subjects; µs per 1000 characters")
    for pattern in patterns:
        row = pattern.row
        cost = 1e9 * measured.seconds[row.id] / size
        print(f"{row.id:32} {row.confidence:4} {measured.rows[row.id]} | {measured.carried[row.id]} | {cost:6.0f}")
    print(f"all rows: {1e9 * sum(measured.seconds.values()) / size:.0f} µs per 1000 characters")
    print(f"\n{'relation':16}  said   all right precision recall")
    total, everything = Count(), 0
    for name in (r for r in ontology.relations if r not in CLAIMS):
        said = len({(a.id, min(_both_ways(t, ontology))) for a in articles for t in a.said if t[1] == name})
        count = measured.relations[name]
        total.right, total.wrong, everything = total.right + count.right, total.wrong + count.wrong, everything + said
        print(f"{name:16} {said:5d} {count}     {count.right / max(1, said):5.3f}")
    print(f"{'together':16} {everything:5d} {total}     {total.right / max(1, everything):5.3f}")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(FOLDER.glob("*.txt")))
    parser.add_argument("--least", type=float, default=0.6, help="confidence that a triple must have (0.6)")
    parser.add_argument("--cache", type=Path, help="keep the articles' words and mentions here between two runs")
    parser.add_argument("--unread", nargs="*", default=(), metavar="RELATION", help="list words that no row reads")
    parser.add_argument("--wrong", nargs="*", default=(), metavar="ROW", help="list the wrong matches of a row")
    options = parser.parse_args()
    knowledge = builtin_knowledge()
    articles = _articles(options, knowledge)
    patterns = [p for p in knowledge.patterns if p.row.relation not in CLAIMS]
    measured = measure(articles, patterns, knowledge.ontology, options.least)
    report(articles, measured, patterns, knowledge.ontology)
    for relation in options.unread:
        print(f"\n{relation}: " + ", ".join(unread(articles, measured, relation, knowledge.ontology)))
    for row in options.wrong:
        print(f"\n{row}: " + "\n  ".join(measured.rows[row].wrong))
    return 0


def _articles(options: argparse.Namespace, knowledge: Knowledge) -> list[Judged]:
    if options.cache and options.cache.exists():
        return pickle.loads(options.cache.read_bytes())  # noqa: S301 - our own, of a minute ago
    articles = list(judged([a for path in options.files for a in read(path)[0]], knowledge))
    if options.cache:
        options.cache.write_bytes(pickle.dumps(articles))
    return articles


if __name__ == "__main__":
    sys.exit(main())
