"""Which place of a text a statement is quoted from, where it is read in several."""

import pytest

from kg.confidence import log_odds
from kg.knowledge import builtin_knowledge
from kg.model import Document, Entity, Mention, Modality, Span
from kg.neural.candidates import Pair
from kg.neural.scorer import Said
from kg.pipes.agree import Agree
from kg.pipes.read import ScorePairs

TEXT = "騰訊推出元寶。\n騰訊又推出元寶了。"
TITLED = "騰訊推出元寶！\n騰訊又推出元寶了。"
HEAD, TAIL = "company:騰訊", "product:元寶"


def said(score, head, tail):
    """The scorer's reading of two mentions that begin at these places."""
    a = Mention(Span(head, head + 2), "Company", "lexicon", 1.0, HEAD)
    b = Mention(Span(tail, tail + 2), "Product", "lexicon", 1.0, TAIL)
    return Said(Pair(a, b, Span(a.span.end, b.span.start), (0,) * 10), "develops", score, Modality.ASSERTED)


@pytest.mark.parametrize(
    ("text", "first", "second", "quoted"),
    [
        (TEXT, 0.80, 0.97, "騰訊推出元寶"),  # about as sure: where it is new
        (TEXT, 0.75, 0.97, "騰訊又推出元寶了"),  # surer by more
        (TEXT, 0.97, 0.75, "騰訊推出元寶"),
        (TITLED, 0.97, 0.75, "騰訊又推出元寶了"),  # what stands below a title says more
        (TITLED, 0.97, 0.40, "騰訊推出元寶"),  # much less sure
    ],
)
def test_the_first_place_that_is_about_as_sure_is_quoted(text, first, second, quoted):
    sentences = (Span(0, 7), Span(8, 17))
    entities = (
        Entity(HEAD, "Company", "騰訊", (), (Span(0, 2), Span(8, 10))),
        Entity(TAIL, "Product", "元寶", (), (Span(4, 6), Span(13, 15))),
    )
    doc = Document("d", text, twin=text, sentences=sentences, entities=entities)
    knowledge = builtin_knowledge()
    every = [said(second, 8, 13), said(first, 0, 4)]
    read = ScorePairs(lambda *_: every, knowledge.ontology, knowledge.reference.clause_openings)
    (statement,) = Agree(knowledge.ontology, knowledge.confidence, 0.18)(read(doc)).statements
    assert statement.evidence[0].of(text) == quoted
    surest, next_surest = sorted((first, second), reverse=True)
    counted = (log_odds(surest), log_odds(next_surest), 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert statement.confidence == round(knowledge.confidence("develops", counted), 3)  # wherever it is quoted
