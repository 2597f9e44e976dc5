"""The default pipeline, in order, on one screen."""

from __future__ import annotations

import hashlib
from functools import cache

from kg.knowledge import Knowledge, builtin_knowledge
from kg.model import Document
from kg.neural.model import load_reader
from kg.patterns import codes_of
from kg.pipeline import Pipeline
from kg.pipes.agree import Agree
from kg.pipes.coreference import Refer
from kg.pipes.entities import ResolveEntities
from kg.pipes.mentions import (
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
from kg.pipes.sentences import SplitSentences
from kg.pipes.tokens import JiebaSegmenter, Segment
from kg.tagger import load_tagger

__all__ = ["content_id", "default_pipeline", "extract"]


def default_pipeline(knowledge: Knowledge) -> Pipeline:
    """Text -> sentences -> tokens -> words -> mentions -> entities -> references -> statements -> modality."""
    reader = load_reader(knowledge.models)
    finders = (
        lexicon_mentions(knowledge.lexicon),
        figure_mentions(knowledge.figures),
        quoted_mentions(knowledge.shapes),
        recognised_mentions(knowledge.shapes),
        latin_mentions(knowledge.shapes),
    )
    return Pipeline(
        SplitSentences(knowledge.boilerplate),
        Segment(JiebaSegmenter()),
        Recognise(LacRecogniser()),
        Read(reader, load_tagger(knowledge.models), finders[:2]),
        FindMentions(finders),
        ResolveEntities(knowledge.lexicon, knowledge.reference, knowledge.figures),
        Refer(knowledge.reference),
        MatchPatterns(knowledge.patterns, knowledge.ontology, codes_of(knowledge.ontology)),
        ScorePairs(reader, knowledge.ontology, knowledge.reference.clause_openings),
        Agree(knowledge.ontology),
        JudgeModality(knowledge.modality),
        Qualify(knowledge.times, knowledge.qualifiers),
    )


def front_pipes(knowledge: Knowledge) -> tuple[Pipeline, FindMentions, FindMentions]:
    """What training shares with reading: the pipes up to the states; the finders of known names; all other finders."""
    known = FindMentions((lexicon_mentions(knowledge.lexicon), figure_mentions(knowledge.figures)))
    shapes = knowledge.shapes
    guesses = FindMentions((recognised_mentions(shapes), quoted_mentions(shapes), latin_mentions(shapes)))
    return Pipeline(SplitSentences(knowledge.boilerplate), Recognise(LacRecogniser())), known, guesses


@cache
def _builtin() -> Pipeline:
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
    return _builtin()(Document(id or content_id(text), text, title or _first_line(text), date, source, author))


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")[:80]
