"""What the pages cost beside plain pyvis, in one run of one browser: `python tools/bench_pages.py`.

Both draw the same graph with the same positions, physics off; pyvis' requests to other hosts fail at once.
"""

import gzip
import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright
from pyvis.network import Network
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from synthetic_views import synthetic

from viz import html
from viz.layout import arrange
from viz.packed import library
from viz.view import GraphView

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
Row = tuple[str, str, str]
WATCH = """
new MutationObserver((changes) => {
    for (const { target } of changes) {
        if (!target.dataset?.drawn) continue;
        window.first ??= performance.now();
        if (window.pressed && window.qipan?.scene.lit) window.lit ??= performance.now() - window.pressed;
    }
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-drawn"] });
addEventListener("pointerdown", () => (window.pressed = performance.now()), true);
"""
LABELS = """() => {
    const { scene, stage } = qipan;
    const scale = stage.network.getScale();
    const boxes = scene.captions.map(({ x, y, w, h, owner }) => ({ x, y, w, h, owner }));
    const dots = scene.nodes.map((node) => {
        const { x, y } = stage.network.canvasToDOM(node);
        const r = node.size * scale;
        return { x: x - r, y: y - r, w: 2 * r, h: 2 * r, owner: node };
    });
    const meet = (a, b, at, by) => a[at] < b[at] + b[by] && b[at] < a[at] + a[by];
    const on = (a, b) => a.owner !== b.owner && meet(a, b, "x", "w") && meet(a, b, "y", "h");
    const share = (others) => boxes.filter((a) => others.some((b) => on(a, b))).length / boxes.length;
    return [boxes.length, share(boxes), share(dots)];
}"""
REDRAW = """(network) => {
    const times = [];
    for (let i = 0; i < 15; i++) { const t = performance.now(); network.redraw(); times.push(performance.now() - t); }
    return times.sort((a, b) => a - b)[7];
}"""


def plain(view: GraphView) -> str:
    """What pyvis writes by itself, with positions and without physics."""
    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    places = arrange(view).places
    for node in view.nodes:
        network.add_node(node.id, label=node.name, x=places[node.id][0], y=places[node.id][1], title=node.name)
    for edge in view.edges:
        network.add_edge(edge.head, edge.tail, title=edge.relation)
    made = "network = new vis.Network(container, data, options);"
    text = network.generate_html()
    if made not in text:
        raise LookupError("pyvis writes another page than this bench knows")
    return text.replace(made, made + 'network.once("afterDrawing", () => (window.first = performance.now()));')


def opened(page: Page, path: Path, address: str = "") -> float:
    page.goto("about:blank")
    page.goto(path.as_uri() + address)
    for _ in range(6000):
        if first := page.evaluate("window.first"):
            return float(first)
        page.wait_for_timeout(10)
    raise TimeoutError(path)


def best(page: Page, path: Path, address: str = "", times: int = 5) -> float:
    return statistics.median(opened(page, path, address) for _ in range(times))


def click(page: Page, path: Path, address: str) -> float:
    """From pressing on a node to the picture with its neighbours lit, in ms: the first click on a fresh page."""
    return statistics.median(_clicked(page, path, address) for _ in range(3))


def _clicked(page: Page, path: Path, address: str) -> float:
    opened(page, path, address)
    page.wait_for_timeout(1000)
    x, y = page.evaluate(
        "(() => { const { x, y } = qipan.stage.network.canvasToDOM(qipan.scene.nodes[7]);"
        "const box = document.getElementById('stage').getBoundingClientRect(); return [x + box.x, y + box.y]; })()"
    )
    page.mouse.move(x, y)
    page.wait_for_timeout(200)
    page.mouse.click(x, y)
    page.wait_for_timeout(1000)
    return float(page.evaluate("window.lit"))


def rows(page: Page, folder: Path) -> Iterator[Row]:
    for nodes, edges, groups in ((60, 120, 0), (2000, 6000, 41)):
        view = synthetic(nodes, edges, groups=groups)
        start = time.perf_counter()
        arrange(view)
        yield f"{nodes:,} nodes: layout", f"{time.perf_counter() - start:8.2f} s", "below 1 s"
        (ours, theirs) = folder / f"ours{nodes}.html", folder / f"plain{nodes}.html"
        text = html.render(view)
        ours.write_text(text, encoding="utf-8")
        theirs.write_text(plain(view), encoding="utf-8")
        address = "#collapsed=0"
        first, other = best(page, ours, address), best(page, theirs)
        other_redraw = page.evaluate(f"({REDRAW})(network)")
        yield f"{nodes:,} nodes: first draw", f"{first:8.0f} ms", "below 400 ms" if nodes < 100 else "below 1,500 ms"
        yield f"{nodes:,} nodes: first draw, pyvis", f"{other:8.0f} ms", ""
        yield f"{nodes:,} nodes: ours / pyvis", f"{first / other:8.2f}", "at most 0.6 for 2,000"
        opened(page, ours, address)
        yield f"{nodes:,} nodes: redraw", f"{page.evaluate(f'({REDRAW})(qipan.stage.network)'):8.1f} ms", "below 50 ms"
        yield f"{nodes:,} nodes: redraw, pyvis", f"{other_redraw:8.1f} ms", ""
        yield f"{nodes:,} nodes: click to light", f"{click(page, ours, address):8.0f} ms", "below 150 ms"
        yield from labels(page) if nodes < 100 else still(page, ours, address)
        yield from sizes(view, text, nodes)
    view = synthetic(20_000, 60_000, groups=150)
    start = time.perf_counter()
    path = folder / "huge.html"
    path.write_text(html.render(view), encoding="utf-8")
    yield "20,000 nodes: layout and page", f"{time.perf_counter() - start:8.2f} s", ""
    yield "20,000 nodes: opens folded", f"{best(page, path, times=3):8.0f} ms", "below 3,000 ms"


def labels(page: Page) -> Iterator[Row]:
    """How many names are shown, and how many of them lie on another name or on a node that is not theirs."""
    page.keyboard.press("Escape")
    page.wait_for_timeout(200)
    shown, on_labels, on_nodes = page.evaluate(LABELS)
    yield "60 nodes: names shown", f"{shown:8.0f}", "60"
    yield "60 nodes: names on names", f"{on_labels:8.1%}", "0 %"
    yield "60 nodes: names on nodes", f"{on_nodes:8.1%}", "at most 5 %"


def still(page: Page, path: Path, address: str) -> Iterator[Row]:
    """How far the nodes move between the first second and the fifth."""
    opened(page, path, address)
    page.wait_for_timeout(1000)
    before = page.evaluate("qipan.stage.network.getPositions()")
    page.wait_for_timeout(4000)
    after = page.evaluate("qipan.stage.network.getPositions()")
    moved = max(abs(after[key][axis] - at[axis]) for key, at in before.items() for axis in ("x", "y"))
    yield "2,000 nodes: moved from 1 s to 5 s", f"{moved:8.1f} px", "0"


def sizes(view: GraphView, text: str, nodes: int) -> Iterator[Row]:
    data = json.dumps(html.fragment(view), ensure_ascii=False, separators=(",", ":")).encode()
    allowed = 1.2 * (len(library()) + len(gzip.compress(data, 9)))
    yield f"{nodes:,} nodes: page size", f"{len(text.encode()) / 1000:8.0f} KB", f"at most {allowed / 1000:.0f} KB"


def main() -> None:
    table = Table("what", "measured", "wanted", title="pages")
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_page(viewport={"width": 1600, "height": 900})
        page.add_init_script(WATCH)
        page.route("http**/*", lambda route: route.abort())
        for row in rows(page, Path(folder)):
            table.add_row(*row)
        browser.close()
    Console(highlight=False).print(table)


if __name__ == "__main__":
    main()
