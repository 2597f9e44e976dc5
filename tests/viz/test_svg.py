"""Still pictures: valid, the same as the page, readable."""

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from kg.errors import InvalidRequest
from kg.model import Modality
from viz import svg
from viz.caption_lines import cut_lines
from viz.captions import Caption, Room, busy
from viz.frame import Margins, placed
from viz.geometry import Curve, Disc, curves, rim, slots
from viz.ink import clean, mixed
from viz.layout import arrange
from viz.legend import sources_line
from viz.sizes import radii
from viz.theme import builtin_theme
from viz.view import Edge, GraphView, Node, Source

SPACE = "{http://www.w3.org/2000/svg}"
TENCENT, YUANBAO = Node("company:騰訊", "Company", "騰訊", ("腾讯",), 5), Node("product:元寶", "Product", "元寶")


def pair(*edges, **more):
    return GraphView((TENCENT, YUANBAO), edges, title="騰訊與元寶", focus=(TENCENT.id,), **more)


def texts(picture):
    return ["".join(element.itertext()) for element in ET.fromstring(picture).iter(f"{SPACE}text")]  # noqa: S314 - ours


@pytest.fixture(scope="module")
def two():
    edges = (
        Edge("1", TENCENT.id, "develops", YUANBAO.id),
        Edge("2", TENCENT.id, "partners_with", YUANBAO.id, Modality.NEGATED),
        Edge("3", YUANBAO.id, "uses", TENCENT.id, Modality.FORECAST),
        Edge("4", YUANBAO.id, "uses", YUANBAO.id, Modality.REPORTED),
    )
    return pair(*edges, sources=(Source("d", "題目", "2026-02-02"),))


def test_everything_is_in_the_picture(two):
    said = texts(svg.render(two))
    assert said[:5].count("開發") + said.count("合作") >= 2
    assert {
        "騰訊",
        "元寶",
        "開發",
        "合作",
        "騰訊與元寶",
        "公司",
        "產品",
        "預測",
        "否認",
        "來源：題目 (2026-02-02)",
    } <= set(said)


def test_the_picture_is_the_same_every_time_and_touches_nothing(make_view):
    view = make_view(30, 45)
    assert svg.render(view) == svg.render(view)
    assert view == make_view(30, 45)


@pytest.mark.parametrize(("lang", "name", "relation"), [("zh-Hans", "腾讯", "开发"), ("en", "騰訊", "develops")])
def test_the_picture_speaks_the_language_and_sets_it(two, lang, name, relation):
    picture = svg.render(two, lang=lang)
    assert {name, relation} <= set(texts(picture))
    assert f'lang="{"zh-Hans" if lang == "zh-Hans" else "zh-Hant"}"' in picture


def test_another_language_is_refused(two):
    with pytest.raises(InvalidRequest):
        svg.render(two, lang="xx")


def test_modality_is_seen(two):
    root = ET.fromstring(svg.render(two, framed=False))  # noqa: S314 - ours
    groups = root.findall(f"{SPACE}g")
    asserted, negated, forecast, reported = groups
    assert asserted.find(f"{SPACE}path").get("stroke-dasharray") is None
    assert len(negated.findall(f"{SPACE}path")) == 2  # the line and its cross
    assert negated.find(f"{SPACE}polygon") is None  # symmetric: no arrowhead
    assert forecast.find(f"{SPACE}path").get("stroke-dasharray")
    assert float(reported.find(f"{SPACE}path").get("stroke-opacity")) < 0.6


def test_unframed_and_transparent_pictures_hold_only_the_graph(two):
    picture = svg.render(two, framed=False, transparent=True)
    assert "題目" not in picture
    assert '<rect width="1600"' not in picture
    assert set(texts(picture)) == {"騰訊", "元寶", "開發", "合作", "使用"}


@pytest.mark.parametrize("palette", ["light", "dark", "print", "grey"])
def test_palettes_change_colours_only(two, palette):
    colourless = re.compile(r"#[0-9a-fA-F]{6}")
    assert colourless.sub("", svg.render(two, palette=palette)) == colourless.sub("", svg.render(two))
    if palette == "grey":
        assert all(c[1:3] == c[3:5] == c[5:7] for c in colourless.findall(svg.render(two, palette=palette)))


@pytest.mark.parametrize("size", [(1600, 900), (800, 450), (320, 180), (3840, 2160), (900, 1200)])
def test_all_nodes_lie_inside_the_margins(make_view, size):
    view, margins = make_view(40, 60), Margins()
    spots = placed(view, builtin_theme(), width=size[0], height=size[1], margins=margins)
    for disc in spots.discs.values():
        assert margins.left - 1 <= disc.x - disc.radius <= disc.x + disc.radius <= size[0] - margins.right + 1
        assert margins.top - 1 <= disc.y - disc.radius <= disc.y + disc.radius <= size[1] - margins.bottom + 1


def test_names_cover_neither_each_other_nor_other_nodes(make_view):
    view = make_view(60, 120)
    spots = placed(view, builtin_theme(), width=1600, height=900, margins=Margins())
    discs = list(spots.discs.values())
    room = Room((0, 0, 1600, 900), np.array([(d.x, d.y) for d in discs]), np.array([d.radius for d in discs]))
    boxes = [room.beside(i, cut_lines(n.name), 14, [], must=True).box for i, n in enumerate(view.nodes)]
    for (ax, ay, aw, ah), (bx, by, bw, bh) in combinations(boxes, 2):
        assert not (ax < bx + bw and bx < ax + aw and ay < by + bh and by < ay + ah)


def test_a_larger_picture_is_the_same_one_enlarged(two):
    usual, wall = svg.render(two), svg.render(two, size=(3840, 2160))
    assert 'viewBox="0 0 1600 900" width="3840" height="2160"' in wall
    assert wall.partition("\n")[2] == usual.partition("\n")[2]


def test_only_names_over_lines_and_nodes_have_a_halo():
    """It is what a PNG is slowest to draw."""
    straight, bent = Curve((0, 50), (100, 50), (200, 50)), Curve((0, 100), (100, 200), (200, 100), bent=True)
    boxes = ((80, 40, 40, 20), (80, 140, 40, 20), (80, 90, 40, 20), (290, 10, 20, 20), (290, 60, 20, 20))
    captions = [Caption(("名",), box) for box in boxes]
    nodes = np.array([[300.0, 20.0]]), np.array([8.0])
    assert busy(captions, [straight, bent], *nodes) == [True, True, False, True, False]
    assert busy([], [], *nodes) == []


def test_the_page_and_the_picture_draw_the_same_lines(opened, make_view):
    view = make_view(20, 45, seed=4)
    doubled = GraphView(view.nodes, (*view.edges, *(Edge(f"x{e.id}", e.tail, "uses", e.head) for e in view.edges[:9])))
    page = opened(doubled)
    drawn = page.app("app.scene.edges.map(({line: l}) => [l.ax, l.ay, l.cx, l.cy, l.bx, l.by])")
    theme, places, sizes = builtin_theme(), arrange(doubled).places, radii(doubled)
    shapes = theme.shapes_of(n.type for n in doubled.nodes)
    discs = {n.id: Disc(*places[n.id], sizes[n.id], theme.shapes[shapes[n.type]].outline) for n in doubled.nodes}
    ours = [(*line.start, *line.control, *line.end) for line in curves(doubled, discs)]
    assert np.abs(np.array(drawn) - np.array(ours)).max() < 0.1
    centres = page.app("app.scene.nodes.map((n) => Object.values(app.stage.network.canvasToDOM(n)))")
    scale = page.app("app.stage.network.getScale()")
    moved = np.array(centres) - np.array(list(places.values())) * scale
    assert np.ptp(moved, axis=0).max() < 0.01 * 1600


def test_parallel_edges_take_places_side_by_side():
    edges = (Edge("1", "a", "x", "b"), Edge("2", "b", "x", "a"), Edge("3", "a", "y", "b"), Edge("4", "a", "x", "a"))
    view = GraphView((Node("a", "T", "a"), Node("b", "T", "b")), edges)
    assert slots(view) == [(-1, 0), (0, 1), (1, 2), (0, 0)]


def test_a_rim_is_where_the_outline_is():
    square = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    assert rim(square, 2**-0.5, 2**-0.5) == pytest.approx(2**0.5)
    assert rim((), 0.6, 0.8) == 1


WORDS = (
    "<script>alert(1)</script>",
    '"/><image href="x"/>',
    "&lt;",
    "]]>",
    "\x00\x1b\ufffe",
    "\ud800",
    "\u202e",
    "長" * 10_000,
)


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("lang", ["zh-Hant", "zh-Hans"])
def test_hostile_words_stay_text(words, lang):
    source = Source(words, words, words, words)
    nodes = (Node("a", words, words, (words,)), Node("b", "Company", words))
    view = GraphView(nodes, (Edge("1", "a", words, "b"),), title=words, sources=(source,))
    picture = svg.render(view, lang=lang)
    assert len(picture.encode()) < 20_000
    root = ET.fromstring(picture)  # noqa: S314 - ours
    kinds = {element.tag.removeprefix(SPACE) for element in root.iter()}
    assert kinds <= {"svg", "title", "rect", "g", "path", "polygon", "circle", "text"}
    assert not any(key.startswith("on") or key.endswith("href") for element in root.iter() for key in element.attrib)


def test_an_empty_view_is_a_picture():
    assert texts(svg.render(GraphView(()))) == ["整體圖譜", ""]


def test_text_is_cleaned_for_xml():
    assert clean("a\x00b\n\tc") == "a\ufffdb c"


def test_long_names_are_cut_and_cut_lines():
    assert cut_lines("長" * 30) == ("長" * 12, "長" * 11 + "…")
    assert cut_lines("") == ("",)


def test_colours_mix():
    assert mixed("#FFFFFF", "#000000", 0.25) == "#bfbfbf"


@pytest.mark.parametrize(("count", "words"), [(0, ""), (1, "題0"), (3, "題0、題1、題2"), (5, "題0、題1 等 5 篇")])
def test_sources_are_named_or_counted(count, words):
    view = GraphView((), sources=tuple(Source(f"d{i}", f"題{i}") for i in range(count)))
    assert sources_line(view, "zh-Hant") == (f"來源：{words}" if words else "")
