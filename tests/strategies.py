"""Hypothesis: small worlds in which names meet, split and change script, so that resolving has something to do."""

from __future__ import annotations

from dataclasses import replace

from builders import Says, document, says
from hypothesis import settings
from hypothesis import strategies as st

from kg.model import Document, Modality, Quantity

__all__ = ["corpora", "documents", "few", "law", "reprints"]

law = settings(max_examples=40)
"""How long a law is tried."""
few = settings(max_examples=10)
"""The same law once more, over another database."""

# Names that share spellings across scripts, aliases that join, one-letter aliases that must not, hostile ones
_COMPANIES = (
    "騰訊",
    "腾讯",
    "Tencent",
    "ＴＥＮＣＥＮＴ",
    "阿里巴巴",
    "阿里",
    "字節",
    "字节跳動",
    "<b>&'\"；--",
    "豆",
    "乾坤",
    "干坤",
)
_PRODUCTS = ("元寶", "元宝", "豆包", "千問", "千问", "阿里", "Qwen3")
_FACTORS = ("入口優勢", "入口优势", "技術驅動")
_FIGURES = ("10億元", "10亿元", "１０億元", "7億次")
_QUANTITIES = (None, Quantity(1e9, "元", "CNY"), Quantity(1e9, "元", "CNY", measures="營收"), Quantity(7e8, "次"))


def _things(kind: str, names: tuple[str, ...]) -> st.SearchStrategy[str]:
    several = st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
    return several.map(lambda chosen: f"{kind}:{'|'.join(chosen)}")


_companies, _products = _things("Company", _COMPANIES), _things("Product", _PRODUCTS)
_factors, _figures = _things("Factor", _FACTORS), st.sampled_from(_FIGURES).map("Metric:{}".format)
_modalities = st.sampled_from(Modality)
_confidences = st.sampled_from((0.5, 0.75, 1.0))


def _said() -> st.SearchStrategy[Says]:
    rest = {"modality": _modalities, "confidence": _confidences, "by": st.none() | _companies}
    return st.one_of(
        st.builds(says, _companies, st.just("develops"), _products, **rest),
        st.builds(says, _companies, st.just("competes_with"), _companies, **rest),
        st.builds(says, _companies, st.just("owns"), _companies, **rest),
        st.builds(says, _products, st.just("feeds_data_to"), _products, **rest),
        st.builds(says, _companies, st.just("has_strength"), _factors, **rest),
        st.builds(says, _companies, st.just("has_metric"), _figures, quantity=st.sampled_from(_QUANTITIES), **rest),
    )


_FILLER = tuple("".join(f"第{n}段{w}說明當日市況。" for n in range(30)) for w in ("甲方", "乙方"))
_EDITIONS = ("", "本報訊。", "（轉載）")


@st.composite
def reprints(draw: st.DrawFn, *, ids: st.SearchStrategy[str]) -> Document:
    """A long document that repeats others of its kind but for a few words."""
    said = draw(st.lists(_said(), min_size=1, max_size=2))
    text = draw(st.sampled_from(_EDITIONS)) + draw(st.sampled_from(_FILLER)) + document(*said).text
    source = draw(st.sampled_from((None, "https://example.org/a", "報")))
    return document(
        text, *said, id=draw(ids), date=draw(st.sampled_from((None, "2024-05-01", "2025-02-28"))), source=source
    )


@st.composite
def documents(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Document:
    """A document of up to four statements; `ids` restricts its id, so that one may take another's place."""
    made = document(
        *draw(st.lists(_said(), min_size=1, max_size=4)),
        date=draw(st.sampled_from((None, "2024-05-01", "2025-02-28"))),
        source=draw(st.sampled_from((None, "https://example.org/a", "報"))),
        title=draw(st.sampled_from(("", "標題"))),
    )
    return made if ids is None else replace(made, id=draw(ids))


def corpora(*, most: int = 6) -> st.SearchStrategy[list[Document]]:
    """Documents with ids of their own."""
    return st.lists(documents(), max_size=most, unique_by=lambda doc: doc.id)
