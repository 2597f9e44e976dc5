"""Fifty clients against a real server for a time: reads, writes and questions, every answer checked.

    make load, or python tools/load.py [--minutes 30] [--clients 50] [--store URL]

Without --store a new SQLite store with the sample articles is served. Shows how it goes, and at the end what was asked,
how long it took, what was wrong, and how the server's memory went. Exit status 1 where anything was.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from load_clients import Client, Known, Tally, clients_of, ended
from rich.console import Console
from rich.table import Table

__all__ = ["Server", "loaded", "main", "serving", "told"]

MB = 1 << 20
CLIENTS = 50
FLAT = 0.10
KNOWN = ("騰訊有哪些產品？", "阿里巴巴有哪些產品？", "誰和騰訊競爭？")


@dataclass
class Server:
    """`qipan serve` in a process of its own, and what it holds."""

    process: subprocess.Popen[str]
    address: str
    log: Path
    samples: list[tuple[float, int]] = field(default_factory=list)  # seconds, bytes

    @property
    def port(self) -> str:
        """Where it listens."""
        return self.address.rpartition(":")[2]

    def resident(self) -> int:
        """Bytes of memory that the process holds; 0 where it is gone."""
        try:
            found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self.process.pid}/status").read_text("ascii"))
        except OSError:
            return 0
        return int(found[1]) * 1024 if found else 0

    def tracebacks(self) -> list[str]:
        """The last line of each traceback in its log."""
        return re.findall(
            r"^Traceback [^\n]*\n(?:[ \t][^\n]*\n|\n)*([^\s{][^\n]*)", self.log.read_text("utf-8"), re.MULTILINE
        )


@contextmanager
def serving(store: str | Path, log: Path, port: str = "0", **environment: str) -> Iterator[Server]:
    """A server of a store until the end; ended as an operator ends it, unless it is dead by then."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--store", str(store), "--port", port]
    with (
        log.open("a", encoding="utf-8") as file,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=file, encoding="utf-8", env={**os.environ, **environment}
        ) as process,
    ):
        try:
            line = process.stdout.readline() if process.stdout else ""
            found = re.search(r"(http://\S+)/view", line)
            if found is None:
                raise RuntimeError(f"the server did not start:\n{log.read_text('utf-8')[-2000:]}")
            yield Server(process, found[1], log)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def loaded(
    server: Server,
    clients: Sequence[Client],
    seconds: float,
    *,
    meanwhile: Callable[[float], object] = lambda _: None,
    every: float = 1.0,
) -> None:
    """Let the clients ask for so long, sample the server's memory, then let each look at all that it wrote."""
    begun = time.monotonic()
    for client in clients:
        client.start()
    while (now := time.monotonic() - begun) < seconds:
        server.samples.append((now, server.resident()))
        meanwhile(now)
        time.sleep(min(every, max(0.0, seconds - now)))
    ended(clients)


def growth(samples: Sequence[tuple[float, int]]) -> tuple[int, int]:
    """What the server held after warming up (the second fifth of the time) and in the last fifth: medians."""
    end = samples[-1][0]
    fifths = [[held for then, held in samples if n * end / 5 <= then <= (n + 1) * end / 5] for n in (1, 4)]
    first, last = (int(statistics.median(part or [0])) for part in fifths)
    return first, last


def told(server: Server, tally: Tally, seconds: float) -> Iterator[Table]:
    """The report."""
    kinds = Table("kind", "times", "p50 ms", "p99 ms", "longest", title="answers", title_justify="left")
    for kind, took in sorted(tally.took.items()):
        took.sort()
        p99 = took[min(len(took) - 1, int(len(took) * 0.99))]
        kinds.add_row(kind, f"{len(took):,}", f"{statistics.median(took):,.0f}", f"{p99:,.0f}", f"{took[-1]:,.0f}")
    yield kinds
    first, last = growth(server.samples)
    rows = [
        ("answers", f"{tally.answered:,}, {tally.answered / seconds:,.0f} a second"),
        ("writes acknowledged", f"{tally.written:,}"),
        ("statuses", ", ".join(f"{status}: {n:,}" for status, n in sorted(tally.statuses.items()))),
        ("errors", f"{len(tally.errors):,}"),
        ("wrong answers", f"{len(tally.wrong):,}"),
        ("tracebacks in the log", f"{len(server.tracebacks()):,}"),
        ("memory", " ".join(f"{held / MB:,.0f}" for _, held in server.samples[:: max(1, len(server.samples) // 20)])),
        ("after warming up, at the end", f"{first / MB:,.0f} MB, {last / MB:,.0f} MB: {last / max(first, 1) - 1:+.1%}"),
    ]
    table = Table("", "", title="load", title_justify="left")
    for row in rows:
        table.add_row(*row)
    yield table
    problems = Table("", title="problems", title_justify="left")
    for problem in [*tally.errors[:10], *tally.wrong[:10], *server.tracebacks()[:10]]:
        problems.add_row(problem[:1500])
    if problems.row_count:
        yield problems


def known(address: str | Path) -> tuple[Known, ...]:
    """What a store's articles answer before the load."""
    from kg.questions import ask  # noqa: PLC0415 - not every use needs it
    from kg.questions.plain import plain_answer  # noqa: PLC0415 - as above
    from kg.store import open_store  # noqa: PLC0415 - as above

    with open_store(address) as store:
        graph = store.graph()
        answers = {question: plain_answer(graph, ask(graph, question)) for question in KNOWN}
    return tuple(Known(q, frozenset(row["name"] for row in got["rows"])) for q, got in answers.items() if got["rows"])


def _samples(address: str) -> None:
    from kg.extract import extract  # noqa: PLC0415 - a second
    from kg.reading import read_article  # noqa: PLC0415 - as above
    from kg.resources import data_dir  # noqa: PLC0415 - as above
    from kg.store import open_store  # noqa: PLC0415 - as above

    with open_store(address) as store:
        for raw in map(read_article, sorted((data_dir() / "articles").glob("*.md"))):
            store.add(extract(raw.text, id=raw.id, title=raw.title, date=raw.date, source=raw.source))


def everything(options: argparse.Namespace, console: Console) -> int:
    """The whole load; the exit status."""
    seconds, folder, tally = options.minutes * 60, Path(tempfile.mkdtemp(prefix="qipan-load-")), Tally()
    store = options.store or str(folder / "load.db")
    console.print(f"{options.clients} clients, {options.minutes:g} minutes, {store}; reading the articles first")
    _samples(store)
    with serving(store, folder / "server.log") as server:
        clients = clients_of(server.address, options.clients, tally, known(store))
        for client in clients:
            client.prepare()
        last = [0.0]

        def say(now: float) -> None:
            if now - last[0] >= options.every:
                last[0] = now
                said = f"{len(tally.errors)} errors, {len(tally.wrong)} wrong, {server.resident() / MB:,.0f} MB"
                console.print(f"{now / 60:6.1f} min  {tally.answered:,} answers, {tally.written:,} writes, {said}")

        loaded(server, clients, seconds, meanwhile=say)
        for table in told(server, tally, seconds):
            console.print(table)
    first, end = growth(server.samples)
    flat = end <= first * (1 + FLAT)
    bad = bool(tally.errors or tally.wrong or server.tracebacks() or not flat)
    console.print(f"something is wrong (the log: {server.log})" if bad else "nothing is wrong")
    if not bad:
        shutil.rmtree(folder)
    return int(bad)


def main() -> None:
    """Run the load."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--store", help="a store of its own, which will be written to")
    parser.add_argument("--every", type=float, default=10, help="seconds between lines of progress")
    raise SystemExit(everything(parser.parse_args(), Console(highlight=False, width=140)))


if __name__ == "__main__":
    main()
