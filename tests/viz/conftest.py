"""Views of any size, and a browser to look at them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from synthetic_views import synthetic

from viz.html import render
from viz.view import GraphView


@pytest.fixture(scope="session")
def make_view() -> Callable[..., GraphView]:
    return synthetic


OUTPUT = Path(__file__).parent.parent / "output"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE = 60_000  # milliseconds: on a busy machine a page takes its time


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium; tests/setup-debian.sh installs it."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield running
        running.close()


class Opened:
    """A page opened from a file, with what it did behind the scenes."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page, self.path = page, path
        page.set_default_timeout(PATIENCE)
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.errors.append(message.text) if message.type != "log" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def at(self, address: str = "") -> Opened:
        """Go to the page at this part of its address and wait until it is drawn."""
        self.page.goto("about:blank")
        self.requests.clear()
        self.page.goto(self.path.as_uri() + address)
        self.page.wait_for_selector("#stage[data-drawn]", state="attached")
        self.page.evaluate("() => window.qipan.ready.then(() => null)")
        self.settle()
        return self

    def settle(self, milliseconds: int = 60) -> None:
        """Wait until what was asked for is drawn, by the page's own clock: on a slow machine ours runs ahead."""
        self.page.evaluate(
            "(ms) => new Promise((done) => setTimeout(() => requestAnimationFrame(done), ms))", milliseconds
        )

    def app(self, expression: str) -> Any:
        """The value of an expression about the page's `app`."""
        return self.page.evaluate(f"() => {{ const app = window.qipan; return {expression}; }}")

    def point(self, node_id: str) -> tuple[float, float]:
        """Where a node is on the screen."""
        return tuple(
            self.page.evaluate(
                """(id) => {
                    const { stage, scene } = window.qipan;
                    const node = scene.nodes.find((node) => node.id === id);
                    const { x, y } = stage.network.canvasToDOM(node);
                    const box = document.getElementById("stage").getBoundingClientRect();
                    return [x + box.x, y + box.y];
                }""",
                node_id,
            )
        )

    def click(self, node_id: str) -> None:
        """Click on a node, as a person does."""
        self.page.mouse.click(*self.point(node_id))
        self.settle(350)  # vis-network waits for a second click

    def shot(self, name: str) -> None:
        """Keep a picture to look at."""
        OUTPUT.mkdir(exist_ok=True)
        self.page.screenshot(path=OUTPUT / f"{name}.png")


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open a view as a file in the browser: opened(view, lang="en", address="#table=1", width=390)."""
    made: list[Opened] = []

    def open_view(
        view: GraphView, *, address: str = "", width: int = 1600, height: int = 900, **options: Any
    ) -> Opened:
        path = tmp_path / f"page{len(made)}.html"
        path.write_text(render(view, **options), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="light")
        made.append(Opened(context.new_page(), path))
        return made[-1].at(address)

    yield open_view
    for each in made:
        each.page.context.close()
        foreign = [url for url in each.requests if not url.startswith(("file:", "data:", "blob:", "about:"))]
        assert (foreign, each.errors) == ([], [])
