"""Views of any size, in which a few nodes have many edges, as in articles."""

from __future__ import annotations

import random
from itertools import accumulate

from kg.graph import Quote
from kg.model import Modality
from viz.view import Edge, Evidence, GraphView, Node, Source

__all__ = ["synthetic"]

NAMES = {
    "Company": ("{}集團", "{}科技", "{}控股"),
    "Product": ("{}助手", "{}雲", "{}瀏覽器"),
    "Technology": ("{}模型", "{}架構"),
    "Strategy": ("{}戰略", "{}計劃"),
    "Market": ("{}市場", "{}用戶"),
    "Person": ("{}", "{}先生"),
    "Factor": ("{}能力不足", "{}成本優勢明顯"),
}
RELATIONS = ("develops", "competes_with", "uses", "pursues", "targets", "partners_with", "invests_in", "has_strength")
SYLLABLES = "華岳北辰遠瀾天樞藍灣青禾泰和啟銳鼎盛金星雲圖海安明達卓越信誠"


def synthetic(nodes: int, edges: int, *, seed: int = 1, groups: int = 0) -> GraphView:
    """A graph in which a few nodes have many edges, as in articles; `groups` plants communities."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    kinds = list(NAMES)
    made = [_node(i, rng.choice(kinds), rng) for i in range(nodes)]
    pairs = _pairs(nodes, edges, groups, rng)
    sources = [Source(f"d{i}", f"樣例文章{i}", f"20{20 + i % 6}-0{1 + i % 9}-1{i % 9}", "本報") for i in range(40)]
    links = [_edge(i, made[a], made[b], rng, sources[i % 40]) for i, (a, b) in enumerate(pairs)]
    return GraphView(tuple(made), tuple(links), title=f"{nodes} 個實體", sources=tuple(sources))


def _node(number: int, kind: str, rng: random.Random) -> Node:
    stem = "".join(rng.choices(SYLLABLES, k=rng.choice((2, 2, 3, 4))))
    name = rng.choice(NAMES[kind]).format(stem) + (str(number) if number > 60 else "")
    return Node(f"{kind.lower()}:{name}{number}", kind, name, (name,), mentions=rng.randint(1, 40), documents=2)


def _pairs(nodes: int, edges: int, groups: int, rng: random.Random) -> list[tuple[int, int]]:
    pairs: dict[tuple[int, int], None] = {}
    for i in range(1, nodes):
        step = groups or 1
        earlier = range(i % step, i, step) if groups else range(i)
        pairs[i, rng.choice(earlier) if len(earlier) else rng.randrange(i)] = None
    weights = list(accumulate(1 / (1 + i) ** 0.5 for i in range(nodes)))
    while len(pairs) < edges:
        a, b = rng.choices(range(nodes), cum_weights=weights, k=2)
        if groups and a % groups != b % groups and rng.random() > 0.07:
            b = rng.randrange(a % groups, nodes, groups)
        if a != b and (a, b) not in pairs and (b, a) not in pairs:
            pairs[a, b] = None
    return list(pairs)


def _edge(number: int, head: Node, tail: Node, rng: random.Random, source: Source) -> Edge:
    relation = rng.choice(RELATIONS)
    modality = rng.choices(tuple(Modality), (12, 4, 1, 2, 1))[0]
    words = f"{head.name}與{tail.name}"
    sentence = f"報道指，{words}的關係將影響未來兩年的競爭格局。"
    quote = Quote(100 + 4, 100 + 4 + len(words), words, sentence, 100)
    proof = Evidence(f"s{number}", source, (quote,), modality, round(rng.uniform(0.4, 1), 2))
    return Edge(
        id=f"r{number}",
        head=head.id,
        relation=relation,
        tail=tail.id,
        modality=modality,
        confidence=proof.confidence,
        first=source.date,
        last=source.date,
        evidence=(proof,),
    )
