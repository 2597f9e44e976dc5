"""Embeds a view in real Marp and Slidev decks and looks at them in Chromium: `python tools/check_decks.py`.

Needs node, npm and the net the first time (Marp and Slidev go to a folder outside the checkout), Chromium, and a few
minutes; so it is run by hand. reveal.js is tested by tests/viz/test_embed_browser.py.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from builders import document, says
from services import serving

from api.app import create_app
from kg.networkx_graph import NetworkXGraph
from kg.views import SavedView, Selection

TOOLS = Path(os.environ.get("DECK_TOOLS", Path(tempfile.gettempdir()) / "qipan-deck-tools"))
PACKAGES = ["@marp-team/marp-cli@4", "@slidev/cli", "@slidev/theme-default"]
GRAPH = NetworkXGraph.of(
    [document(says("Company:騰訊", "develops", "Product:元寶"), says("Company:騰訊", "competes_with", "Company:阿里"))]
)


def installed() -> Path:
    if not (TOOLS / "node_modules" / ".bin" / "slidev").exists():
        TOOLS.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "init", "-y"], cwd=TOOLS, check=True, capture_output=True)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", *PACKAGES], cwd=TOOLS, check=True)
    return TOOLS / "node_modules" / ".bin"


@contextmanager
def served() -> Iterator[str]:
    app = create_app(GRAPH)
    app.state.parts.views.put(SavedView("red", "騰訊追趕", Selection("ego", ("company:騰訊",))))
    with serving(app) as address:
        yield address


def marp(page: Page, bin_: Path, folder: Path, snippet: str) -> None:
    (folder / "deck.md").write_text(f"# one\n\n{snippet}\n\n---\n\n# two\n", "utf-8")
    subprocess.run([bin_ / "marp", "--html", "deck.md", "-o", "deck.html"], cwd=folder, check=True, capture_output=True)
    page.goto((folder / "deck.html").as_uri())
    shown(page)
    page.screenshot(path=folder / "marp.png")
    page.frame_locator("iframe").locator("#stage").click(position={"x": 20, "y": 20})
    page.keyboard.press("PageDown")
    page.wait_for_function("location.hash === '#2'")
    print("Marp: shown, and PageDown in the frame turns the page")


def slidev(page: Page, bin_: Path, folder: Path, snippet: str) -> None:
    deck = TOOLS / "slides.md"
    deck.write_text(f"---\ntheme: default\n---\n\n# one\n\n{snippet}\n---\n\n# three\n", "utf-8")
    command = [bin_ / "slidev", deck, "--port", "3939", "--log", "error"]
    with subprocess.Popen(command, cwd=TOOLS, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as running:
        try:
            wait_for("http://localhost:3939")
            page.goto("http://localhost:3939/2", timeout=120_000)
            shown(page)
            page.screenshot(path=folder / "slidev.png")
            print("Slidev: shown with layout: iframe")
        finally:
            running.terminate()


def wait_for(address: str) -> None:
    for _ in range(240):
        try:
            httpx2.get(address)
        except httpx2.HTTPError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(address)


def shown(page: Page) -> None:
    page.frame_locator("iframe").first.locator("#stage[data-drawn]").wait_for(timeout=60_000)


def main() -> None:
    bin_, chromium = installed(), os.environ.get("CHROMIUM") or shutil.which("chromium")
    folder = Path(tempfile.mkdtemp(prefix="qipan-decks-"))
    with served() as address, sync_playwright() as playwright:
        said = httpx2.get(f"{address}/v1/views/red/snippets").json()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        marp(page, bin_, folder, said["marp"])
        slidev(page, bin_, folder, said["slidev"])
        browser.close()
    print(f"Pictures are in {folder}")


if __name__ == "__main__":
    main()
