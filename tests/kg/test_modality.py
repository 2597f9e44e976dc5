"""How surely something is said: the examples of data/modality.yaml, each judged alone."""

from dataclasses import replace

import pytest

from kg.ids import entity_id
from kg.knowledge import builtin_knowledge
from kg.model import Document, Entity, Mention, Modality, Span, Statement
from kg.pipes.modality import JudgeModality
from kg.pipes.sentences import SplitSentences
from kg.resources import data_dir, read_yaml

EXAMPLES = read_yaml(data_dir() / "modality.yaml")["examples"]


def named(doc, word):
    """Every mention of a name written as 騰訊/Company."""
    name, _, kind = word.partition("/")
    spans, at = [], doc.text.find(name)
    while at >= 0:
        spans.append(Span(at, at + len(name)))
        at = doc.text.find(name, at + 1)
    entity = Entity(entity_id(kind, name), kind, name, (), tuple(spans))
    return entity, [Mention(span, kind, "lexicon", 1.0, entity.id) for span in spans]


def read(row):
    """The example as a document, its statement resting on the words from head to tail."""
    doc = SplitSentences(builtin_knowledge().boilerplate)(Document("d", row["text"]))
    head, relation, tail = row["says"].split(" ")
    rows = [named(doc, word) for word in dict.fromkeys((head, tail, *row.get("names", [])))]
    (first, _), (last, _) = rows[0], rows[1]
    places = sorted((first.mentions[-1], last.mentions[0]))
    evidence = Span(places[0].start, max(p.end for p in places))
    scored = Modality(row.get("scored", "asserted"))
    said = Statement("s", first.id, relation, last.id, (evidence,), "model", scored)
    mentions = sorted((m for _, found in rows for m in found), key=lambda m: m.span)
    return doc, tuple(mentions), tuple(e for e, _ in rows), said


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row["text"][:20])
def test_each_example_is_judged_as_it_says(row):
    doc, mentions, entities, said = read(row)
    judged = JudgeModality(builtin_knowledge().modality)(
        replace(doc, mentions=mentions, entities=entities, statements=(said,))
    )
    (found,) = judged.statements
    by = next((e.name for e in entities if e.id == found.attributed_to), None)
    assert (str(found.modality), by) == (row["is"], row.get("by"))
