"""Pieces of text, and what the encoder reads in them."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataError
from kg.knowledge import builtin_knowledge
from kg.neural.encoder import ENCODED, LONGEST, Encoder, load_encoder, reads
from kg.neural.pieces import UNKNOWN, Pieces
from kg.text import twin_of

PIECES = Pieces(
    ["\u2581", "腾讯", "腾", "讯", "微信", "的", "...", ".", "AI", "\u2581的"], [-5, -4, -6, -6, -4, -3, -5, -6, -5, -4]
)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("腾讯的微信", [(1, 0, 0), (2, 0, 2), (6, 2, 3), (5, 3, 5)]),
        ("的腾", [(10, 0, 1), (3, 1, 2)]),  # the space before the text is in the first piece
        ("龘讯", [(1, 0, 0), (UNKNOWN, 0, 1), (4, 1, 2)]),
        ("讯…", [(1, 0, 0), (4, 0, 1), (7, 1, 2)]),  # one code point that reads as three
        ("ＡＩ", [(1, 0, 0), (9, 0, 2)]),
        ("讯  讯", [(1, 0, 0), (4, 0, 1), (1, 1, 2), (4, 3, 4)]),
        ("", [(1, 0, 0)]),
    ],
)
def test_the_likeliest_pieces(text: str, cut: list[tuple[int, int, int]]):
    assert PIECES.cut(text) == cut


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(builtin_knowledge().models)


@given(text=st.text(max_size=60))
def test_pieces_stand_in_order_and_leave_out_spaces_alone(text: str):
    pieces = load_encoder(builtin_knowledge().models).pieces
    twin = twin_of(text)
    cut = pieces.cut(twin)
    assert all(a[1] <= b[1] and a[2] <= b[2] for a, b in pairwise(cut))
    covered = {at for _, start, end in cut for at in range(start, end)}
    assert all(not twin[at].strip() or twin[at] in "\ufffd\u3164\u115f" for at in set(range(len(twin))) - covered)


def test_a_text_is_read_alike_whatever_its_length(encoder: Encoder):
    text = "寧德時代把鈉電池交給奇瑞" * (LONGEST // 4)  # no mark to cut it at, and more pieces than are read at once
    (read,) = encoder([twin_of(text)])
    assert read.shape == (len(text), ENCODED)
    assert np.isfinite(read).all()
    assert len(reads(encoder.pieces, twin_of(text))[0]) > LONGEST


def test_reading_depends_on_what_stands_around(encoder: Encoder):
    fruit, company = encoder(["他每天吃一个苹果，喝一杯牛奶", "手机厂商里苹果的市值最高"])
    assert not np.allclose(fruit[6:8], company[5:7], atol=0.2)


def test_a_text_is_read_alike_whatever_stands_beside_it(encoder: Encoder):
    long, short = "寧德時代把鈉電池交給奇瑞。" * 20, "蘋果漲價了"
    beside = list(encoder([twin_of(text) for text in (short, long, short)]))
    for text, read in zip((short, long, short), beside, strict=True):
        (alone,) = encoder([twin_of(text)])
        assert np.array_equal(alone, read)


def test_weights_that_are_missing_say_how_to_make_them(tmp_path: Path):
    with pytest.raises(DataError, match=r"encoder\.onnx: the network is missing"):
        load_encoder(tmp_path)
