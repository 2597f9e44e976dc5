"""Embeds a view in real reveal.js, Marp and Slidev decks and looks at them in Chromium: `python tools/check_decks.py`.

Needs node, npm and the net the first time (they go to DECK_TOOLS, a folder outside the checkout), Chromium, and a
minute; so it is run by hand. The pictures it leaves are to be looked at.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx2
from playwright.sync_api import Page, sync_playwright
from starlette.staticfiles import StaticFiles

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from services import serving

from api.app import create_app
from kg.extract import extract
from kg.networkx_graph import NetworkXGraph
from kg.reading import read_article
from kg.resources import data_dir
from kg.views import SavedView, Selection

TOOLS = Path(os.environ.get("DECK_TOOLS", Path(tempfile.gettempdir()) / "qipan-deck-tools"))
ARTICLE = data_dir() / "articles" / "01-red-envelopes.md"
VIEW = SavedView("red", "騰訊以紅包換入口", Selection("ego", ("company:騰訊",), limit=12))
REVEAL = """<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" href="lib/reveal.css"><link rel="stylesheet" href="lib/theme/white.css"></head>
<body><div class="reveal"><div class="slides">
<section><h2>one</h2></section>{snippet}<section><h2>three</h2></section></div></div>
<script src="lib/reveal.js"></script><script>Reveal.initialize({{ hash: true }});</script></body></html>"""
SLIDEV_PORT = 3939


def packages() -> list[str]:
    """The newest that run here: Slidev 53 needs node 22.12."""
    said = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout
    major, minor = map(int, re.findall(r"\d+", said)[:2])
    slidev = "@slidev/cli@53" if (major, minor) >= (22, 12) else "@slidev/cli@52"
    return ["@marp-team/marp-cli@4", "reveal.js@6", slidev, "@slidev/theme-default"]


def installed() -> Path:
    if not (TOOLS / "node_modules" / ".bin" / "slidev").exists():
        TOOLS.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "init", "-y"], cwd=TOOLS, check=True, capture_output=True)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", *packages()], cwd=TOOLS, check=True)
    return TOOLS / "node_modules"


@contextmanager
def served() -> Iterator[str]:
    raw = read_article(ARTICLE)
    graph = NetworkXGraph.of([extract(raw.text, id=raw.id, title=raw.title, date=raw.date, source=raw.source)])
    app = create_app(graph)
    app.state.parts.views.put(VIEW)
    with serving(app) as address:
        yield address


def reveal(page: Page, modules: Path, folder: Path, said: Mapping[str, str]) -> None:
    deck = folder / "reveal"
    deck.mkdir()
    (deck / "lib").symlink_to(modules / "reveal.js" / "dist")
    (deck / "index.html").write_text(REVEAL.format(snippet=said["reveal"]), "utf-8")
    with serving(StaticFiles(directory=deck, follow_symlink=True, html=True)) as other:
        for name, address in (("file", (deck / "index.html").as_uri()), ("host", f"{other}/index.html")):
            page.goto(f"{address}#/1")
            shown(page)
            page.screenshot(path=folder / f"reveal-{name}.png")
            turns(page, "Reveal.getIndices().h", 2, 1)
            print(f"reveal.js from a {name}: shown, and keys pressed in the frame turn its pages")


def marp(page: Page, modules: Path, folder: Path, said: Mapping[str, str]) -> None:
    (folder / "deck.md").write_text(f"# one\n\n{said['marp']}\n\n---\n\n# two\n\n{said['marp']}\n\n---\n\n# three\n")
    command = [modules / ".bin" / "marp", "--no-stdin", "--html", "deck.md", "-o", "deck.html"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    page.goto((folder / "deck.html").as_uri())
    shown(page)
    page.screenshot(path=folder / "marp.png")
    turns(page, "Number(location.hash.slice(1) || 1)", 2, 1)
    print("Marp: shown, and keys pressed in the frame turn its pages")


def slidev(page: Page, modules: Path, folder: Path, said: Mapping[str, str]) -> None:
    deck = TOOLS / "slides.md"
    deck.write_text(f"---\ntheme: default\n---\n\n# one\n\n{said['slidev']}\n---\n\n# three\n", "utf-8")
    command = [modules / ".bin" / "slidev", deck, "--port", str(SLIDEV_PORT), "--log", "error"]
    with subprocess.Popen(command, cwd=TOOLS, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as running:
        try:
            wait_for(f"http://localhost:{SLIDEV_PORT}")
            page.goto(f"http://localhost:{SLIDEV_PORT}/2", timeout=120_000)
            shown(page)
            page.screenshot(path=folder / "slidev.png")
            turns(page, "Number(location.pathname.slice(1))", 3, 2)
            print("Slidev: shown, and keys pressed in the frame turn its pages")
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
    """Wait until the visible frame has drawn its view."""
    page.locator("iframe:visible").first.content_frame.locator("#stage[data-drawn]").wait_for(timeout=60_000)
    page.wait_for_timeout(1500)


def turns(page: Page, number: str, after: int, before: int) -> None:
    """Press in the frame what turns the deck's page, and see that it turned by one, there and back."""
    page.locator("iframe:visible").first.content_frame.locator("#stage").click(position={"x": 20, "y": 20})
    page.keyboard.press("PageDown")
    page.wait_for_timeout(1500)
    there = page.evaluate(number)
    page.evaluate("document.activeElement?.blur()")
    page.keyboard.press("PageUp")
    page.wait_for_timeout(1500)
    if (there, page.evaluate(number)) != (after, before):
        raise AssertionError(f"turned to {there} and {page.evaluate(number)}, not {after} and {before}")


def main() -> None:
    modules, chromium = installed(), os.environ.get("CHROMIUM") or shutil.which("chromium")
    folder = Path(tempfile.mkdtemp(prefix="qipan-decks-"))
    with served() as address, sync_playwright() as playwright:
        said = httpx2.get(f"{address}/v1/views/red/snippets").json()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        try:
            for check in (reveal, marp, slidev):
                check(browser.new_page(viewport={"width": 1280, "height": 720}), modules, folder, said)
        finally:
            browser.close()
            print(f"Pictures are in {folder}")


if __name__ == "__main__":
    main()
