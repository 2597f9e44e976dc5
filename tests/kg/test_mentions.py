"""Which spans are names: marks at their ends, words that name nothing, and the words of the page."""

from types import SimpleNamespace

import pytest

from kg.knowledge import builtin_knowledge
from kg.model import Document, Mention, Span
from kg.pipes.mentions import FindMentions
from kg.pipes.read import Read
from kg.text import twin_of

TRIMMED = [
    ("「天狼」是新品", "「天狼」", "Product", "天狼"),
    ("天狼（688001）上市", "天狼（688001", "Company", "天狼"),
    ("走「暴力之美」的路線", "暴力之美」的路線", "Strategy", "暴力之美"),
    ("堅持「天狼之美", "堅持「天狼之美", "Strategy", "堅持「天狼之美"),  # nothing closes it
    ("打造「天狼之美」之路", "打造「天狼之美", "Strategy", "天狼之美"),
    ("「超天狼」系列上市", "超天狼」系列", "Product", "「超天狼」系列"),
    ("學習平台「天狼」上線", "學習平台「天狼", "Product", "天狼"),
    ("2023年「天狼」行動", "2023年「天狼", "Event", "2023年「天狼」"),
    ("《天狼》雜誌說", "天狼》雜誌", "Organization", "《天狼》雜誌"),
]


@pytest.mark.parametrize(("text", "read", "kind", "name"), TRIMMED)
def test_a_name_and_the_marks_around_it(text, read, kind, name):
    start = text.find(read)
    tagger = SimpleNamespace(find=lambda *_: [(Span(start, start + len(read)), kind, 0.9)])
    doc = Read(tagger, ())(Document("d", text, twin=twin_of(text)))
    assert [m.span.of(text) for m in doc.mentions] == [name]


NAMED = [
    ("該聯盟宣布罷工", "該聯盟", "model", False),
    ("本次交易完成", "本次交易", "model", False),
    ("公司宣布", "公司", "model", False),
    ("天狼公司宣布", "天狼公司", "model", True),
    ("多家車企跟進", "多家車企", "model", False),
    ("該撒集團宣布", "該撒集團", "lexicon", True),  # known beforehand
    ("中新網溫州7月26日電 台風將至", "中新網", "lexicon", False),
    ("新華社莫斯科8月3日電（記者某）", "莫斯科", "model", False),
    ("接受中新網記者採訪時說", "中新網", "lexicon", True),
    ("（完）返回搜狐，查看更多", "搜狐", "lexicon", False),
    ("搜狐發布財報", "搜狐", "lexicon", True),
    ("圖片來源：視覺天狼 資料圖", "視覺天狼", "model", False),
    ("收入的來源是天狼集團", "天狼集團", "model", True),
]


@pytest.mark.parametrize(("text", "name", "source", "kept"), NAMED)
def test_what_names_nothing_of_the_article_is_left_out(text, name, source, kept):
    start = text.find(name)
    mention = Mention(Span(start, start + len(name)), "Company", source)
    doc = FindMentions((), builtin_knowledge().shapes)(Document("d", text, twin=twin_of(text), mentions=(mention,)))
    assert (doc.mentions == (mention,)) == kept
    assert [(r.reason, r.span) for r in doc.rejected] == ([] if kept else [("names nothing", mention.span)])
