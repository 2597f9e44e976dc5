"""Views at any size, and a browser to look at them."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kg.graph import Quote
from kg.model import Modality
from viz.html import render
from viz.view import Edge, Evidence, GraphView, Node, Source

NAMES = {
    "Company": ("{}集團", "{}科技", "{}控股"),
    "Product": ("{}助手", "{}雲", "{}瀏覽器"),
    "Technology": ("{}模型", "{}架構"),
    "Strategy": ("{}戰略", "{}計劃"),
    "Market": ("{}市場", "{}用戶"),
    "Person": ("{}", "{}先生"),
    "Factor": ("{}能力不足", "{}成本優勢明顯"),
}
RELATIONS = ("develops", "competes_with", "uses", "pursues", "targets", "partners_with", "invests_in", "has_strength")
SYLLABLES = "華岳北辰遠瀾天樞藍灣青禾泰和啟銳鼎盛金星雲圖海安明達卓越信誠"


def synthetic(nodes: int, edges: int, *, seed: int = 1, groups: int = 0) -> GraphView:
    """A graph in which a few nodes have many edges, as in articles; `groups` plants communities."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    kinds = list(NAMES)
    made = [_node(i, rng.choice(kinds), rng) for i in range(nodes)]
    pairs = _pairs(nodes, edges, groups, rng)
    sources = [Source(f"d{i}", f"樣例文章{i}", f"20{20 + i % 6}-0{1 + i % 9}-1{i % 9}", "本報") for i in range(40)]
    links = [_edge(i, made[a], made[b], rng, sources[i % 40]) for i, (a, b) in enumerate(pairs)]
    return GraphView(tuple(made), tuple(links), title=f"{nodes} 個實體", sources=tuple(sources))


def _node(number: int, kind: str, rng: random.Random) -> Node:
    stem = "".join(rng.choices(SYLLABLES, k=rng.choice((2, 2, 3, 4))))
    name = rng.choice(NAMES[kind]).format(stem) + (str(number) if number > 60 else "")
    return Node(f"{kind.lower()}:{name}{number}", kind, name, (name,), mentions=rng.randint(1, 40), documents=2)


def _pairs(nodes: int, edges: int, groups: int, rng: random.Random) -> list[tuple[int, int]]:
    pairs: dict[tuple[int, int], None] = {}
    for i in range(1, nodes):
        step = groups or 1
        earlier = range(i % step, i, step) if groups else range(i)
        pairs[i, rng.choice(earlier) if len(earlier) else rng.randrange(i)] = None
    weights = [1 / (1 + i) ** 0.5 for i in range(nodes)]
    while len(pairs) < edges:
        a, b = rng.choices(range(nodes), weights, k=2)
        if groups and a % groups != b % groups and rng.random() > 0.07:
            b = rng.randrange(a % groups, nodes, groups)
        if a != b and (a, b) not in pairs and (b, a) not in pairs:
            pairs[a, b] = None
    return list(pairs)


def _edge(number: int, head: Node, tail: Node, rng: random.Random, source: Source) -> Edge:
    relation = rng.choice(RELATIONS)
    modality = rng.choices(tuple(Modality), (12, 4, 1, 2, 1))[0]
    words = f"{head.name}與{tail.name}"
    sentence = f"報道指，{words}的關係將影響未來兩年的競爭格局。"
    quote = Quote(100 + 4, 100 + 4 + len(words), words, sentence, 100)
    proof = Evidence(f"s{number}", source, (quote,), modality, round(rng.uniform(0.4, 1), 2))
    return Edge(
        id=f"r{number}",
        head=head.id,
        relation=relation,
        tail=tail.id,
        modality=modality,
        confidence=proof.confidence,
        first=source.date,
        last=source.date,
        evidence=(proof,),
    )


@pytest.fixture(scope="session")
def make_view() -> Callable[..., GraphView]:
    return synthetic


OUTPUT = Path(__file__).parent.parent / "output"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


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
        page.set_default_timeout(10_000)
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
        self.page.wait_for_selector("#stage[data-drawn]")
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until what was asked for is drawn."""
        self.page.evaluate("() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 60))")

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
        self.page.wait_for_timeout(350)  # vis-network waits for a second click
        self.settle()

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
