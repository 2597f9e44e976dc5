"""Slides of native shapes: what a consultant edits, checked as PowerPoint reads it."""

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Emu

from kg.errors import InvalidRequest
from kg.graph import Quote
from kg.model import Modality
from viz import formats
from viz.exhibit import Exhibit, Options
from viz.view import Edge, Evidence, GraphView, Node, Source

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
SOURCE = Source("d", "三強爭霸", "2026-02-02")
ORDER = {
    "rPr": ("ln", "solidFill", "latin", "ea", "cs", "hlinkClick"),
    "ln": ("noFill", "solidFill", "prstDash", "round", "headEnd", "tailEnd"),
    "spPr": ("xfrm", "prstGeom", "noFill", "solidFill", "ln"),
    "sld": ("cSld", "clrMapOvr", "AlternateContent", "transition", "timing"),
}


def evidence(words):
    return (Evidence("s", SOURCE, (Quote(0, len(words), words, words, 0),)),)


def small():
    nodes = (
        Node("company:騰訊", "Company", "騰訊", ("騰訊", "腾讯"), 9),
        Node("product:元寶", "Product", "元寶"),
        Node("company:阿里", "Company", "阿里巴巴"),
    )
    edges = (
        Edge("1", "company:騰訊", "develops", "product:元寶", evidence=evidence("騰訊推出元寶")),
        Edge("2", "company:騰訊", "competes_with", "company:阿里", evidence=evidence("騰訊與阿里競爭")),
        Edge("3", "company:阿里", "develops", "product:元寶", modality=Modality.NEGATED),
    )
    return GraphView(nodes, edges, title="騰訊靠元寶追趕", focus=("company:騰訊",), sources=(SOURCE,))


def opened(content):
    return Presentation(io.BytesIO(content))


def shapes(slide, kind):
    return list(slide.shapes._spTree.iter(f"{P}{kind}"))  # noqa: SLF001 - it has no other way


def about(element):
    return element.find(".//{*}cNvPr")


def deck(*views, **options):
    return formats.deck([Exhibit(v) for v in views], [Options(**options)] * len(views))


def boxes(slide):
    return {
        s.name.removeprefix("!!"): (s.left, s.top, s.left + s.width, s.top + s.height)
        for s in slide.shapes
        if s.name.startswith("!!")
    }


def test_a_slide_holds_all_that_is_shown():
    (slide,) = opened(deck(small(), live="https://host/embed/v")).slides
    assert slide.shapes.title.text == "騰訊靠元寶追趕"
    assert set(boxes(slide)) == {"company:騰訊", "product:元寶", "company:阿里"}
    texts = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
    assert {"開發", "競爭", "✕ 開發", "來源：三強爭霸 (2026-02-02)"} <= set(texts)
    notes = slide.notes_slide.notes_text_frame.text
    assert "「騰訊推出元寶」 · 三強爭霸 (2026-02-02)" in notes
    links = {s.click_action.hyperlink.address for s in slide.shapes if s.name == "!!product:元寶"}
    assert links == {"https://host/embed/v#node=product%3A%E5%85%83%E5%AF%B6"}


def test_lines_are_glued_and_point():
    (slide,) = opened(deck(small())).slides
    ids = {about(s).get("id") for s in shapes(slide, "sp")}
    joins = shapes(slide, "cxnSp")
    glued = [j for j in joins if j.find(".//{*}stCxn") is not None and j.find(".//{*}endCxn") is not None]
    assert len(glued) == len(joins) >= 3
    assert all(end.get("id") in ids for j in joins for end in j.find(".//{*}cNvCxnSpPr"))
    heads = {about(j).get("name"): j.find(f".//{A}tailEnd") is not None for j in joins}
    assert (heads["1"], heads["2"], heads["3"]) == (True, False, True)  # rivals are rivals of each other


def test_everything_has_another_text():
    for slide in opened(deck(small(), small())).slides:
        described = [about(e) for kind in ("sp", "cxnSp", "grpSp", "pic") for e in shapes(slide, kind)]
        assert all(e.get("descr") for e in described)
        assert all(n == 1 for n in Counter(e.get("id") for e in described).values())


def test_elements_stand_in_the_order_of_the_format():
    with zipfile.ZipFile(io.BytesIO(deck(small(), small()))) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(file.read(name))
                for tag, order in ORDER.items():
                    for element in root.iter(f"{A}{tag}", f"{P}{tag}"):
                        places = [
                            order.index(etree.QName(e).localname) for e in element if name.startswith("ppt/slides/")
                        ]
                        assert places == sorted(places), (name, tag)


def test_colours_and_fonts_are_the_themes():
    content = deck(small())
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        slide = file.read("ppt/slides/slide1.xml").decode()
        theme = file.read("ppt/theme/theme1.xml").decode()
    assert "srgbClr" not in slide
    assert 'ea typeface="+mn-ea"' in slide
    assert 'ea typeface="Microsoft JhengHei"' in theme
    assert 'accent1><a:srgbClr val="0065B1"' in theme


@pytest.mark.parametrize("size", [8, 15, 20])
def test_nothing_lies_on_another(make_view, size):
    view = make_view(size, int(size * 1.4))
    (slide,) = opened(deck(view)).slides
    found = boxes(slide)
    assert len(found) == len(view.nodes)
    overlaps = [
        (a, b)
        for (a, one), (b, other) in combinations(found.items(), 2)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert overlaps == []
    assert all(
        left >= 0 and right <= 12_192_000 and top >= 0 and bottom <= 6_858_000
        for left, top, right, bottom in found.values()
    )
    letters = {run.font.size.pt for s in slide.shapes if s.name.startswith("!!") for run in runs(s)}
    assert min(letters) >= 10


def runs(shape):
    return [run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]


def test_the_same_slides_are_the_same_bytes():
    assert deck(small(), small()) == deck(small(), small())


def test_what_is_on_two_slides_stays_where_it_is(make_view):
    first, second = (
        small(),
        GraphView(
            (*small().nodes, Node("n", "Product", "微信")), (*small().edges, Edge("9", "company:騰訊", "develops", "n"))
        ),
    )
    slides = opened(deck(first, second)).slides
    before, after = boxes(slides[0]), boxes(slides[1])
    for name, (left, top, right, bottom) in before.items():
        there = after[name]
        assert (left + right, top + bottom) == pytest.approx((there[0] + there[2], there[1] + there[3]), abs=200_000)
    trees = [etree.tostring(slide._element) for slide in slides]  # noqa: SLF001 - it has no other way
    assert b"morph" in trees[1]
    assert b"morph" not in trees[0]


def test_a_large_view_is_its_picture_or_its_most_important_part(make_view):
    view = make_view(60, 120)
    (slide,) = opened(deck(view)).slides
    (picture,) = shapes(slide, "pic")
    assert picture.find(".//{*}svgBlip") is not None
    still = Exhibit(view).svg(Options(transparent=True), titled=False)
    heights = [float(y) for y in re.findall(r'<text x="[0-9.]+" y="([0-9.]+)"', still)]
    assert min(heights) > 60  # title and sources are the slide's own
    assert max(heights) < 850
    (slide,) = opened(deck(view, large="most")).slides
    assert not shapes(slide, "pic")
    assert 10 <= len(boxes(slide)) <= 20


def company_template(*, potx=False):
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(12_192_000), Emu(6_858_000)
    deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "an example of theirs"
    made = io.BytesIO()
    deck.save(made)
    if not potx:
        return made.getvalue()
    changed = io.BytesIO()
    with zipfile.ZipFile(made) as given, zipfile.ZipFile(changed, "w") as written:
        for name in given.namelist():
            content = given.read(name)
            written.writestr(name, content.replace(b"presentation.main+xml", b"template.main+xml"))
    return changed.getvalue()


@pytest.mark.parametrize("potx", [False, True])
def test_slides_in_ones_own_template(potx):
    slides = opened(deck(small(), template=company_template(potx=potx))).slides
    (slide,) = slides
    assert slide.slide_layout.name == "Title Only"
    assert slide.shapes.title.text == "騰訊靠元寶追趕"
    below = slide.shapes.title.top + slide.shapes.title.height
    assert min(top for _, top, _, _ in boxes(slide).values()) >= below
    with zipfile.ZipFile(io.BytesIO(deck(small(), template=company_template(potx=potx)))) as file:
        assert 'ea typeface="Microsoft JhengHei"' in file.read("ppt/slides/slide1.xml").decode()
        assert not [n for n in file.namelist() if re.fullmatch(r"ppt/slides/slide2.xml", n)]


def test_a_long_title_stays_in_its_place_in_a_template():
    long = replace(small(), title="騰訊以紅包換入口，元寶靠社交補課，閉環要等微信真正開放才算成形")
    short, tall = opened(
        formats.deck([Exhibit(small()), Exhibit(long)], [Options(template=company_template())] * 2)
    ).slides
    assert short.shapes.title.text_frame.paragraphs[0].font.size is None  # the template's own
    size = tall.shapes.title.text_frame.paragraphs[0].font.size.pt
    lines = -(-len(long.title) * size // (tall.shapes.title.width.pt - 14))
    assert size >= 20
    assert lines * size * 1.2 <= tall.shapes.title.height.pt


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a deck"])
def test_what_is_no_template_is_refused(content):
    with pytest.raises(InvalidRequest, match="template"):
        deck(small(), template=content)


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "\x00\x1b[2J", "\ud800", "長" * 10_000, "\u202e\u2066", "'\"&]]>"]
)
def test_any_text_is_shown_as_text(words):
    nodes = (Node("a", "Company", words, (words,)), Node(f"b{words}", "Planet", words))
    view = GraphView(
        nodes,
        (Edge(f"1{words}", "a", words, f"b{words}", evidence=evidence(words)),),
        title=words,
        sources=(Source(words, words, words, words),),
    )
    content = deck(view, live="https://h/embed/v")
    (slide,) = opened(content).slides
    assert len(boxes(slide)) == 2
    assert len(content) < 200_000


def test_types_of_ones_own_have_colours_of_their_own():
    (slide,) = opened(deck(GraphView((Node("x", "Planet", "行星"), Node("y", "Moon", "月亮"))))).slides
    fills = [etree.tostring(s._element.find(f".//{A}solidFill")) for s in slide.shapes if s.name.startswith("!!")]  # noqa: SLF001 - it has no other way
    assert len(set(fills)) == 2


def test_an_empty_view_is_a_slide():
    assert len(opened(deck(GraphView(()))).slides) == 1


def test_libreoffice_reads_it_as_it_is_meant(tmp_path):
    (tmp_path / "deck.pptx").write_bytes(deck(small(), small()))
    command = [shutil.which("soffice") or "soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "fodp", "deck.pptx"], cwd=tmp_path, check=True, capture_output=True, timeout=120
    )
    text = (tmp_path / "deck.fodp").read_text("utf-8")
    joins = re.findall(r"<draw:connector [^>]*>", text)
    glued = [j for j in joins if "draw:start-shape" in j and "draw:end-shape" in j]
    assert len(glued) == len(joins) >= 6
    assert text.count("騰訊推出元寶") >= 2  # in the notes of both slides
