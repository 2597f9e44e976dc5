"""Everybody can use the page: axe-core, keyboard order, motion."""

import pytest
from axe_playwright_python.sync_playwright import Axe


@pytest.mark.parametrize(
    "address", ["", "#node={node}", "#edge=r3&theme=dark", "#table=1", "#theme=dark&node={node}&lang=en"]
)
@pytest.mark.parametrize("width", [1600, 390])
def test_axe_finds_nothing(opened, make_view, address, width):
    view = make_view(30, 45)
    page = opened(view, address=address.format(node=view.nodes[0].id), width=width, height=900)
    page.page.wait_for_timeout(150)
    found = Axe().run(page.page).response["violations"]
    assert [(each["id"], each["impact"], each["nodes"][0]["html"]) for each in found] == []


def test_tab_goes_through_the_page_in_reading_order(opened, make_view):
    page = opened(make_view(8, 9))
    order = []
    for _ in range(12):
        page.page.keyboard.press("Tab")
        order.append(page.page.evaluate("document.activeElement.id || document.activeElement.dataset.action"))
    first = [name for name in order if name in {"search", "table", "language", "stage", "legend-toggle"}]
    assert first == ["search", "table", "language", "stage", "legend-toggle"]


def test_nothing_moves_for_those_who_asked_for_less(opened, make_view):
    page = opened(make_view(8, 9))
    page.page.emulate_media(reduced_motion="reduce")
    moving = page.page.evaluate(
        "[...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).transitionDuration !== '0s').length"
    )
    assert moving == 0


def test_forced_colours_keep_the_controls(opened, make_view):
    page = opened(make_view(8, 9))
    page.page.emulate_media(forced_colors="active")
    page.page.keyboard.press("/")
    assert page.page.evaluate("document.activeElement.id") == "search"
    page.shot("forced-colours")
