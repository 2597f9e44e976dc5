"""The default pipeline, in order, on one screen."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from kg.collecting import without_collection
from kg.knowledge import Knowledge, builtin_knowledge
from kg.model import Document
from kg.neural.encoder import load_encoder
from kg.neural.scorer import load_scorer
from kg.neural.tagger import load_tagger
from kg.once import once
from kg.patterns import codes_of
from kg.pipeline import Pipe, Pipeline
from kg.pipes.agree import Agree
from kg.pipes.coreference import Refer
from kg.pipes.encode import Encode
from kg.pipes.entities import ResolveEntities
from kg.pipes.mentions import (
    Finder,
    FindMentions,
    figure_mentions,
    latin_mentions,
    lexicon_mentions,
    quoted_mentions,
    recognised_mentions,
)
from kg.pipes.modality import JudgeModality
from kg.pipes.qualify import Qualify
from kg.pipes.read import Read, ScorePairs
from kg.pipes.recognise import LacRecogniser, Recognise
from kg.pipes.relations import MatchPatterns
from kg.pipes.repeat import Repeat
from kg.pipes.sentences import SplitSentences
from kg.pipes.tokens import JiebaSegmenter, Segment, TakeTokens

__all__ = ["content_id", "default_pipeline", "extract", "front_pipes", "plain_pipeline"]


def default_pipeline(knowledge: Knowledge) -> Pipeline:
    """Text -> sentences -> tokens -> words -> mentions -> entities -> references -> statements -> modality."""
    finders = _finders(knowledge)
    return Pipeline(
        *_front(knowledge),
        Recognise(LacRecogniser()),
        Encode(load_encoder(knowledge.models)),
        Read(load_tagger(knowledge.models), finders[:2]),
        Repeat(finders[2]),
        *_resolved(knowledge, finders[2:3]),
        ScorePairs(load_scorer(knowledge.models), knowledge.ontology, knowledge.reference.clause_openings),
        *_judged(knowledge, Agree(knowledge.ontology, knowledge.confidence, 0.25, lexicon=knowledge.lexicon)),
    )


def plain_pipeline(knowledge: Knowledge) -> Pipeline:
    """The same without recogniser and fitted parts: lexicon, shapes and patterns over the segmenter's words.

    A tenth of the time, and a third of what the whole finds (docs/quality.md).
    """
    return Pipeline(
        *_front(knowledge),
        TakeTokens(),
        *_resolved(knowledge, _finders(knowledge)),
        *_judged(knowledge, Agree(knowledge.ontology, None, 0.6)),
    )


def _front(knowledge: Knowledge) -> tuple[Pipe, ...]:
    return SplitSentences(knowledge.boilerplate), Segment(JiebaSegmenter())


def _finders(knowledge: Knowledge) -> tuple[Finder, ...]:
    """Names known beforehand, figures, and quoted names; then what the tagger judges better where it is at hand."""
    return (
        lexicon_mentions(knowledge.lexicon),
        figure_mentions(knowledge.figures),
        quoted_mentions(knowledge.shapes),
        recognised_mentions(knowledge.shapes),
        latin_mentions(knowledge.shapes),
    )


def _resolved(knowledge: Knowledge, finders: tuple[Finder, ...]) -> tuple[Pipe, ...]:
    return (
        FindMentions(finders, knowledge.shapes),
        ResolveEntities(knowledge.lexicon, knowledge.reference, knowledge.figures),
        Refer(knowledge.reference),
        MatchPatterns(knowledge.patterns, knowledge.ontology, codes_of(knowledge.ontology)),
    )


def _judged(knowledge: Knowledge, agree: Agree) -> tuple[Pipe, ...]:
    return agree, JudgeModality(knowledge.modality), Qualify(knowledge.times, knowledge.qualifiers)


def front_pipes(knowledge: Knowledge) -> tuple[Pipeline, FindMentions, FindMentions]:
    """What training shares with reading: the pipes up to the states; the finders of known names; all other finders."""
    finders = _finders(knowledge)
    front = Pipeline(*_front(knowledge), Recognise(LacRecogniser()))
    return front, FindMentions(finders[:2]), FindMentions(finders[2:])


@once
def _builtin() -> Pipeline:
    with without_collection():
        return default_pipeline(builtin_knowledge())


def content_id(text: str) -> str:
    """A document's id where none is given: made of its text, so the same article has the same id everywhere."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def extract(
    text: str,
    *,
    id: str = "",  # noqa: A002 - the field's name
    title: str = "",
    date: str | None = None,
    source: str | None = None,
    author: str | None = None,
) -> Document:
    """Read one article: its entities and statements with their evidence.

    A pure function of the text, what is said of it and the built-in knowledge; the same input gives the same output.

    >>> doc = extract("騰訊推出了元寶。")
    >>> [(s.head, s.relation, s.tail) for s in doc.statements]
    [('company:騰訊', 'develops', 'product:元寶')]
    """
    doc = _builtin()(Document(id or content_id(text), text, title or _first_line(text), date, source, author))
    # 600 bytes a code point that nothing reads any more
    return replace(doc, words=(), states=None, encoded_pairs=None)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")[:80]
