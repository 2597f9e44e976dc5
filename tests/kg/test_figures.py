import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from kg.figures import load_figures
from kg.model import Quantity, Span
from kg.resources import data_dir
from kg.text import to_hans, to_hant, twin_of

FIGURES = load_figures(data_dir() / "figures.yaml")
WORDS = "一二兩三十百千萬億兆個多餘約近成倍半分之元美港人家年月第前每股%0123456789.,-至到 HKUS$RMB"


def only(text):
    """What the one figure of a text is called, and says."""
    ((span, quantity),) = FIGURES.find(twin_of(text))
    return span.of(text), quantity


def about(value, unit="", currency=None, high=None):
    return Quantity(value, unit, currency, approximate=True, high=high)


def exactly(value, unit="", currency=None, high=None):
    return Quantity(value, unit, currency, high=high)


@pytest.mark.parametrize(
    ("text", "words", "quantity"),
    [
        # money
        ("派發10億元紅包", "10億元", exactly(1e9, "元", "CNY")),
        ("花了4個億", "4個億", exactly(4e8, "元", "CNY")),
        ("市值3.5萬億美元", "3.5萬億美元", exactly(3.5e12, "美元", "USD")),
        ("產值突破5兆元", "5兆元", about(5e12, "元", "CNY")),
        ("營收2.89兆新台幣", "2.89兆新台幣", exactly(2.89e12, "新台币", "TWD")),
        ("份額三成七", "三成七", exactly(37, "%")),
        ("份額五成半左右", "五成半", about(55, "%")),
        ("份額一成五到兩成", "一成五到兩成", exactly(15, "%", high=20)),
        ("份額一成一到一成二", "一成一到一成二", exactly(11, "%", high=12)),
        ("三成一般不夠", "三成", exactly(30, "%")),
        ("股價收在116.7港元", "116.7港元", exactly(116.7, "港元", "HKD")),
        ("募資US$5億", "US$5億", exactly(5e8, "美元", "USD")),
        ("出價HK$ 3.2億", "HK$ 3.2億", exactly(3.2e8, "港元", "HKD")),
        ("資本額NT$1,200萬", "NT$1,200萬", exactly(1.2e7, "新台币", "TWD")),
        ("投资RMB30亿", "RMB30亿", exactly(3e9, "元", "CNY")),
        ("约合人民币30亿元", "人民币30亿元", about(3e9, "元", "CNY")),
        ("耗資1,000億元", "1,000億元", exactly(1e11, "元", "CNY")),
        ("补贴近6块钱", "6块钱", about(6, "元", "CNY")),
        ("罰款2億5000萬元", "2億5000萬元", exactly(2.5e8, "元", "CNY")),
        ("每股1.2元派息", "1.2元", exactly(1.2, "元/股", "CNY")),
        ("報價為1.2元/股", "1.2元/股", exactly(1.2, "元/股", "CNY")),
        ("三点五亿元", "三点五亿元", exactly(3.5e8, "元", "CNY")),
        ("融资 15 亿元", "15 亿元", exactly(1.5e9, "元", "CNY")),
        ("數十億美元", "數十億美元", about(2e9, "美元", "USD", 9e9)),
        ("近千億元", "近千億元", about(1e11, "元", "CNY")),
        ("百億元補貼", "百億元", about(1e10, "元", "CNY")),
        ("30多億美元", "30多億美元", about(3e9, "美元", "USD")),
        ("售价7万元左右", "7万元", about(7e4, "元", "CNY")),
        ("淨虧損-3.1億元", "-3.1億元", exactly(-3.1e8, "元", "CNY")),
        # shares and times
        ("年增 152.07%", "152.07%", exactly(152.07, "%")),
        ("增长率为-5.3%", "-5.3%", exactly(-5.3, "%")),
        ("提高2.5個百分點", "2.5個百分點", exactly(2.5, "百分点")),
        ("下调25个基点", "25个基点", exactly(25, "基点")),
        ("快了將近一倍", "將近一倍", about(1, "倍")),
        ("增長3倍", "3倍", exactly(3, "倍")),
        ("占六成", "六成", exactly(60, "%")),
        ("提升5成以上", "5成", about(50, "%")),
        ("占三分之一", "三分之一", exactly(33.333333, "%")),
        ("百分之三十五", "百分之三十五", exactly(35, "%")),
        ("千分之五", "千分之五", exactly(0.5, "%")),
        ("過半用戶", "過半", about(50, "%")),
        ("一半收入", "一半", exactly(50, "%")),
        # ranges
        ("每月2.5萬至3萬輛", "2.5萬至3萬輛", exactly(25000, "辆/月", high=30000)),
        ("佣金6%-8%", "6%-8%", exactly(6, "%", high=8)),
        ("投入600億到800億美元", "600億到800億美元", exactly(6e10, "美元", "USD", 8e10)),
        ("价格2-6元", "2-6元", exactly(2, "元", "CNY", 6)),
        ("預計2到3萬台", "2到3萬台", exactly(2e4, "台", high=3e4)),
        # counts
        ("兩千三百萬用戶", "兩千三百萬用戶", exactly(2.3e7, "用户")),
        ("下載量超過7億次", "7億次", about(7e8, "次")),
        ("800萬用戶", "800萬用戶", exactly(8e6, "用户")),
        ("470万名骑手", "470万名骑手", exactly(4.7e6, "骑手")),
        ("2300餘家門店", "2300餘家門店", about(2300, "门店")),
        ("上千家门店", "上千家门店", about(1000, "门店")),
        ("一共26款車", "26款", exactly(26, "款")),
        ("目前10家工廠", "10家", exactly(10, "家")),
        ("最近30家", "30家", exactly(30, "家")),
        ("英偉達10億美元訂單", "10億美元", exactly(1e9, "美元", "USD")),
        # sizes
        ("採用5奈米製程", "5奈米", exactly(5, "纳米")),
        ("采用5纳米制程", "5纳米", exactly(5, "纳米")),
        ("采用5nm制程", "5nm", exactly(5, "纳米")),
        ("支持256K上下文", "256K上下文", exactly(256000, "上下文")),
        ("參數達671B", "671B", exactly(6.71e11)),
        ("128核處理器", "128核", exactly(128, "核")),
        ("主頻3.2GHz", "3.2GHz", exactly(3.2, "GHz")),
        ("裝機100兆瓦", "100兆瓦", exactly(100, "MW")),
        ("續航700公里", "700公里", exactly(700, "公里")),
        ("10千瓦时", "10千瓦时", exactly(10, "度")),
    ],
)
def test_figure(text, words, quantity):
    assert only(text) == (words, quantity)


@pytest.mark.parametrize(
    "text",
    [
        "在2024年第三季度",
        "三年之內，兩到三年後",
        "他今年45歲",
        "第3名與前10名，第 19 位",
        "iPhone 15發布，iPhone 15系列",
        "H20晶片與Qwen2.5-72B模型",
        "麒麟9010與骁龙8",
        "電話13812345678",
        "騰訊（00700）與600519.SH",
        "2025-02-14",
        "8点30分，8:30开始",
        "三個產品、兩家公司、一位員工",
        "一方面，一度，一起",
        "三元鋰電池與二元結構",
        "2012成立于深圳",
        "十大品牌、500強、三線城市",
        "2024款车型",
        "4K屏幕",
        "3個月、10個工作日、24小時",
        "百度、三星、五粮液、六个核桃",
        "2B业务",
        "近半年",
        "C919",
        "Windows 11個人版",
        "5G基站與3D打印",
        "二〇二四年",
        "九号公司与58同城",
        "第二十一条",
        "两会、一带一路、十四五",
        "一個萬能的連接器，一個萬物互聯的時代",
        "90后",
    ],
)
def test_no_figure(text):
    assert list(FIGURES.find(twin_of(text))) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("由10%增至15%", ["10%", "15%"]),
        ("增长5%至10亿元", ["5%", "10亿元"]),
        ("营收10亿元，净利2亿元", ["10亿元", "2亿元"]),
        ("4張H20顯卡與3.2GHz", ["4張", "3.2GHz"]),
    ],
)
def test_figures_side_by_side(text, words):
    assert [span.of(text) for span, _ in FIGURES.find(twin_of(text))] == words


def test_what_stands_at_a_place():
    twin = twin_of("26.5%、約3%")
    assert FIGURES.at(twin, Span(7, 9)) == about(3, "%")
    assert FIGURES.at(twin, Span(5, 6)) is None


@law
@given(st.text(st.sampled_from(twin_of(WORDS)), max_size=30) | st.text(max_size=30))
def test_figures_are_disjoint_places_with_finite_values(text):
    twin = twin_of(text)
    found = list(FIGURES.find(twin))
    for span, quantity in found:
        assert 0 <= span.start < span.end <= len(twin)
        assert span.of(twin).strip() == span.of(twin)
        assert math.isfinite(quantity.value)
        assert quantity.high is None or math.isfinite(quantity.high)
    assert all(a.end <= b.start for (a, _), (b, _) in pairwise(found))


@law
@given(st.text(st.sampled_from(WORDS), max_size=30))
def test_both_scripts_say_the_same(text):
    hant, hans = (list(FIGURES.find(twin_of(t))) for t in (to_hant(to_hans(text)), to_hans(text)))
    assert hant == hans


@law
@given(st.integers(1, 10**9), st.sampled_from(["元", "美元", "%", "公里"]))
def test_a_number_in_digits_is_read_as_it_stands(number, unit):
    (found,) = FIGURES.find(f"共{number:,}{unit}。")
    assert found[1].value == number


@pytest.mark.parametrize("words", ["一百亿一", "千万亿零", "一一亿两"])
def test_a_malformed_numeral_is_no_error(words):
    list(FIGURES.find(twin_of(f"公司營收{words}元。")))
