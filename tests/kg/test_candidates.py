"""Which pairs of mentions are asked about: what is not a pair cannot be found."""

import pytest

from kg.extract import front_pipes
from kg.knowledge import builtin_knowledge
from kg.model import Document, Mention, Span
from kg.neural.candidates import BACK, anchors_of, pairs_of

FRONT, _, _ = front_pipes(builtin_knowledge())
TYPES = {
    "晟洋": "Company",
    "輝能": "Company",
    "葉書豪": "Person",
    "定錨": "Product",
    "儲能": "Market",
    "9億元": "Metric",
}
FAR = "天氣不錯。" * BACK
OTHERS = "輝能和輝能、定錨和定錨、葉書豪和葉書豪。"


def pairs(text, source="lexicon", dropped=()):
    """(head, tail, where it may be said) of every pair that is no claim, in words; a company is `dropped` at places."""
    doc = FRONT(Document("x", text))
    mentions = [
        Mention(Span(at, at + len(name)), kind, source, 1.0, name)
        for name, kind in TYPES.items()
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    mentions += [Mention(Span(at, at), "Company", "carried", 0.5, "晟洋") for at in dropped]
    mentions.sort(key=lambda m: (m.span, m.type))
    doc = Document("x", text, twin=doc.twin, sentences=doc.sentences, mentions=tuple(mentions))
    found = pairs_of(doc, builtin_knowledge().ontology, anchors_of(doc))
    return [(p.head.entity, p.tail.entity, p.anchor.entity) for p in found if p.tail.source != "clause"]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("晟洋的創辦人是葉書豪。", ("葉書豪", "晟洋", "晟洋")),
        ("晟洋走另一條路。創辦人葉書豪說。", ("葉書豪", "晟洋", "葉書豪")),
        ("晟洋走另一條路。輝能是股東。", ("輝能", "晟洋", "輝能")),
        ("晟洋走另一條路。輝能是股東。", ("晟洋", "輝能", "輝能")),
        ("晟洋走另一條路。去年收入9億元。", ("晟洋", "9億元", "9億元")),
        ("晟洋走另一條路。天氣不錯。瞄準儲能。", ("晟洋", "儲能", "儲能")),
        (f"晟洋走另一條路。{FAR}收入9億元。", ("晟洋", "9億元", "9億元")),  # a topic, from further back
        (f"晟洋走另一條路。{FAR}創辦人葉書豪說。", ("葉書豪", "晟洋", "葉書豪")),
    ],
)
def test_pairs_reach_over_sentences_either_way(text, pair):
    assert pair in pairs(text)


@pytest.mark.parametrize(
    ("text", "head", "tail"),
    [
        (f"晟洋走另一條路。{FAR}{OTHERS}創辦人葉書豪說。", "葉書豪", "晟洋"),  # too far for what is no topic
        (f"晟洋走另一條路。{FAR * 61}創辦人葉書豪說。", "葉書豪", "晟洋"),  # … and for one
        ("收入9億元。晟洋說。", "晟洋", "9億元"),  # only actors are carried on to a head behind them
        ("瞄準儲能。晟洋說。", "晟洋", "儲能"),
        ("葉書豪瞄準儲能。", "葉書豪", "儲能"),  # no relation has such ends
    ],
)
def test_what_is_no_pair(text, head, tail):
    assert (head, tail) not in {found[:2] for found in pairs(text)}


def test_what_stands_for_a_name_is_no_anchor():
    assert pairs("晟洋走另一條路。葉書豪說。", source="carried") == []


def test_a_dropped_subject_does_not_hide_the_name_before_it():
    found = pairs("晟洋走另一條路，天氣不錯。創辦人葉書豪說。", dropped=[8])
    assert ("葉書豪", "晟洋", "葉書豪") in found
