"""How present the ends of a pair are where it may be said."""

import pytest
from builders import document

from kg.neural.candidates import FEATURES, anchors_of, pairs_of
from kg.neural.units import units_of
from kg.ontology import builtin_ontology

TEXT = "晟洋財報\n晟洋推出定錨。輝能很急，輝能也要做定錨。\n輝能說，定錨不難。去年晟洋賣出9億元。"
DOC = document(TEXT, things=("Company:晟洋", "Company:輝能", "Technology:定錨", "Metric:9億元"))


def present(head, at, tail, to):
    """What is counted of the pair of the `at`th place of a head and the `to`th of a tail, by name."""

    def start(name, number):
        return [i for i in range(len(TEXT)) if TEXT.startswith(name, i)][number]

    where = start(head, at), start(tail, to)
    pairs = [p for p in pairs_of(DOC, builtin_ontology(), anchors_of(DOC)) if p.tail.source != "clause"]
    (found,) = {p.features for p in pairs if (p.head.span.start, p.tail.span.start) == where}
    return dict(zip(FEATURES, found, strict=True))


@pytest.mark.parametrize(
    ("pair", "counted"),
    [
        (("晟洋", 1, "定錨", 0), {"opens": 2, "new": 2, "paragraph": 2, "since": 0}),  # a heading opens its paragraph
        (("輝能", 1, "定錨", 1), {"opens": 0, "new": 0, "paragraph": 2, "often": 2, "tail_often": 2}),
        (("輝能", 2, "定錨", 2), {"opens": 2, "new": 0, "paragraph": 1}),
        (("晟洋", 2, "9億元", 0), {"opens": 0, "new": 2, "paragraph": 1, "since": 0, "tail_often": 0}),
        (("定錨", 2, "9億元", 0), {"opens": 1, "since": 1}),
    ],
)
def test_presence_of_a_pair(pair, counted):
    assert counted.items() <= present(*pair).items()


@pytest.mark.parametrize(
    ("name", "at", "standing"),
    [("晟洋", 0, 5), ("晟洋", 2, 5), ("輝能", 0, 6), ("定錨", 0, 3), ("定錨", 1, 4), ("9億元", 0, 0)],
)
def test_units_say_what_is_named_first_again_and_most(name, at, standing):
    start = [i for i in range(len(TEXT)) if TEXT.startswith(name, i)][at]
    units = units_of(DOC, DOC.mentions)
    assert units.standing[units.at[start]] == standing


def test_three_topics_and_no_more():
    text, firms = "甲廠、乙廠、丙廠和丁廠。甲廠、乙廠和丙廠。甲廠和乙廠。甲廠。", ("甲廠", "乙廠", "丙廠", "丁廠")
    doc = document(text, things=tuple(f"Company:{firm}" for firm in firms))
    units = units_of(doc, doc.mentions)
    assert [units.standing[units.at[text.index(firm)]] for firm in firms] == [5, 6, 7, 3]
