from dataclasses import replace

import pytest
from builders import document, says
from hypothesis import given
from strategies import documents, law

from kg.extract import default_pipeline
from kg.model import Interval, Modality, Quantity, Span, Token
from kg.pipeline import Pipeline
from kg.pipes.qualify import Qualify, load_qualifiers
from kg.resources import data_dir
from kg.text import to_hans
from kg.times import load_times

QUALIFY = Qualify(load_times(data_dir() / "times.yaml"), load_qualifiers(data_dir() / "qualifiers.yaml"))
A, B, M, F = "Company:甲司", "Company:乙司", "Product:千里眼", "Factor:拿下半壁江山"


def only(text, head, relation, tail, *, tagged="", **fields):
    """The one statement of an article of 14 February 2025; `tagged` are the recogniser's words: 銷售/v 火箭/n."""
    doc = document(text, says(head, relation, tail, **fields), date="2025-02-14", words=words(text, tagged))
    (statement,) = QUALIFY(doc).statements
    return statement


def words(text, tagged):
    found, at = [], 0
    for word, tag in (pair.split("/") for pair in tagged.split()):
        at = text.index(word, at)
        found.append(Token(Span(at, at + len(word)), tag))
        at += len(word)
    return tuple(found)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("甲司在2024年5月推出千里眼。", "2024年5月"),
        ("甲司去年虧損，今年夏天推出千里眼。", "今年夏天"),  # the clause of the tail before the one before it
        ("2023年，甲司發表了千里眼。", "2023年"),
        ("甲司目前擁有千里眼。", "目前"),
        ("去年，甲司目前擁有千里眼。", "去年"),  # a date before a vague word, if it is as near
        ("甲司推出千里眼。2024年很好。", None),  # another sentence
        ("甲司用了半年推出千里眼。", None),  # a length of time says not when
    ],
)
def test_time(text, time):
    found = only(text, A, "develops", M).time
    assert (found and found.text) == time


def test_time_has_days_in_the_original_script():
    time = only("甲司在２０２４年春節推出千里眼。", A, "develops", M).time
    assert (time.text, time.interval) == ("２０２４年春節", Interval("2024-02-09", "2024-02-16"))


def test_a_time_in_a_name_is_none():
    text = "甲司推出明天未來機。"
    assert only(text, A, "develops", "Product:明天未來機").time is None


@pytest.mark.parametrize(
    ("text", "modality", "horizon"),
    [
        ("一年之內，甲司會拿下半壁江山。", Modality.FORECAST, "一年之內"),
        ("兩到三年後甲司可能拿下半壁江山。", Modality.FORECAST, "兩到三年後"),
        ("如果堅持三年以上，甲司會拿下半壁江山。", Modality.HYPOTHETICAL, "三年以上"),
        ("甲司2030年前將拿下半壁江山。", Modality.FORECAST, "2030年前"),
        ("甲司未來將拿下半壁江山。", Modality.FORECAST, "未來"),
        ("甲司去年失敗，但會拿下半壁江山。", Modality.FORECAST, None),  # what is over is no horizon
    ],
)
def test_horizon(text, modality, horizon):
    assert only(text, A, "forecasts", F, modality=modality).horizon == horizon


def test_only_what_lies_ahead_has_a_horizon():
    assert only("甲司在一年之內推出千里眼。", A, "develops", M).horizon is None


@pytest.mark.parametrize(
    ("text", "tail", "tagged", "aspect"),
    [
        ("甲司營收達10億元。", "10億元", "", "營收"),
        ("甲司營收同比增長12%。", "12%", "", "營收同比增長"),
        ("甲司營收410億元，同比增長31%。", "31%", "", "營收同比增長"),
        ("甲司淨利潤5億元（約0.7億美元）。", "0.7億美元", "", "淨利潤"),
        ("甲司新能源車銷量為427萬輛。", "427萬輛", "新能源車/n 銷量/n 為/v", "新能源車銷量"),
        ("甲司擁有70億季度訂單量。", "70億", "季度/n 訂單量/n", "季度訂單量"),
        ("甲司拿下四成的市場份額。", "四成", "市場/n 份額/n", "市場份額"),
        ("甲司火箭射程提高到900公里。", "900公里", "甲司/ORG 火箭/n 射程/n 提高/v 到/v 900/m 公里/q", "火箭射程"),
        ("甲司共有300人。", "300人", "甲司/ORG 共/d 有/v 300/m 人/n", None),
        ("甲司2024年達到300人。", "300人", "甲司/ORG 2024年/TIME 達到/v 300/m 人/n", None),
        ("甲司利潤大跌，獲得5億元。", "5億元", "利潤/n 大跌/v", None),  # of another clause
    ],
)
def test_what_a_figure_measures(text, tail, tagged, aspect):
    assert only(text, A, "has_metric", f"Metric:{tail}", tagged=tagged).aspect == aspect


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("甲司在組織力方面領先乙司。", "組織力"),
        ("甲司的執行力遠遠超過乙司。", "執行力"),
        ("甲司比乙司更便宜。", "便宜"),
        ("甲司超過乙司的處理速度。", "處理速度"),
        ("甲司領先乙司。", None),
    ],
)
def test_in_what_one_is_ahead(text, aspect):
    assert only(text, A, "outperforms", B).aspect == aspect


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("甲司稱讚千里眼表現出色。", "positive"),
        ("甲司批評千里眼反應遲緩。", "negative"),
        ("甲司說千里眼雖然先進，但風險很大。", "mixed"),
        ("甲司談到千里眼。", "neutral"),
        ("甲司說千里眼並不先進。", "negative"),
        ("甲司說千里眼沒有短板。", "positive"),
    ],
)
def test_polarity(text, polarity):
    assert only(text, A, "comments_on", M).polarity == polarity


def test_what_is_said_already_stays():
    statement = only(
        "甲司營收達10億元。", A, "has_metric", "Metric:10億元", aspect="收入", horizon="明年", polarity="mixed"
    )
    assert (statement.aspect, statement.horizon, statement.polarity) == ("收入", "明年", "mixed")


def test_the_figure_itself_says_what_it_measures():
    said = says(A, "has_metric", "Metric:10億元", quantity=Quantity(1e9, "元", "CNY"))
    figures = [e.quantity for e in QUALIFY(document("甲司營收達10億元。", said)).entities if e.quantity]
    assert figures == [Quantity(1e9, "元", "CNY", measures="營收")]


def test_both_scripts_say_the_same():
    text = "甲司2024年第三季度營收同比增長12%。"
    hant = only(text, A, "has_metric", "Metric:12%")
    hans = only(to_hans(text), A, "has_metric", "Metric:12%")
    assert to_hans(hant.aspect) == hans.aspect
    assert hant.time.interval == hans.time.interval


@law
@given(documents())
def test_nothing_but_qualifiers_changes_and_twice_is_once(doc):
    once = QUALIFY(doc)
    assert QUALIFY(once) == once
    bare = [replace(s, time=None, horizon=None, aspect=None, polarity=None) for s in once.statements]
    assert bare == [replace(s, time=None, horizon=None, aspect=None, polarity=None) for s in doc.statements]
    for s in once.statements:
        assert s.time is None or s.time.span.of(doc.text) == s.time.text
        assert (s.horizon or "") in doc.text


def test_it_fits_behind_the_other_pipes():
    from kg.knowledge import builtin_knowledge  # noqa: PLC0415 - only here

    assert Pipeline(*default_pipeline(builtin_knowledge()).pipes, QUALIFY)
