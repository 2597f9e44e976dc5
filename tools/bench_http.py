"""What serving costs: ratios to a bare FastAPI route with the same bytes, and each kind of question on a large graph.

    make bench, or python tools/bench_http.py [--store STORE] [--seconds 2] [--rounds 9]

STORE is made by tools/synthetic_store.py where it is not there: 200,000 entities, 1,000,000 relations. The load is
wrk's, 32 connections on the loopback; Qipan and the bare route take turns, and ratios are medians over the rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve()
CONNECTIONS = 32
MB = 1 << 20
Query = dict[str, Any]
Row = tuple[str, ...]


# --- the servers: this file runs itself as one


def serve_qipan(address: str, port: int) -> None:
    """Qipan as it is served, and /_late: the longest the event loop came late since it was last asked, in ms."""
    from fastapi import FastAPI  # noqa: PLC0415 - only the servers need it

    from api.app import create_app  # noqa: PLC0415 - as above
    from api.serving import LOGGING  # noqa: PLC0415 - as above
    from kg.store import open_store  # noqa: PLC0415 - as above

    late = [0.0]

    async def watch() -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.005)
            late[0] = max(late[0], time.perf_counter() - begun - 0.005)

    with open_store(address) as corpus:
        app: FastAPI = create_app(corpus)

        @app.get("/_late")
        async def latest() -> float:
            worst, late[0] = late[0], 0.0
            return worst * 1000

        _run(app, port, watch, log_config=LOGGING)


def serve_bare(folder: str, port: int) -> None:
    """A route that returns bytes, one for each file of a folder."""
    from fastapi import FastAPI, Response  # noqa: PLC0415 - only the servers need it

    bodies = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
    app = FastAPI()

    @app.get("/bare/{name}")
    async def bare(name: str) -> Response:
        return Response(bodies[name], media_type="application/json")

    _run(app, port, None, log_config=None)


def _run(app: Any, port: int, beside: Callable[[], Any] | None, **options: Any) -> None:
    import uvicorn  # noqa: PLC0415 - only the servers need it

    config = uvicorn.Config(
        app, port=port, loop="uvloop", http="httptools", access_log=False, timeout_graceful_shutdown=2, **options
    )

    async def serving() -> None:
        task = asyncio.ensure_future(beside()) if beside else None
        await uvicorn.Server(config).serve()
        if task:
            task.cancel()

    import uvloop  # noqa: PLC0415 - only the servers need it

    uvloop.run(serving())


@dataclass
class Served:
    """A server in a process of its own."""

    port: int
    process: subprocess.Popen[bytes]
    started: float = 0.0  # seconds until it answered

    def get(self, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers."""
        return self.send("GET", path, None, headers)

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes, Any]:
        """Status, body and headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        read = response.status, response.read(), {k.lower(): v for k, v in response.getheaders()}
        connection.close()
        return read

    def worked(self) -> float:
        """Seconds of processor time that the process has taken."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self) -> int:
        """Bytes of memory that the process holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) * 1024 if found else 0


@contextmanager
def served(kind: str, what: str, ready: str) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    with (Path(tempfile.gettempdir()) / f"bench-{kind}.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, str(HERE), kind, what, str(port)], stdout=log, stderr=log)
    server = Served(port, process)
    try:
        while True:
            if process.poll() is not None:
                raise SystemExit(f"the {kind} server ended: see {log.name}")
            try:
                if server.get(ready)[0] in {200, 404}:
                    break
            except OSError:
                time.sleep(0.1)
        server.started = time.perf_counter() - begun
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


# --- ratios to a bare route


@dataclass(frozen=True)
class Load:
    """What wrk measured."""

    per_second: float
    p99: float  # ms
    work: float  # ms of the server's processor time a request: what other work on the machine does not change


def load(server: Served, paths: Sequence[str], seconds: int, headers: Sequence[str] = ()) -> Load:
    """Wrk over these paths in turn."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as script:
        script.write(f"local paths = {{{', '.join(map(json.dumps, paths))}}}\nlocal n = 0\n")
        script.write("request = function() n = n % #paths + 1 return wrk.format('GET', paths[n]) end\n")
        script.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", script.name]
        command += [argument for header in headers for argument in ("-H", header)]
        command.append(f"http://127.0.0.1:{server.port}")
        before = server.worked()
        done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        work = server.worked() - before
    rate, p99 = re.search(r"Requests/sec:\s+([\d.]+)", done), re.search(r"99%\s+([\d.]+)(us|ms|s)", done)
    count = re.search(r"(\d+) requests in", done)
    if "Non-2xx" in done and not headers:
        raise SystemExit(f"errors under load:\n{done}")
    if not (rate and p99 and count):
        raise SystemExit(f"wrk said:\n{done}")
    slow = float(p99[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[p99[2]]
    return Load(float(rate[1]), slow, work * 1000 / max(1, int(count[1])))


def ratios(qipan: Served, ids: Sequence[str], seconds: int, rounds: int) -> Iterator[Row]:
    """Each route asked for one address again and again, then for a thousand that were never asked for."""
    one, many = ids[0], list(ids[:1000])
    kinds = {
        "entity": lambda i: f"/v1/entities/{quote(i)}",
        "relations (50)": lambda i: f"/v1/entities/{quote(i)}/relations?limit=50",
        "neighbourhood": lambda i: f"/v1/entities/{quote(i)}/graph",
    }
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(kinds.values()):
            (Path(folder) / str(number)).write_bytes(qipan.get(path(one))[1])
        with served("bare", folder, "/bare/0") as bare:
            etag = qipan.get(kinds["entity"](one))[2]["etag"]
            for number, (kind, path) in enumerate(kinds.items()):
                size = f"{(Path(folder) / str(number)).stat().st_size:,} bytes"
                plain = [f"/bare/{number}"]
                yield from _compared(f"{kind}, {size}", qipan, bare, [path(one)], plain, seconds, rounds)
            yield from _compared("304", qipan, bare, [kinds["entity"](one)], ["/bare/0"], seconds, rounds,
                                 [f"If-None-Match: {etag}"])  # fmt: skip
            for number, (kind, path) in enumerate(kinds.items()):
                yield from _compared(f"{kind}, 1,000 in turn, never asked before", qipan, bare,
                                     [path(i) for i in many], [f"/bare/{number}"], 1, 1, fresh=True)  # fmt: skip


def _compared(  # noqa: PLR0913 - two servers, what each is asked, how long
    name: str, qipan: Served, bare: Served, ours: Sequence[str], theirs: Sequence[str], seconds: int, rounds: int,
    headers: Sequence[str] = (), *, fresh: bool = False,
) -> Iterator[Row]:  # fmt: skip
    if not fresh:
        load(qipan, ours, 1, headers)
    load(bare, theirs, 1)
    turns = [(load(qipan, ours, seconds, headers), load(bare, theirs, seconds)) for _ in range(rounds)]
    middle = statistics.median
    yield (
        name,
        f"{middle(a.per_second for a, _ in turns):,.0f}",
        f"{middle(b.per_second for _, b in turns):,.0f}",
        f"{middle(a.per_second / b.per_second for a, b in turns):.2f}",
        f"{middle(a.p99 / b.p99 for a, b in turns):.2f}",
        f"{middle(a.work for a, _ in turns):.3f}",
        f"{middle(b.work for _, b in turns):.3f}",
        f"{middle(a.work / b.work for a, b in turns):.2f}",
    )


# --- each kind of question on the large graph


def questions(entities: Sequence[dict[str, Any]]) -> dict[str, Callable[[random.Random], tuple[str, Query | None]]]:
    """Addresses (and bodies) by kind: things drawn evenly, so most are small and some are hubs."""
    companies = [e for e in entities if e["type"] == "Company"]
    names = [e["name"] for e in entities if e["type"] not in {"Metric", "Factor"}]

    def at(tail: str, among: Sequence[dict[str, Any]] = entities) -> Callable[[random.Random], tuple[str, None]]:
        return lambda r: (f"/v1/entities/{quote(r.choice(among)['id'])}{tail}", None)

    def get(path: str, **fields: Callable[[random.Random], Any]) -> Callable[[random.Random], tuple[str, None]]:
        return lambda r: (f"{path}?{urlencode({k: f(r) for k, f in fields.items()})}", None)

    def post(path: str, body: Callable[[random.Random], Query]) -> Callable[[random.Random], tuple[str, Query]]:
        return lambda r: (path, body(r))

    def name(r: random.Random) -> str:
        return r.choice(names)

    def company(r: random.Random) -> str:
        return str(r.choice(companies)["name"])

    def company_id(r: random.Random) -> str:
        return str(r.choice(companies)["id"])

    def entity_id(r: random.Random) -> str:
        return str(r.choice(entities)["id"])

    two_hops = "MATCH (c:Company {id: $id})-[:competes_with]-(d:Company)-[:develops]->(p:Product) RETURN d.name, p.name"
    return {
        "entity": at(""),
        "relations (50)": at("/relations"),
        "relations of a hub, filtered": lambda r: (
            f"/v1/entities/{quote(companies[r.randrange(20)]['id'])}/relations?relation=owns&since=2024", None),
        "neighbourhood": at("/graph"),
        "neighbourhood, two steps": at("/graph?depth=2"),
        "search, exact": get("/v1/entities", q=name),
        "search, prefix": get("/v1/entities", q=lambda r: name(r)[:2]),
        "search, inside": get("/v1/entities", q=lambda r: name(r)[1:]),
        "search, misspelt": get("/v1/entities", q=lambda r: name(r)[:2] + "錯字"),
        "relation with statements": lambda r: (f"/v1/relations/{r.choice(RELATION_IDS)}", None),
        "relations, filtered": get("/v1/relations", relation=lambda _: "acquires", since=lambda _: "2024-01-01"),
        "shortest path": get("/v1/paths", **{"from": company_id, "to": company_id}),
        "3 shortest paths": get("/v1/paths", **{"from": entity_id, "to": entity_id, "k": lambda _: 3}),
        "loops": get("/v1/loops", through=company_id),
        "profile": lambda r: (f"/v1/profiles/{quote(company_id(r))}", None),
        "compare": lambda r: (f"/v1/compare?{urlencode([('ids', company_id(r)), ('ids', company_id(r))])}", None),
        "timeline": get("/v1/timeline", entity=company_id),
        "ask: inverse": post("/v1/ask", lambda r: {"question": f"誰和{company(r)}競爭？"}),
        "ask: list": post("/v1/ask", lambda r: {"question": f"{company(r)}有哪些產品？"}),
        "ask: yes or no": post("/v1/ask", lambda r: {"question": f"{company(r)}收購了{company(r)}嗎？"}),
        "ask: figure": post("/v1/ask", lambda r: {"question": f"{company(r)}的營收是多少？"}),
        "ask: path": post("/v1/ask", lambda r: {"question": f"{company(r)}和{company(r)}有什麼關係？"}),
        "ask: unknown name": post("/v1/ask", lambda r: {"question": f"無名氏{r.randrange(99)}號有哪些產品？"}),
        "ask: superlative": post("/v1/ask", lambda r: {"question": r.choice(("誰的營收最高？", "哪家公司產品最多？"))}),
        "openCypher, two hops": post("/v1/query", lambda r: {"query": two_hops, "parameters": {"id": company_id(r)}}),
        "whole graph, 300": lambda _: ("/v1/graph?format=json", None),
    }  # fmt: skip


RELATION_IDS: list[str] = []


def asked(qipan: Served, entities: Sequence[dict[str, Any]], times: int) -> Iterator[Row]:
    """p50, p99 and worst of each kind, one request after the other, and how late the event loop came meanwhile."""
    for kind, make in questions(entities).items():
        drawn = random.Random(kind)  # noqa: S311 - a benchmark
        took: list[float] = []
        statuses: set[int] = set()
        qipan.get("/_late")
        first, before = 0.0, qipan.worked()
        for number in range(times + 1):
            path, body = make(drawn)
            data = json.dumps(body).encode() if body else None
            begun = time.perf_counter()
            sent = {"Content-Type": "application/json"} if data else {}
            statuses.add(qipan.send("POST" if data else "GET", path, data, sent)[0])
            if number:
                took.append((time.perf_counter() - begun) * 1000)
            else:
                first = (time.perf_counter() - begun) * 1000
            if sum(took) > 10_000:  # ms: what is so slow is known well enough
                break
        late = float(qipan.get("/_late")[1])
        work = (qipan.worked() - before) * 1000 / (len(took) + 1)
        took.sort()
        p99 = took[min(len(took) - 1, int(len(took) * 0.99))]
        yield (kind, f"{first:,.1f}", f"{statistics.median(took):,.1f}", f"{p99:,.1f}", f"{work:,.1f}", f"{late:,.0f}",
               " ".join(map(str, sorted(statuses))))  # fmt: skip


# --- memory


def memory(store: Path) -> Iterator[Row]:
    """A relation's share of the graph in memory, and of a networkx graph of the same edges; each in its own process."""
    ours, plain = (int(_python(code, str(store))) for code in (_OURS, _RESIDENT + _PLAIN))
    yield "the graph: entities, names, relations, documents", f"{ours / MB:,.0f} MB"
    yield "networkx.MultiDiGraph of the same, {relation, weight} an edge", f"{plain / MB:,.0f} MB"
    yield "ratio", f"{ours / plain:.2f}"


_RESIDENT = """
import gc, re, sys
def resident():
    gc.collect()
    return int(re.search(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1]) * 1024
"""
_OURS = f"""{_RESIDENT}
from kg.ids import search_key
from kg.store import open_store
store = open_store(sys.argv[1])
search_key("騰訊")  # OpenCC's tables are no part of the graph
before = resident()
graph = store.graph()
print(resident() - before)
"""
_PLAIN = """
import sqlite3
import networkx as nx
store = sqlite3.connect(sys.argv[1])
before = resident()
graph = nx.MultiDiGraph()
ids = dict(store.execute("SELECT pk, id FROM entity"))
joined = "relation r JOIN statement s ON relation_pk = r.pk"
edges = f"SELECT r.head_pk, r.tail_pk, r.relation, max(confidence) FROM {joined}"
for head, tail, relation, weight in store.execute(f"{edges} GROUP BY r.pk"):
    graph.add_edge(ids[head], ids[tail], relation=sys.intern(relation), weight=weight)
print(resident() - before)
"""


def _python(code: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


# --- all of it


def everything(options: argparse.Namespace, console: Console) -> None:
    from synthetic_store import ready  # noqa: PLC0415 - beside this file

    store = ready(options.store)
    if "memory" in options.parts:
        _table(console, "memory", ["", ""], memory(store))
    if not {"ratios", "asked"} & set(options.parts):
        return
    with served("qipan", str(store), "/readyz") as qipan:
        _table(console, "service", ["", ""], [
            ("start-up until /readyz answers", f"{qipan.started:.1f} s"),
            ("resident then", f"{qipan.resident() / MB:,.0f} MB"),
        ])  # fmt: skip
        entities, RELATION_IDS[:] = _drawn(qipan)
        if "ratios" in options.parts:
            ids = [e["id"] for e in entities if e["type"] == "Company"]
            random.Random(1).shuffle(ids)  # noqa: S311 - a benchmark
            titles = ["", "requests/s", "bare", "ratio", "p99 : p99", "CPU ms", "bare", "CPU ratio"]
            _table(console, f"{CONNECTIONS} connections, against a bare route with the same bytes", titles,
                   ratios(qipan, ids, options.seconds, options.rounds))  # fmt: skip
        if "asked" in options.parts:
            titles = ["ms, one after the other", "first", "p50", "p99", "CPU", "loop late", "status"]
            _table(console, "each kind of question", titles, asked(qipan, entities, options.times))
        _table(console, "service", ["", ""], [("resident at the end", f"{qipan.resident() / MB:,.0f} MB")])


def _drawn(qipan: Served) -> tuple[list[dict[str, Any]], list[str]]:
    """Entities and relations to ask about: the most spoken of, and many from further down.

    Asking first waits for what the service reads when it starts, which would count as work of the first requests.
    """
    question = json.dumps({"question": "騰訊有哪些產品？"}).encode()
    qipan.send("POST", "/v1/ask", question, {"Content-Type": "application/json"})
    entities: list[dict[str, Any]] = []
    cursor = ""
    for _ in range(8):
        page = json.loads(qipan.get(f"/v1/entities?limit=500{cursor}")[1])
        entities += [item["entity"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    relations = json.loads(qipan.get("/v1/relations?limit=500&relation=acquires")[1])["items"]
    return entities, [r["id"] for r in relations]


def _table(console: Console, title: str, titles: Sequence[str], rows: Any) -> None:
    table = Table(*titles, title=title, title_justify="left")
    for row in rows:
        table.add_row(*row)
        if os.environ.get("VERBOSE"):
            console.print(*row, sep="  ")
    console.print(table)


def main() -> None:
    """Run as a server, or the whole benchmark."""
    if sys.argv[1:2] in (["qipan"], ["bare"]):
        serve = {"qipan": serve_qipan, "bare": serve_bare}[sys.argv[1]]
        serve(sys.argv[2], int(sys.argv[3]))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(tempfile.gettempdir()) / "qipan-bench.db"
    parser.add_argument("--store", type=Path, default=default, help="a large store; made where there is none")
    parser.add_argument("--seconds", type=int, default=2, help="of load, each time")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--times", type=int, default=200, help="that each kind of question is asked")
    parser.add_argument("parts", nargs="*", default=["memory", "ratios", "asked"])
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is needed: apt-get install wrk")
    everything(parser.parse_args(), Console(highlight=False, width=140))


if __name__ == "__main__":
    main()
