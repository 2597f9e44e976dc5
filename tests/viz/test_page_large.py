"""Large graphs: drawn at once, still, in groups that open."""

import pytest


def scene(page):
    return page.app("[app.scene.nodes.length, app.scene.edges.length, app.scene.plain.nodes.length]")


def test_sixty_names_are_all_shown_and_none_covers_another(opened, make_view):
    page = opened(make_view(60, 120))
    boxes = page.app("app.scene.captions.map(({x, y, w, h, owner}) => ({x, y, w, h, key: owner.key}))")
    assert len(boxes) == 60
    dots = page.app(
        "app.scene.nodes.map((n) => ({...app.stage.network.canvasToDOM(n), key: n.key,"
        " r: n.size * app.stage.network.getScale()}))"
    )

    def overlap(a, b):
        return (
            a["x"] < b["x"] + b["w"]
            and b["x"] < a["x"] + a["w"]
            and a["y"] < b["y"] + b["h"]
            and b["y"] < a["y"] + a["h"]
        )

    assert not [1 for i, a in enumerate(boxes) for b in boxes[:i] if overlap(a, b)]
    squares = [
        {"x": d["x"] - d["r"], "y": d["y"] - d["r"], "w": 2 * d["r"], "h": 2 * d["r"], "key": d["key"]} for d in dots
    ]
    covering = [box for box in boxes if any(box["key"] != dot["key"] and overlap(box, dot) for dot in squares)]
    assert len(covering) <= 3
    page.shot("sixty")


def test_two_thousand_nodes_stand_still(opened, make_view):
    page = opened(make_view(2000, 6000, groups=41), address="#collapsed=0")
    assert scene(page) == [2000, 6000, 2000]
    before = page.app("app.stage.network.getPositions()")
    drawn = page.app("app.stage.drawn")
    page.page.wait_for_timeout(700)
    assert page.app("app.stage.network.getPositions()") == before
    assert page.app("app.stage.drawn") == drawn
    captions = page.app("app.scene.captions.map(({x, y, w, h}) => [x, y, w, h])")
    assert len(captions) > 60
    page.shot("two-thousand")


def test_groups_fold_and_open(opened, make_view):
    page = opened(make_view(400, 1100, groups=8))
    assert scene(page)[0] == 400
    page.page.click('[data-action="collapse"]')
    page.settle()
    nodes, edges, plain = scene(page)
    assert (nodes, plain) == (8, 400)
    assert edges <= 28
    page.shot("folded")
    page.app("app.choose('node', app.scene.nodes[0].id)")
    page.settle()
    assert "展開群組" in page.page.inner_text("#panel")
    page.page.get_by_role("button", name="展開群組").click()
    page.settle()
    assert scene(page)[0] > 8
    page.shot("one-open")
    page.at(page.page.evaluate("location.hash"))
    assert scene(page)[0] > 8


def test_a_name_in_a_closed_group_is_found(opened, make_view):
    view = make_view(400, 1100, groups=8)
    page = opened(view, address="#collapsed=1")
    page.page.fill("#search", view.nodes[123].name)
    page.page.keyboard.press("Enter")
    page.settle()
    assert page.app("app.chosen().label") == view.nodes[123].name


def test_groups_can_be_coloured(opened, make_view):
    page = opened(make_view(400, 1100, groups=4))
    page.page.click('[data-action="colour"]')
    page.settle()
    colours = page.app("[...new Set(app.scene.nodes.map((n) => `${n.community} ${n.look.fill}`))].length")
    assert colours == 4
    page.shot("by-group")


def test_small_graphs_have_no_groups_to_fold(opened, make_view):
    page = opened(make_view(40, 60))
    assert page.page.locator('[data-action="collapse"]').count() == 0


@pytest.mark.parametrize("count", [2001])
def test_very_large_graphs_open_folded(opened, make_view, count):
    page = opened(make_view(count, 5000, groups=30))
    assert scene(page)[0] < 60
