"""All formats show the same: nodes in the same places, the same bytes each time, any text as text."""

import base64
import copy
import gzip
import io
import json
import re
import subprocess
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from pptx import Presentation

from kg.graph import Quote
from viz import formats
from viz.diagram import centres
from viz.embed import Embedding, page
from viz.exhibit import Exhibit, Options, style_of
from viz.view import Edge, Evidence, GraphView, Node, Source

SIZE = (1600, 900)
FILLS = {"Company": (0, 101, 177), "Product": (233, 147, 0), "Technology": (0, 154, 115)}


@pytest.fixture(scope="module")
def exhibit(request):
    from synthetic_views import synthetic  # noqa: PLC0415 - as the fixture make_view does

    return Exhibit(synthetic(14, 18))


def within_one_percent(found, wanted):
    assert set(found) == set(wanted)
    far = max(np.hypot(found[k][0] - wanted[k][0], found[k][1] - wanted[k][1]) for k in wanted)
    assert far <= SIZE[0] / 100


@pytest.fixture(scope="module")
def wanted(exhibit):
    return centres(exhibit.view, style_of(Options()), SIZE)


def test_slide(exhibit, wanted):
    deck = Presentation(io.BytesIO(formats.render(exhibit, "pptx", Options())))
    scale = deck.slide_width / SIZE[0]
    boxes = [s for s in deck.slides[0].shapes if s.name.startswith("!!")]
    found = {s.name[2:]: ((s.left + s.width / 2) / scale, (s.top + s.height / 2) / scale) for s in boxes}
    within_one_percent(found, wanted)


def test_page(exhibit, wanted):
    """Up to the camera, which moves and scales all alike."""
    text = page(exhibit, Embedding(), "n")
    plain = re.search(r'<script type="application/json" id="graph">(.*?)</script>', text, re.DOTALL)
    packed = re.search(r'<script type="application/gzip" id="graph">(.*?)</script>', text, re.DOTALL)
    data = json.loads(plain[1] if plain else gzip.decompress(base64.b85decode(packed[1])))
    nodes = data["nodes"]
    raw = np.array([nodes["x"], nodes["y"]], dtype=float).T
    goal = np.array([wanted[key] for key in nodes["id"]])
    scale = np.sqrt(((goal - goal.mean(0)) ** 2).sum() / ((raw - raw.mean(0)) ** 2).sum())
    placed = (raw - raw.mean(0)) * scale + goal.mean(0)
    within_one_percent(dict(zip(nodes["id"], placed, strict=True)), wanted)


def seen(picture, wanted, types):
    """Whether the pixel at the middle of each node has the colour of its type."""
    pixels = picture.convert("RGB")
    ratio = pixels.width / SIZE[0]
    for key, (x, y) in wanted.items():
        if types[key] in FILLS:
            there = np.array(pixels.getpixel((round(x * ratio), round(y * ratio))), dtype=int)
            assert np.abs(there - FILLS[types[key]]).max() < 12, key


def test_png(exhibit, wanted):
    types = {n.id: n.type for n in exhibit.view.nodes}
    content = formats.render(exhibit, "png", Options(scale=1))
    picture = Image.open(io.BytesIO(content))
    assert picture.size == SIZE
    seen(picture, wanted, types)


def test_pdf(exhibit, wanted, tmp_path):
    types = {n.id: n.type for n in exhibit.view.nodes}
    (tmp_path / "p.pdf").write_bytes(formats.render(exhibit, "pdf", Options()))
    subprocess.run(["pdftoppm", "-scale-to", "1600", "-png", "p.pdf", "p"], cwd=tmp_path, check=True)
    seen(Image.open(next(tmp_path.glob("*.png"))), wanted, types)
    fonts = subprocess.run(["pdffonts", tmp_path / "p.pdf"], check=True, capture_output=True, encoding="utf-8").stdout
    rows = fonts.splitlines()[2:]
    assert rows
    assert all(re.search(r"\byes yes yes\b", row) for row in rows)  # embedded, subset, with the letters' names
    words = subprocess.run(["pdftotext", tmp_path / "p.pdf", "-"], check=True, capture_output=True, encoding="utf-8")
    assert exhibit.view.nodes[0].name in words.stdout.replace("\n", "")


@pytest.mark.parametrize("form", formats.FORMATS)
def test_twice_is_the_same_and_nothing_else_changes(exhibit, form, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = copy.deepcopy(exhibit.view)
    options = Options(scale=1, palette="grey")
    assert formats.render(exhibit, form, options) == formats.render(exhibit, form, options)
    assert exhibit.view == before
    assert list(tmp_path.iterdir()) == []


HOSTILE = [
    "<script>alert(1)</script>",
    "\x00\x1b[2J\x07",
    "\ud800\udfff",
    "長" * 10_000,
    "\u202e倒\u2066",
    "javascript:alert(1)",
    "\"'&]]>{{7*7}}",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_is_shown_as_text_in_every_format(words):
    source = Source(words, words, words, words)
    said = (Evidence("s", source, (Quote(0, 1, words, words, 0),), speaker=words),)
    nodes = (Node("a" + words, "Company", words, (words,)), Node("b", words, words))
    view = GraphView(nodes, (Edge("1", "a" + words, words, "b", evidence=said),), title=words, sources=(source,))
    exhibit = Exhibit(view)
    options = Options(scale=1, live="https://h/embed/v", size=(800, 450))
    for picture in (exhibit.svg(options), formats.render(exhibit, "svg", Options(outlined=True)).decode()):
        root = ET.fromstring(picture)  # noqa: S314 - ours
        assert not [e for e in root.iter() if e.tag.endswith(("script", "foreignObject", "}a"))]
    assert formats.render(exhibit, "png", options).startswith(b"\x89PNG")
    assert formats.render(exhibit, "pdf", options).startswith(b"%PDF")
    assert Presentation(io.BytesIO(formats.render(exhibit, "pptx", options))).slides[0].shapes
    for interactive in (True, False):
        text = page(exhibit, Embedding(interactive=interactive), "nonce")
        assert "<script>alert" not in text
        text.encode()
