"""Every pattern reads its hits and leaves its misses alone."""

import re
from itertools import combinations

import pytest

from kg.knowledge import builtin_knowledge
from kg.model import Mention, Span
from kg.patterns import codes_of, mask
from kg.text import twin_of

KNOWLEDGE = builtin_knowledge()
MARKED = re.compile(r"\[([^:\]]+):(\w+)\]")


def masked(example):
    """「[騰訊:Company]推出[元寶:Product]」 as a masked sentence, its mentions given by hand."""
    text, mentions, at = "", [], 0
    for match in MARKED.finditer(example):
        text += example[at : match.start()]
        mentions.append(Mention(Span(len(text), len(text) + len(match[1])), match[2], "hand", 1.0, match[1]))
        text += match[1]
        at = match.end()
    text += example[at:]
    twin = twin_of(text)
    return text, mask(twin, Span(0, len(twin)), mentions, codes_of(KNOWLEDGE.ontology), ("“‘《", "”’》"))


def read(pattern, example):
    text, sentence = masked(example)
    found = set()
    for match in pattern.find(sentence):
        heads = [m.span.of(text) for m in match.heads]
        tails = [m.span.of(text) for m in match.tails]
        pairs = [(h, t) for h in heads for t in tails] or combinations(heads, 2)
        found |= {pair for pair in pairs if pair[0] != pair[1]}
    return found


def cases(kind):
    return [
        pytest.param(p, e, id=f"{p.row.id}-{n}") for p in KNOWLEDGE.patterns for n, e in enumerate(getattr(p.row, kind))
    ]


@pytest.mark.parametrize(("pattern", "example"), cases("hits"))
def test_pattern_reads_its_hits(pattern, example):
    sentence, _, wanted = example.partition(" => ")
    pairs = {tuple(pair.split()) for pair in wanted.split("; ")}
    assert pairs <= read(pattern, sentence)


@pytest.mark.parametrize(("pattern", "example"), cases("misses"))
def test_pattern_leaves_its_misses(pattern, example):
    assert not read(pattern, example)


def test_every_relation_has_a_pattern_with_a_hit():
    covered = {p.row.relation for p in KNOWLEDGE.patterns if p.row.hits}
    assert covered == set(KNOWLEDGE.ontology.relations)


def test_every_pattern_has_a_hit():
    assert [p.row.id for p in KNOWLEDGE.patterns if not p.row.hits] == []
