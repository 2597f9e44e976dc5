"""Slides and pictures of hostile texts, read again as other programs read them."""

import io
import re
import zipfile
from itertools import pairwise

import pytest
from hostile import GROUPS, PAYLOADS
from lxml import etree
from pptx import Presentation

from kg.graph import Quote
from viz import formats
from viz.exhibit import Exhibit, Options
from viz.view import Edge, Evidence, GraphView, Node, Source

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
SVG_TAGS = {"svg", "title", "rect", "g", "path", "circle", "polygon", "text", "tspan", "line"}


def few(texts):
    """A view that fits on a slide."""
    nodes = tuple(Node(text, "Factor", text, (text,)) for text in texts)
    edges = tuple(Edge(f"edge {a}", a, "uses", b, evidence=(proof(a),)) for a, b in pairwise(texts))
    return GraphView(nodes, edges, texts[0], sources=tuple(proof(text).source for text in texts))


def proof(words):
    return Evidence(words, Source(words, words, words, words), (Quote(0, len(words), words, words, 0),), speaker=words)


@pytest.fixture(scope="module")
def exhibits():
    return [Exhibit(few(PAYLOADS[n : n + 16])) for n in range(0, len(PAYLOADS), 16)]


def words_of(text):
    """What XML can hold of a text, in one line, up to where names are cut."""
    return " ".join(re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text).split())[:198].strip()


def test_slides_are_read_again_with_every_word(exhibits):
    content = formats.deck(exhibits, [Options(live="https://host/embed/v")] * len(exhibits), title=PAYLOADS[0])
    slides = Presentation(io.BytesIO(content)).slides
    named = {shape.name.removeprefix("!!").strip() for slide in slides for shape in slide.shapes}
    assert {words_of(text) for text in PAYLOADS} - named <= {""}
    links = [
        s.click_action.hyperlink.address or "" for slide in slides for s in slide.shapes if s.name.startswith("!!")
    ]
    assert links
    assert [link for link in links if not link.startswith("https://host/embed/v#node=")] == []
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert [name for name in file.namelist() if ".." in name or name.startswith("/")] == []
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(file.read(name), PARSER)
                assert root.getroottree().docinfo.doctype == ""
                outside = [e.get("Target") for e in root.iter("{*}Relationship") if e.get("TargetMode") == "External"]
                assert [target for target in outside if not target.startswith("https://host/embed/v")] == []


def test_pictures_hold_shapes_and_words_alone(exhibits):
    for exhibit in exhibits:
        root = etree.fromstring(formats.render(exhibit, "svg", Options()), PARSER)
        assert root.getroottree().docinfo.doctype == ""
        assert {etree.QName(e).localname if isinstance(e.tag, str) else e for e in root.iter()} <= SVG_TAGS
        assert [a for e in root.iter() for a in e.attrib if a.startswith("on") or "href" in a] == []


@pytest.mark.parametrize("format_", ["png", "pdf"])
def test_other_pictures_can_be_made(format_):
    texts = (*GROUPS["svg and xml"][:12], *GROUPS["unicode"][:8])
    assert len(formats.render(Exhibit(few(texts)), format_, Options(scale=1))) > 1000
