"""A small view of two rivals, for tests that look at pages, and what such tests ask of a page."""

from kg.graph import Quote
from kg.model import Modality
from viz.view import Edge, Evidence, GraphView, Node, Source

NEWS = Source("d1", "兩強相爭", "2026-02-02", "https://example.org/news")
LATER = Source("d2", "半年之後", "2026-08-02", "某報")
SENTENCE = "騰訊推出元寶,市場份額直追對手。"
TENCENT, YUANBAO, ALIBABA, QWEN = "company:騰訊", "product:元寶", "company:阿里巴巴", "product:千問"


def proof(number, source=NEWS, modality=Modality.ASSERTED, **more):
    return Evidence(f"s{number}", source, (Quote(50, 56, SENTENCE[:6], SENTENCE, 50),), modality, 0.8, **more)


def edge(number, head, relation, tail, modality=Modality.ASSERTED, source=NEWS, **more):
    said = proof(number, source, modality, **more)
    return Edge(f"r{number}", head, relation, tail, modality, first=source.date, last=source.date, evidence=(said,))


def rivals():
    nodes = (
        Node(TENCENT, "Company", "騰訊", ("騰訊", "腾讯", "Tencent", "鵝廠"), 12, 2),
        Node(YUANBAO, "Product", "元寶", ("元寶",), 6, 2),
        Node(ALIBABA, "Company", "阿里巴巴", ("阿里巴巴",), 8, 1),
        Node(QWEN, "Product", "千問", ("千問",), 5, 1),
        Node("factor:成本", "Factor", "成本優勢明顯", (), 1, 1),
    )
    edges = (
        edge(1, TENCENT, "develops", YUANBAO),
        edge(2, TENCENT, "competes_with", ALIBABA, Modality.REPORTED, speaker="馬化騰"),
        edge(3, ALIBABA, "develops", QWEN, source=LATER),
        edge(4, TENCENT, "invests_in", ALIBABA, Modality.NEGATED),
        edge(5, ALIBABA, "has_strength", "factor:成本", Modality.FORECAST, LATER, horizon="兩年之內"),
    )
    return GraphView(nodes, edges, title="騰訊與阿里巴巴", focus=(TENCENT,), sources=(LATER, NEWS))


def shown(page):
    return page.app("[app.scene.nodes.length, app.scene.edges.length]")


def panel(page):
    return page.page.inner_text("#panel")
