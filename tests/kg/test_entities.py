"""Which mentions of a text are names of one thing."""

import pytest

from kg.knowledge import builtin_knowledge
from kg.model import Document, Mention, Span
from kg.pipes.entities import ResolveEntities
from kg.text import twin_of

GROUPS = [
    ("a Chinese name and a Latin one behind it", "極光大模型Lumen3發布，Lumen3更快。", ["極光大模型 Lumen3"]),
    ("two names with a mark between them", "極光大模型、Lumen3發布。", ["極光大模型", "Lumen3"]),
    ("a name that ends in a Latin one", "代客停靠PVQ上線，PVQ與代客停靠都好用。", ["代客停靠PVQ PVQ 代客停靠"]),
    ("a Chinese beginning that several share", "天機A1與天機B2，天機是系列。", ["天機A1", "天機B2", "天機"]),
    ("a name and its one version", "星河3上市，星河賣得好。", ["星河3 星河"]),
]


@pytest.mark.parametrize(("why", "text", "groups"), GROUPS, ids=[row[0] for row in GROUPS])
def test_names_of_one_thing(why, text, groups):
    knowledge = builtin_knowledge()
    twin = twin_of(text)
    mentions = []
    for name in {name for group in groups for name in group.split()}:
        at = -1
        while (at := text.find(name, at + 1)) >= 0:
            covered = any(m.span.covers(Span(at, at + len(name))) for m in mentions)
            if not covered:
                mentions = [m for m in mentions if not Span(at, at + len(name)).covers(m.span)]
                mentions.append(Mention(Span(at, at + len(name)), "Product", "model"))
    pipe = ResolveEntities(knowledge.lexicon, knowledge.reference, knowledge.figures)
    doc = pipe(Document("x", text, twin=twin, mentions=tuple(sorted(mentions, key=lambda m: m.span))))
    found = {frozenset((e.name, *e.aliases)) for e in doc.entities}
    assert found == {frozenset(group.split()) for group in groups}
