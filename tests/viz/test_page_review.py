"""The review queue in a real browser: decisions are made by mouse and by keyboard, and go to the service."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from builders import document, says
from services import serving

from api.app import create_app
from api.settings import Settings
from kg.model import Modality
from kg.store import open_store

TENCENT = "Company:騰訊"
NEWS = document(
    says(TENCENT, "develops", "Product:元寶"),
    says("Company:騰訊控股", "develops", "Product:元寶"),
    says("Company:小米汽車", "develops", "Product:澎湃"),
    says("Company:小米", "develops", "Product:澎湃"),
    says(TENCENT, "competes_with", "Company:小米"),
    id="news",
    title="三強",
    date="2026-02-02",
)
DENIAL = document(says(TENCENT, "competes_with", "Company:小米", modality=Modality.NEGATED), id="denial", title="否認")


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "q.db") as opened:
        opened.add(NEWS)
        opened.add(DENIAL)
        yield opened


@pytest.fixture
def queue(browser, store):
    """The page, with what it logged."""
    with serving(create_app(store, Settings())) as address:
        context = browser.new_context(viewport={"width": 1600, "height": 900})
        page = context.new_page()
        page.set_default_timeout(60_000)
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}/view/review?lang=zh-Hant")
        page.wait_for_selector("#sheet .queue")
        yield page
        context.close()
        assert errors == []


def decided(store):
    return [(each.kind.value, each.author, {t.name for t in each.things}) for each in store.decisions()]


def test_pairs_are_merged_or_kept_apart_and_taken_back(queue, store):
    assert queue.locator(".queue .pair").count() == 2
    assert "三強" in queue.locator(".queue > section").nth(1).inner_text()
    queue.locator(".pair + .why + .facts + .actions button").first.click()
    assert queue.evaluate("document.activeElement.id") == "reviewer"  # nobody has said who decides
    queue.keyboard.type("林")
    queue.locator("#title").click()
    queue.keyboard.press("j")
    queue.keyboard.press("a")
    queue.locator(".done").first.wait_for()
    queue.keyboard.press("m")
    queue.locator(".done").nth(1).wait_for()
    (first, by, _), (second, _, _) = decided(store)
    assert (first, by, second) == ("apart", "林", "merge")
    assert Axe().run(queue).response["violations"] == []
    queue.locator("[data-does=undo]").first.click()
    queue.locator(".done").nth(1).wait_for(state="detached")
    assert len(decided(store)) == 3
    queue.reload()
    queue.wait_for_selector("#sheet .queue")
    assert queue.locator(".queue .pair").count() == 1  # not the page of before
    assert queue.locator("#reviewer").input_value() == "林"


def test_a_contradiction_is_opened_in_the_graph(queue):
    queue.locator(".queue .lines blockquote").first.click()
    queue.wait_for_selector("#panel .proof")
    assert "競爭" in queue.locator("#panel h2").inner_text()
