"""A graph of three articles that tests ask, and filters with the relations that they admit in it."""

from builders import document, says

from kg.model import Modality

NEWS = document(
    "騰訊推出元寶。騰訊與阿里巴巴競爭。元寶使用混元。",
    says("Company:騰訊", "develops", "Product:元寶", confidence=0.9),
    says("Company:騰訊", "competes_with", "Company:阿里巴巴"),
    says("Product:元寶", "uses", "Technology:混元"),
    id="news",
    title="競爭",
    date="2024-03-01",
    source="https://example.org/1",
)
REPORT = document(
    "腾讯开发了元宝。马化腾说腾讯可能收购美团。阿里巴巴开发千问。",
    says("Company:腾讯|Tencent", "develops", "Product:元宝", quote="腾讯开发了元宝"),
    says("Company:腾讯", "acquires", "Company:美团", modality=Modality.FORECAST, by="Person:马化腾"),
    says("Company:阿里巴巴", "develops", "Product:千问"),
    id="report",
    date="2025-06-30",
)
REPRINT = document(REPORT.text, says("Company:腾讯", "develops", "Product:元宝"), id="reprint", date="2025-07-01")
FILTERS = [
    ({}, {"develops", "acquires", "competes_with", "uses"}),
    ({"relations": frozenset({"uses", "acquires"})}, {"uses", "acquires"}),
    ({"modalities": frozenset({Modality.FORECAST})}, {"acquires"}),
    ({"types": frozenset({"Product", "Technology"})}, {"develops", "uses"}),  # of both ends
    ({"since": "2025-01-01"}, {"develops", "acquires"}),
    ({"until": "2024-12-31"}, {"develops", "competes_with", "uses"}),
    ({"since": "2024-06-01", "until": "2025-01-01"}, set()),  # develops has statements before and after, none within
    ({"since": "2024"}, {"develops", "acquires", "competes_with", "uses"}),  # as far as both dates are known
    ({"source": "news"}, {"develops", "competes_with", "uses"}),
    ({"source": "reprint"}, {"develops"}),
    ({"source": "news", "since": "2025-01-01"}, set()),  # one statement must meet both
    ({"min_confidence": 0.95, "until": "2024-12-31"}, {"competes_with", "uses"}),
]
CONDITIONS = [
    " ".join(f"{name}={','.join(sorted(v)) if isinstance(v, frozenset) else v}" for name, v in row[0].items()) or "none"
    for row in FILTERS
]
"""Names that are the same in every process: a set has an order of its own in each."""


def ids(relations):
    return [(r.head, r.relation, r.tail) for r in relations]
