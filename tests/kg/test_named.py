"""Which places name what the ends of a pair mean."""

from builders import document

from kg.knowledge import builtin_knowledge
from kg.neural.candidates import anchors_of, pairs_of
from kg.neural.named import named_of
from kg.neural.units import units_of
from kg.pipes.coreference import Refer

TEXT = "晟洋財報很好。它推出定錨。輝能說，晟洋賣出9億元。"
DOC = document(TEXT, things=("Company:晟洋", "Company:輝能", "Technology:定錨", "Metric:9億元"))


def test_entities_are_named_where_their_names_stand_and_pronouns_are_ends_by_what_they_stand_for():
    knowledge = builtin_knowledge()
    doc = Refer(knowledge.reference)(DOC)
    units = units_of(doc, doc.mentions)
    named = named_of(units, doc.mentions)
    words = [TEXT[units.starts[low] : units.ends[high - 1]] for low, high in named.spans.tolist()]
    assert words == ["晟洋", "定錨", "輝能", "晟洋", "9億元"]
    assert named.entities.tolist() == [0, 1, 2, 0, 3]
    pairs = list(pairs_of(doc, knowledge.ontology, anchors_of(doc)))
    ends = {
        (p.head.span.of(TEXT), p.tail.span.of(TEXT)): end
        for p, end in zip(pairs, named.ends_of(pairs).tolist(), strict=True)
    }
    assert ends["它", "定錨"] == [0, 1]
    assert ends["輝能", "9億元"] == [2, 3]
    assert {tail for (_, words), (_, tail) in ends.items() if "推出" in words} == {-1}  # a clause names nothing
