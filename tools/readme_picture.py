"""docs/pictures/graph.png: the real page, with the sample articles around one company and one relation opened.

`make docs` writes it; it needs Chromium and a Chinese font (tests/setup-debian.sh).
"""

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from kg.extract import extract
from kg.networkx_graph import NetworkXGraph
from kg.reading import read_article
from kg.resources import data_dir
from viz import html, select

PICTURE = Path(__file__).parent.parent / "docs" / "pictures" / "graph.png"
CENTRE = "company:阿里巴巴"


def main() -> None:
    raws = map(read_article, sorted((data_dir() / "articles").glob("*.md")))
    graph = NetworkXGraph.of(extract(r.text, id=r.id, title=r.title, date=r.date, source=r.source) for r in raws)
    page = html.render(select.ego(graph, CENTRE))
    opened = next(r.id for r in graph.relations(CENTRE) if r.relation == "develops")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.html").write_text(page, "utf-8")
        take(f"{(Path(folder) / 'page.html').as_uri()}#edge={opened}")


def take(address: str) -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 760})
        page.goto(address)
        page.wait_for_selector("#stage[data-drawn]")
        page.wait_for_timeout(500)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
