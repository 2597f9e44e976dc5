"""PNG and PDF: what is refused, and what is said without a Chinese font."""

import pytest

from kg.errors import InvalidRequest
from viz import fonts, stills, svg
from viz.outlines import drawn, outlined
from viz.view import GraphView

PICTURE = svg.render(GraphView((), title="空"), size=(320, 180))


@pytest.mark.parametrize("make", [stills.png, stills.pdf, outlined])
def test_without_a_chinese_font_it_says_what_to_install(monkeypatch, make):
    monkeypatch.setattr(fonts, "chinese_face", lambda *_, **__: None)
    with pytest.raises(InvalidRequest, match="no Chinese font") as caught:
        make(PICTURE)
    assert "fonts-noto-cjk" in caught.value.hint


def test_a_scale_that_is_not_made():
    with pytest.raises(InvalidRequest, match="3 times"):
        stills.png(PICTURE, scale=3)


def test_letters_as_shapes_keep_their_place_and_their_words():
    shapes = outlined(PICTURE)
    assert 'aria-label="空"' in shapes
    assert "<text" not in shapes


@pytest.mark.parametrize(
    ("words", "shape"),
    [
        ("騰訊QQ", True),
        ("تينسنت", False),  # letters that join
        ("騰訊\u0301", False),  # a mark on the letter before it
    ],
)
def test_what_the_chinese_font_cannot_set_letter_by_letter_is_left_to_another(words, shape):
    made = drawn(PICTURE.replace("空", words))
    assert (f'aria-label="{words}"' in made) is shape
