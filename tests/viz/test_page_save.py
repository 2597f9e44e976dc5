"""Saving what is seen: the title is asked for, the view goes to the service, its share page opens."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from builders import document, says
from fastapi.testclient import TestClient

from api.app import create_app
from kg.networkx_graph import NetworkXGraph
from kg.views import Selection, from_json
from viz import select
from viz.exhibit import Options
from viz.html import Links
from viz.saved import exhibit_of

TENCENT = "Company:騰訊"
GRAPH = NetworkXGraph.of(
    [
        document(
            says(TENCENT, "develops", "Product:元寶"),
            says(TENCENT, "develops", "Product:微信"),
            says(TENCENT, "competes_with", "Company:阿里"),
            says("Company:阿里", "develops", "Product:千問"),
            id="d",
            date="2026-02-02",
        )
    ]
)
LINKS = Links(expand="/view/unfold/{entity}", save="https://qipan.test/v1/views", share="about:blank#{view}")
WHOLE = Selection(limit=300)


@pytest.fixture
def saving(opened):
    """Open a page that can save, and what it sent."""

    def open_saving(selection=WHOLE, **options):
        view = select.whole(GRAPH) if selection.kind == "whole" else select.ego(GRAPH, "company:騰訊")
        return opened(view, links=LINKS, selection=selection, **options)

    return open_saving


def saved(page):
    """What would be sent, as the service reads it; and what that shows."""
    body = page.page.evaluate("() => window.qipan.viewOf('題')")
    answer = TestClient(create_app(GRAPH)).post("/v1/views", json=body | {"id": "v"})
    assert answer.status_code == 201, answer.text
    plain = answer.json()
    del plain["embed"]
    exhibit = exhibit_of(GRAPH, from_json(json.dumps(plain)), Options())
    nodes, edges = ({one.id for one in some} for some in (exhibit.view.nodes, exhibit.view.edges))
    plainly = page.app("[app.scene.plain.nodes, app.scene.plain.edges].map((all) => all.map(({id}) => id))")
    assert (nodes, edges) == (set(plainly[0]), set(plainly[1]))
    places = page.app("Object.fromEntries(app.scene.plain.nodes.map(({id, x, y}) => [id, [x, y]]))")
    for key, place in places.items():
        assert exhibit.layout.places[key] == pytest.approx(place, abs=0.06)
    return plain


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("", "whole"),
        ("#hidden=product:元寶&at=10,20,company:騰訊", "whole"),
        ("#off=type:Product", "whole"),
        ("#off=relation:competes_with&theme=dark&lang=en", "whole"),
        ("#only=company:阿里", "whole"),
        ("#off=relation:develops&off=relation:competes_with&pinned=company:騰訊&pinned=product:元寶", "entities"),
    ],
)
def test_the_saved_view_shows_what_was_seen(saving, address, kind):
    kept = saved(saving(address=address))
    assert kept["selection"]["kind"] == kind
    assert (kept["theme"], kept["lang"]) == (("dark", "en") if "dark" in address else ("auto", "zh-Hant"))


def test_a_view_without_a_question_keeps_its_relations(saving):
    kept = saved(saving(Selection("entities"), address="#off=relation:competes_with"))
    assert len(kept["selection"]["relations"]) == 2


def test_the_title_is_asked_for_and_the_way_leads_to_the_share_page(saving):
    page = saving(Selection("ego", ("company:騰訊",)))
    page.page.keyboard.press("s")
    assert page.page.evaluate("document.activeElement.id") == "save-title"
    page.page.keyboard.press("Enter")  # without a title nothing is sent
    found = Axe().run(page.page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    page.shot("save")
    page.page.keyboard.press("Escape")
    page.page.locator("dialog").wait_for(state="detached")


def test_nothing_is_offered_where_nothing_can_be_saved(opened):
    page = opened(select.whole(GRAPH))
    page.page.keyboard.press("s")
    assert page.page.locator("dialog, [data-action=save]").count() == 0
