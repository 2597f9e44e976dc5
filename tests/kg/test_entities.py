"""Which mentions of a text are names of one thing."""

import re
from collections import Counter

import pytest

from kg.knowledge import builtin_knowledge
from kg.model import Document, Mention, Span
from kg.pipes.entities import ResolveEntities
from kg.samenames import same_names
from kg.text import twin_of

GROUPS = [
    ("a Chinese name and a Latin one behind it", "極光大模型Lumen3發布，Lumen3更快。", ["極光大模型 Lumen3"]),
    ("two names with a mark between them", "極光大模型、Lumen3發布。", ["極光大模型", "Lumen3"]),
    ("a name that ends in a Latin one", "代客停靠PVQ上線，PVQ與代客停靠都好用。", ["代客停靠PVQ PVQ", "代客停靠"]),
    ("the end of a Latin one, whose key is one word", "LumiN2上市，N2很輕。", ["LumiN2 N2"]),
    ("a version that is no number", "星河S3上市，星河賣得好。", ["星河S3", "星河"]),
    ("a Chinese beginning that several share", "天機A1與天機B2，天機是系列。", ["天機A1", "天機B2", "天機"]),
    ("a name and its one version", "星河3上市，星河賣得好。", ["星河3 星河"]),
    ("the end of one name", "小舟嵐翼9上市，嵐翼9賣得好。", ["小舟嵐翼9 嵐翼9"]),
    ("the end of two", "小舟嵐翼9和大舟嵐翼9，嵐翼9賣得好。", ["小舟嵐翼9", "大舟嵐翼9", "嵐翼9"]),
]
OTHERS = [
    ("Company", "雲梔奶業的工廠，雲梔說。", ["雲梔奶業 雲梔"]),
    ("Company", "雲梔奶業和雲梔財險，雲梔說。", ["雲梔奶業 雲梔", "雲梔財險"]),
    ("Company", "江北雲梔環境電器的工廠，雲梔說。", ["江北雲梔環境電器 雲梔"]),
    ("Company", "雲梔和雲梔旗下的創投。", ["雲梔", "雲梔旗下的創投"]),
    ("Company", "Yunde（雲梔）很老，雲梔說。", ["Yunde 雲梔"]),
    ("Company", "「Yunde」（雲梔）很老，雲梔說。", ["Yunde 雲梔"]),
    ("Company", "雲梔（旗下有石門）很老。", ["雲梔", "石門"]),
    ("Organization", "雲梔國與雲梔國政府。", ["雲梔國", "雲梔國政府"]),
    ("Technology", "VX與VX大模型。", ["VX", "VX大模型"]),
    ("Metric", "近10億新元（7.44億美元）。", ["近10億新元", "7.44億美元"]),
    (
        "Company",
        "雲梔財險股份有限公司與雲梔財險股份有限公司江北分公司。",
        ["雲梔財險股份有限公司", "雲梔財險股份有限公司江北分公司"],
    ),
    ("Market", "快修很擠，快修行業變了。", ["快修 快修行業"]),
    ("Event", "雲梔活動開了，雲梔很熱鬧。", ["雲梔活動 雲梔"]),
    ("Company", "雲梔和雲梔中國。", ["雲梔 雲梔中國"]),
    ("Company", "雲梔集團與雲梔資本。", ["雲梔集團", "雲梔資本"]),
    ("Company", "雲梔集團與雲梔資本，雲梔說。", ["雲梔集團 雲梔", "雲梔資本"]),
    ("Company", "雲梔科技與雲梔科技有限公司。", ["雲梔科技 雲梔科技有限公司"]),
    ("Company", "江北雲梔奶與雲梔奶。", ["江北雲梔奶 雲梔奶"]),
    ("Company", "三一航運的船廠，三一說。", ["三一航運 三一"]),
    ("Company", "「雲梔奶業」，英文名Yunde，是老廠。Yunde說。", ["雲梔奶業 Yunde"]),
    ("Company", "江北雲梔奶業——業內習慣叫梔奶，很老。梔奶說。", ["江北雲梔奶業 梔奶"]),
    ("Company", "雲梔奶業全稱江北大雲梔農業，梔業說。", ["雲梔奶業 江北大雲梔農業", "梔業"]),
    ("Company", "石門買菜改名雲梔超市。", ["石門買菜 雲梔超市"]),
    ("Company", "收購雲梔（原石門新能源）。", ["雲梔 石門新能源"]),
    ("Company", "雲梔（原本有石門）很老。", ["雲梔", "石門"]),
    ("Product", "「雲梔」，内部代號「石門」，明年上市。石門很輕。", ["雲梔 石門"]),
    ("Person", "雲梔（本名朱裕昊）來了。朱裕昊說。", ["雲梔 朱裕昊"]),
    ("Company", "SANYMarine的船廠，SANY說，Sany也說。", ["SANYMarine SANY Sany"]),
    ("Person", "朱裕昊來了，朱先生說。", ["朱裕昊 朱先生"]),
    ("Person", "朱裕昊和朱小明，朱先生說。", ["朱裕昊", "朱小明", "朱先生"]),
    ("Person", "埃隆·雲梔來了，雲梔說。", ["埃隆·雲梔 雲梔"]),
    ("Event", "首屆雲梔大會開了，雲梔大會很熱鬧。", ["首屆雲梔大會 雲梔大會"]),
    ("Organization", "江北省雲梔局和雲梔局。", ["江北省雲梔局 雲梔局"]),
    ("Metric", "份額逾七成，另說七成。", ["逾七成 七成"]),
    ("Metric", "賠償120萬元，120萬不多。", ["120萬元 120萬"]),
    ("Metric", "近一成與逾一成。", ["近一成", "逾一成"]),
    ("Metric", "120萬元與120萬人，120萬。", ["120萬元", "120萬人", "120萬"]),
]


def entities_of(text, mentions):
    """The document with its entities, of mentions in their order."""
    knowledge = builtin_knowledge()
    pipe = ResolveEntities(knowledge.lexicon, knowledge.reference, knowledge.figures)
    return pipe(Document("x", text, twin=twin_of(text), mentions=tuple(mentions)))


def resolved(kind, text, groups):
    """The names of each entity, where the groups' names are all mentions of one type."""
    mentions = []
    for name in {name for group in groups for name in group.split()}:
        at = -1
        while (at := text.find(name, at + 1)) >= 0:
            covered = any(m.span.covers(Span(at, at + len(name))) for m in mentions)
            if not covered:
                mentions = [m for m in mentions if not Span(at, at + len(name)).covers(m.span)]
                mentions.append(Mention(Span(at, at + len(name)), kind, "model"))
    doc = entities_of(text, sorted(mentions, key=lambda m: m.span))
    assert {m.entity for m in doc.mentions} == {e.id for e in doc.entities}
    return {frozenset((e.name, *e.aliases)) for e in doc.entities}


@pytest.mark.parametrize(("why", "text", "groups"), GROUPS, ids=[row[0] for row in GROUPS])
def test_names_of_one_thing(why, text, groups):
    assert resolved("Product", text, groups) == {frozenset(group.split()) for group in groups}


@pytest.mark.parametrize(("kind", "text", "groups"), OTHERS)
def test_names_of_one_thing_by_its_type(kind, text, groups):
    assert resolved(kind, text, groups) == {frozenset(group.split()) for group in groups}


@pytest.mark.parametrize(
    ("text", "names", "one"),
    [("千問的新模型Qwen3上線。", "千問 Qwen3", True), ("千問有Qwen3和Qwen2.5。", "千問 Qwen3 Qwen2.5", False)],
)
def test_a_version_by_another_known_name_is_the_same_where_it_is_the_only_one(text, names, one):
    groups = resolved("Product", text, [names])
    assert any({"千問", "Qwen3"} <= group for group in groups) == one


@pytest.mark.parametrize(
    ("text", "names", "other"),
    [
        ("三一重工與三一航運，三一說。", "三一重工 三一航運 三一", "三一航運"),
        ("三一雲的機房，三一說。", "三一雲 三一", "三一雲"),
    ],
)
def test_a_known_short_form_stays_with_the_known_name(text, names, other):
    """Where the text names that in full, or where the longer name is one character longer (阿里, 阿里雲)."""
    groups = resolved("Company", text, [names])
    assert {other} in groups
    assert [names for names in groups if {"三一重工", "三一"} <= names]


def test_two_known_things_stay_two_though_one_stands_in_brackets():
    groups = resolved("Company", "騰訊（百度）。", ["騰訊 百度"])
    assert sorted(("騰訊" in names, "百度" in names) for names in groups) == [(False, True), (True, False)]


@pytest.mark.parametrize(
    ("text", "kinds", "kind"),
    [
        ("推出的「石門」，石門很快，石門也輕。", "Product Company Company", "Product"),
        ("石門很快。推出的「石門」。石門也輕。", "Company Product Company", "Product"),
        ("石門很快，石門也輕。", "Product Company", "Product"),
        ("石門很快，石門也輕，石門說。", "Product Company Company", "Company"),
    ],
)
def test_a_name_has_one_type_and_its_first_and_quoted_places_say_more(text, kinds, kind):
    places = [i for i in range(len(text)) if text.startswith("石門", i)]
    mentions = [Mention(Span(i, i + 2), of, "model", 0.9) for i, of in zip(places, kinds.split(), strict=True)]
    assert [e.type for e in entities_of(text, mentions).entities] == [kind]


@pytest.mark.parametrize(
    ("text", "kinds", "entities"),
    [
        ("雲梔玩具（Yunde）很老，Yunde用石門。", "Company Product Product", {"Company": 1, "Product": 1}),
        ("雲梔法（YDS）很慢，YDS用石門。", "Company Technology Product", {"Technology": 1, "Product": 1}),
        ("雲梔玩具（下稱石門）很老，石門很快。", "Company Product", {"Company": 1}),
        ("雲梔市場（原石門）很大，石門很快。", "Market Product", {"Market": 1, "Product": 1}),
        ("雲梔玩具、Yunde很老。", "Company Product", {"Company": 1, "Product": 1}),
    ],
)
def test_a_name_and_what_it_is_introduced_as_have_one_type(text, kinds, entities):
    """A firm and a product: that of the first; any other two, by the places of both."""
    kind_of = dict(
        zip(dict.fromkeys(re.findall("雲梔玩具|雲梔法|雲梔市場|Yunde|YDS|石門", text)), kinds.split(), strict=True)
    )
    mentions = [Mention(Span(*m.span()), kind_of[m[0]], "model", 0.9) for m in re.finditer("|".join(kind_of), text)]
    assert Counter(e.type for e in entities_of(text, mentions).entities) == entities


def test_what_longer_names_are_helps_to_tell_a_firm_from_a_product():
    text = "石門S2上市，石門很快，石門也輕。"
    places = [(0, 4, "Product"), (7, 9, "Company"), (12, 14, "Product")]
    doc = entities_of(text, [Mention(Span(a, b), kind, "model", 0.9) for a, b, kind in places])
    assert [(e.name, e.type) for e in doc.entities] == [("石門S2", "Product"), ("石門", "Product")]


def test_known_names_of_two_things_stay_two_whatever_they_end_in():
    groups = resolved("Company", "小米汽車由小米控股。", ["小米汽車 小米"])
    assert sorted(("小米汽車" in names, "小米" in names) for names in groups) == [(False, True), (True, False)]


def pairs(*keys, known=()):
    """Which of these keys are joined."""
    reference = builtin_knowledge().reference
    return set(same_names(keys, known.__contains__, reference.apart, reference.titles))


def test_a_name_alone_and_behind_its_makers_is_one():
    maker, alone, whole = ("Company", "岚舟"), ("Product", "快读"), ("Product", "岚舟快读")
    other = ("Product", "云栀快读")
    assert pairs(maker, alone, whole, other) == {(alone, whole)}
    assert pairs(alone, whole, other) == set()


def test_a_known_name_is_nobodys_short_form():
    short, longer = ("Company", "岚舟"), ("Company", "岚舟物流")
    assert pairs(short, longer) == {(short, longer)}
    assert pairs(short, longer, known={"岚舟"}) == set()
