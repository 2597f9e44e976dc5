"""Where a name that the tagger sees in one place stands again."""

import pytest

from kg.knowledge import builtin_knowledge
from kg.model import Document, Mention, Span
from kg.pipes.mentions import quoted_mentions
from kg.pipes.repeat import Repeat
from kg.pipes.sentences import SplitSentences

# Text with the places that were read in square brackets: the type, and how sure, in hundredths; then those found again.
CASES = [
    ("sure and quoted", "“[P70石門]”上市。石門很快，買石門。", ["石門", "石門"]),
    ("quoted elsewhere", "[P70石門]上市。“石門”很快。", ["石門"]),
    ("fairly sure once and nowhere quoted", "[P75石門]上市。石門很快。", []),
    ("sure once", "[P90石門]上市。石門很快。", ["石門"]),
    ("fairly sure twice", "[P75石門]上市。[P75石門]好。石門很快。", ["石門"]),
    ("unsure, quoted, three times bare", "“[C40石門]”開業。石門快，石門好，石門貴。", ["石門"] * 4),
    ("unsure, quoted, twice bare", "“[C40石門]”開業。石門快，石門好。", []),
    ("unsure and nowhere quoted", "[C50石門]，[C50石門]，[C50石門]，石門。", []),
    ("told by its noun alone", "手機“石門”上市。石門快，石門好，石門貴。", ["石門"] * 4),
    ("quoted alone", "“石門”上市。石門快，石門好，石門貴。", []),
    ("no firm and no product", "“[S90石門]”上市。石門很快。", []),
    ("in another name", "“[P70石門]”上市。[C90石門科技]很快。", []),
    ("in a Latin word", "“[P70box]”上市。Dropbox很快，box也快。", ["box"]),
    ("in a strategy", "“[P70石門]”上市。[S90先做石門]。", ["石門"]),
]
TYPES = {"P": "Product", "C": "Company", "S": "Strategy"}


def read(marked):
    """The text and its mentions."""
    text, mentions = "", []
    for part in marked.split("["):
        inside, closed, after = part.partition("]")
        if closed:
            sure, name = int(inside[1:3]) / 100, inside[3:]
            span = Span(len(text), len(text) + len(name))
            mentions.append(Mention(span, TYPES[inside[0]], "model" if sure >= 0.6 else "unsure", sure))
            text += name + after
        else:
            text += part
    return text, tuple(mentions)


@pytest.mark.parametrize(("marked", "again"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_further_places(marked, again):
    text, mentions = read(marked)
    knowledge = builtin_knowledge()
    doc = SplitSentences(knowledge.boilerplate)(Document("x", text, twin=text, mentions=mentions))
    found = Repeat(quoted_mentions(knowledge.shapes))(doc).mentions
    assert [m.span.of(text) for m in found if m.source == "again"] == again
    assert [m for m in found if m.source != "again"] == [m for m in mentions if m.source == "model"]
