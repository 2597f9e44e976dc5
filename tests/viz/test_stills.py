"""PNG and PDF: what is refused, and what is said without a Chinese font."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from kg.errors import InvalidRequest
from viz import fonts, stills, svg
from viz.outlines import drawn, outlined
from viz.rasters import Rasters, raster
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


def test_other_threads_work_while_a_picture_is_made():
    picture = svg.render(GraphView((), title="空"), size=(1600, 900))
    raster(picture, "png")
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(raster, picture, "png", scale=4)
        turns = 0
        while not done.done():
            time.sleep(0.001)
            turns += 1
    assert turns > 3  # it takes longer than that many
    assert done.result().startswith(b"\x89PNG")


def test_a_process_that_has_ended_is_begun_again():
    rasters = Rasters()
    first = rasters(PICTURE, "png")
    rasters.close()
    assert rasters(PICTURE, "png") == first
    rasters.close()


def test_what_is_no_picture_is_refused():
    with pytest.raises(InvalidRequest, match="cannot be made"):
        raster("<svg", "png")
    assert raster(PICTURE, "pdf").startswith(b"%PDF")
