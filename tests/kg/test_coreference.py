"""What pronouns and dropped subjects stand for."""

from dataclasses import replace

import pytest
from builders import document

from kg.extract import front_pipes
from kg.knowledge import builtin_knowledge
from kg.model import Document
from kg.pipes.coreference import Refer

FRONT, _, _ = front_pipes(builtin_knowledge())
REFER = Refer(builtin_knowledge().reference)
THINGS = (
    "Company:晟洋",
    "Company:輝能",
    "Person:葉書豪",
    "Product:定錨",
    "Organization:市場監管局",
    "Technology:鈉電",
)


def references(text, source):
    """(words behind the reference, the name it stands for) of each of a source."""
    made = document(text, things=THINGS)
    names = {e.id: e.name for e in made.entities}
    doc = REFER(replace(FRONT(Document("x", text)), mentions=made.mentions))
    return [(text[m.span.start :][:2], names[m.entity]) for m in doc.mentions if m.source == source]


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("晟洋推出定錨。它的對手是輝能。", "它的", "晟洋"),  # what opens the paragraph, not what stands next
        ("晟洋賣得好。輝能不服。\n輝能降價。它虧錢。", "它虧", "輝能"),  # … of this one
        ("定錨升級了。定錨更便宜。晟洋很滿意。它還能語音輸入。", "它還", "定錨"),  # what the text speaks of most
        ("輝能賣廠。\n晟洋買下，它要擴產。", "它要", "晟洋"),
        ("晟洋說輝能與它無關。", "它無", "晟洋"),
        ("葉書豪離開晟洋。他想做鈉電。", "他想", "葉書豪"),
        ("市場監管局查了輝能。該公司否認。", "該公", "輝能"),
        ("晟洋與輝能都在找錢。後者先找到。", "後者", "輝能"),
        ("晟洋與輝能都在找錢。前者先找到。", "前者", "晟洋"),
        ("輝能的新廠開了。這家只有十個人。", "這家", "輝能"),
        ("輝能降價。\n晟洋總經理葉書豪說：“我們不跟。”", "我們", "晟洋"),  # for whom the speaker speaks
        ("輝能降價。\n晟洋總經理葉書豪不急。輝能的人笑他，他說：“我們不跟。”", "我們", "晟洋"),
        ("晟洋的股東信。輝能很強。我們要趕上。", "我們", "晟洋"),  # whose text it is
    ],
)
def test_a_pronoun_stands_for(text, word, name):
    assert (word, name) in references(text, "pronoun")


@pytest.mark.parametrize(
    "text",
    [
        "它很貴。",  # nothing named before
        "葉書豪離開了。它很貴。",  # of no type that it may stand for
        "晟洋與輝能和解，其中細節不明。",  # 其中 is no pronoun
        "晟洋與輝能開會。他們都沒說話。",  # several
    ],
)
def test_a_pronoun_stands_for_nothing(text):
    assert references(text, "pronoun") == []


@pytest.mark.parametrize(
    ("text", "clause", "name"),
    [
        ("晟洋很小，推出定錨，瞄準醫院。", "推出", "晟洋"),
        ("晟洋很小，推出定錨，瞄準醫院。", "瞄準", "晟洋"),
        ("晟洋找來葉書豪。推出新品。", "推出", "晟洋"),  # a firm rather than a person
        ("晟洋\n輝能曾是股東。晟洋不缺錢。推出新品。", "推出", "晟洋"),
    ],
)
def test_a_dropped_subject_is_carried_on(text, clause, name):
    assert (clause, name) in references(text, "carried")


@pytest.mark.parametrize("text", ["推出新品。", "晟洋推出新品。", f"晟洋很小。{'天氣不錯。' * 7}推出新品。"])
def test_no_subject_is_carried_on(text):
    assert references(text, "carried") == []
