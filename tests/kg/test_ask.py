"""Questions answered from a graph made by hand, whose every statement is known."""

import pytest
from builders import document, says

from kg.errors import InvalidRequest, NotUnderstood
from kg.model import Interval, Modality, Quantity, Span, TimeExpression
from kg.networkx_graph import NetworkXGraph
from kg.questions import Asker, plain_answer

TENCENT, ALIBABA, BYTEDANCE = (
    "Company:騰訊|腾讯|Tencent",
    "Company:阿里巴巴|阿里|Alibaba",
    "Company:字節跳動|字节跳动|字節|ByteDance",
)
YUANBAO, QWEN, DOUBAO, QUARK, UC = (
    "Product:元寶|元宝",
    "Product:千問|千问|Qwen",
    "Product:豆包",
    "Product:夸克",
    "Product:UC瀏覽器",
)
PONY = "Person:馬化騰|马化腾|Pony Ma"


def in_year(year: int) -> TimeExpression:
    return TimeExpression(Span(0, 1), f"{year}年", Interval(f"{year}-01-01", f"{year}-12-31"))


FIRST = document(
    says(TENCENT, "develops", YUANBAO, time=in_year(2024)),
    says(TENCENT, "develops", "Product:微信", time=in_year(2011)),
    says(ALIBABA, "develops", QWEN),
    says(BYTEDANCE, "develops", DOUBAO),
    says(TENCENT, "competes_with", ALIBABA),
    says(TENCENT, "competes_with", BYTEDANCE, modality=Modality.REPORTED, by=PONY),
    says(QUARK, "feeds_data_to", QWEN),
    says(UC, "feeds_data_to", QWEN),
    says(QUARK, "uses", QWEN),
    says(ALIBABA, "pursues", "Strategy:開源|开源"),
    says(BYTEDANCE, "outperforms", TENCENT, aspect="組織力"),
    says(PONY, "leads", TENCENT),
    says(PONY, "comments_on", ALIBABA, polarity="positive", modality=Modality.REPORTED, by=PONY),
    says(TENCENT, "has_weakness", "Factor:反應遲鈍"),
    says(BYTEDANCE, "has_strength", "Factor:執行力強"),
    says(BYTEDANCE, "forecasts", "Factor:繼續領跑", modality=Modality.FORECAST, horizon="一年之內"),
    says(QWEN, "has_metric", "Metric:7億次", quantity=Quantity(7e8, "次", measures="下載量")),
    says(DOUBAO, "has_metric", "Metric:2億次", quantity=Quantity(2e8, "次", measures="下載量")),
    says(DOUBAO, "has_metric", "Metric:30元", quantity=Quantity(30, "元", "CNY", measures="價格")),
    id="first", title="三強", date="2026-02-02",
)  # fmt: skip
SECOND = document(
    says(TENCENT, "acquires", "Company:搜狗", modality=Modality.HYPOTHETICAL, condition="如果價格合適"),
    says(TENCENT, "competes_with", BYTEDANCE, modality=Modality.NEGATED),
    says("Company:蘋果|苹果|Apple", "develops", "Product:iPhone"),
    says("Product:蘋果|苹果", "competes_with", "Product:梨子"),
    says(QWEN, "competes_with", DOUBAO, quote=None),
    id="second", title="傳聞", date="2023-05-01",
)  # fmt: skip


@pytest.fixture(scope="module")
def graph() -> NetworkXGraph:
    return NetworkXGraph.of([FIRST, SECOND])


def test_the_highest_of_very_many_figures_is_the_highest_of_few(ask, monkeypatch):
    questions = [
        "誰的下載量最高？",
        "哪個產品的下載量最高？",
        "誰的價格最高？",
        "誰的員工數最高？",
        "哪家公司的下載量最高？",
    ]
    few = [ask(question)["rows"] for question in questions]
    monkeypatch.setattr("kg.questions.figures._MANY", 0)
    assert [ask(question)["rows"] for question in questions] == few
    assert [len(rows) for rows in few] == [2, 2, 1, 0, 0]


@pytest.fixture(scope="module")
def asker() -> Asker:
    return Asker()


@pytest.fixture
def ask(graph, asker):
    return lambda question: plain_answer(graph, asker.ask(graph, question))


def names(answer) -> list[str]:
    return [row["name"] for row in answer["rows"]]


ANSWERS = [
    ("騰訊有哪些產品？", ["元寶", "微信"]),
    ("腾讯有哪些产品？", ["元宝", "微信"]),
    ("What products does Tencent make?", ["元寶", "微信"]),
    ("誰開發了千問？", ["阿里巴巴"]),
    ("哪些產品為千問的數據閉環供數？", ["UC瀏覽器", "夸克"]),
    ("Which products feed Qwen's data loop?", ["UC瀏覽器", "夸克"]),
    ("騰訊的競爭對手有哪些？", ["字節跳動", "阿里巴巴"]),
    ("阿里採取什麼戰略？", ["開源"]),
    ("誰採取開源？", ["阿里巴巴"]),
    ("誰領導騰訊？", ["馬化騰"]),
    ("騰訊的短板是什麼？", ["反應遲鈍"]),
    ("字節的優勢是什麼？", ["執行力強"]),
    ("What is forecast for ByteDance?", ["繼續領跑"]),
    ("字節對騰訊的優勢是什麼？", ["騰訊"]),
    ("千問的下載量是多少？", ["7億次"]),
    ("How many downloads does Qwen have?", ["7億次"]),
    ("誰的下載量最高？", ["7億次", "2億次"]),
    ("千問和豆包誰的下載量高？", ["7億次", "2億次"]),
    ("誰評價過阿里？", ["馬化騰"]),
    ("馬化騰怎麼評價阿里？", ["阿里巴巴"]),
    ("誰稱讚了阿里？", ["馬化騰"]),
    ("誰批評了阿里？", []),
    ("騰訊的競爭對手有哪些產品？", ["豆包", "千問"]),
    ("Who leads the maker of 元寶?", ["馬化騰"]),
    ("豆包和千問誰更強？", []),
    ("字節和騰訊誰更強？", ["字節跳動"]),
    ("哪家公司的產品最多？", ["騰訊", "字節跳動", "蘋果", "阿里巴巴"]),
    ("哪些文章提到騰訊？", ["三強", "傳聞"]),
    ("有多少篇文章？", ["三強", "傳聞"]),
    ("騰訊否認了什麼？", ["字節跳動"]),
    ("千問的數據閉環是什麼？", ["千問"]),
    ("千問還叫什麼？", ["千問"]),
]


@pytest.mark.parametrize(("question", "expected"), ANSWERS, ids=[q for q, _ in ANSWERS])
def test_rows_are_what_the_statements_say(question, expected, ask):
    assert sorted(names(ask(question))) == sorted(expected)


def test_every_row_rests_on_a_quote_that_is_there(ask, graph):
    answer = ask("介紹騰訊")
    quotes = {s["id"]: s for s in answer["quotes"]}
    texts = {"first": FIRST.text, "second": SECOND.text}
    assert answer["rows"]
    for row in answer["rows"]:
        assert row["quotes"]
        for quote in (q | {"doc": quotes[i]["document"]["id"]} for i in row["quotes"] for q in quotes[i]["quotes"]):
            assert texts[quote["doc"]][quote["start"] : quote["end"]] == quote["text"]
            assert quote["text"] in quote["sentence"]


def test_the_query_is_visible(ask):
    read_as = ask("誰在2025年以後與騰訊競爭？")["read_as"]
    assert read_as["form"] == "rivals_of"
    assert read_as["entities"] == {"x": {"text": "腾讯", "ids": ["company:騰訊"], "via": None}}
    assert read_as["relations"] == ["competes_with"]
    assert read_as["direction"] == "both"
    assert read_as["filters"] == {"since": "2025-01-01"}


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("騰訊和阿里是競爭對手嗎？", "yes"),
        ("騰訊和字節是競爭對手嗎？", "disputed"),
        ("Does Tencent compete with ByteDance?", "disputed"),
        ("阿里和字節是競爭對手嗎？", "not_in_corpus"),
        ("騰訊收購了搜狗嗎？", "unsure"),
        ("字節比騰訊強嗎？", "yes"),
        ("騰訊比字節強嗎？", "no"),
        ("元寶是騰訊的產品嗎？", "yes"),
        ("千問是騰訊的產品嗎？", "not_in_corpus"),
    ],
)
def test_yes_or_no_weighs_evidence_for_and_against(question, verdict, ask):
    answer = ask(question)
    assert answer["verdict"] == verdict
    assert all(row["stance"] and row["quotes"] for row in answer["rows"])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("騰訊2020年以後推出了哪些產品？", ["元寶"]),
        ("騰訊在2011年推出了哪些產品？", ["微信"]),
        ("Which products did Tencent launch before 2015?", ["微信"]),
        ("據馬化騰說，騰訊的競爭對手有哪些？", ["字節跳動"]),
        ("騰訊在組織力方面不如誰？", ["字節跳動"]),
        ("騰訊會收購誰？", ["搜狗"]),
        ("騰訊的前1個對手是誰？", ["字節跳動"]),
    ],
)
def test_conditions_narrow(question, expected, ask):
    assert names(ask(question)) == expected


def test_what_only_conditions_leave_out_is_said(ask):
    answer = ask("騰訊在火箭領域有哪些競爭對手？")
    assert (answer["verdict"], answer["rows"]) == ("not_in_corpus", [])
    assert answer["notes"] == [{"id": "without_filters", "text": "不加條件時有 2 條。"}]


def test_what_is_only_hypothetical_is_not_told_as_fact(ask):
    answer = ask("騰訊收購了誰？")
    assert [(row["name"], row["modality"]) for row in answer["rows"]] == [("搜狗", "hypothetical")]
    assert [note["id"] for note in answer["notes"]] == ["only_unsure"]


def test_counting(ask):
    assert ask("騰訊有幾款產品？")["count"] == 2
    assert ask("How many rivals does Tencent have?")["count"] == 2


def test_when(ask):
    answer = ask("騰訊什麼時候推出元寶？")
    assert [q["time"]["start"] for q in answer["quotes"]] == ["2024-01-01"]


def test_a_way_is_found_where_nothing_direct_is(ask):
    answer = ask("夸克和阿里有什麼關係？")
    assert answer["rows"][0]["way"] == ["product:夸克", "product:千問", "company:阿里巴巴"]
    assert [r["relation"] for r in answer["rows"][0]["relations"]] == ["feeds_data_to", "develops"]


def test_an_unknown_name_gets_candidates_and_no_guess(ask):
    answer = ask("字節跳東有哪些產品？")
    assert (answer["verdict"], answer["rows"]) == ("not_in_corpus", [])
    assert "company:字節跳動" in [c["id"] for c in answer["candidates"]]
    assert answer["message"] == "資料中沒有。 資料中沒有「字节跳东」。"


def test_an_ambiguous_name_gets_candidates_and_no_guess(ask):
    answer = ask("介紹一下蘋果")
    assert answer["verdict"] == "ambiguous"
    assert sorted(c["id"] for c in answer["candidates"]) == ["company:蘋果", "product:蘋果"]


def test_a_name_is_not_ambiguous_where_one_meaning_can_answer(ask):
    assert names(ask("蘋果的對手有哪些？")) == ["梨子"]
    assert names(ask("蘋果公司有哪些產品？")) == ["iPhone"]


def test_what_the_corpus_does_not_say(ask):
    answer = ask("豆包的優勢是什麼？")
    assert (answer["verdict"], answer["message"]) == ("not_in_corpus", "資料中沒有。")


def test_what_cannot_be_read_says_what_can(ask):
    with pytest.raises(NotUnderstood) as refused:
        ask("騰訊昨天為什麼在火星上開會？")
    assert {"id", "means", "examples"} <= refused.value.details["forms"][0].keys()
    with pytest.raises(InvalidRequest):
        ask(" ")


def test_the_same_question_gives_the_same_answer(ask):
    assert ask("介紹騰訊") == ask("介紹騰訊")


def test_an_asker_follows_the_graph(graph, asker):
    question = "小米有哪些產品？"
    assert asker.ask(graph, question).verdict == "not_in_corpus"
    more = NetworkXGraph.of([FIRST, document(says("Company:小米", "develops", "Product:小米汽車"), id="third")])
    assert [row.entity.name for row in asker.ask(more, question).rows if row.entity] == ["小米汽車"]
