"""A store of synthetic articles for benchmarks: typed, with skewed degrees, the same each time.

    python tools/synthetic_store.py STORE [ENTITIES [RELATIONS]]

A tenth of the relations is said by several articles. Rows are written as `kg.store` would, past its resolving, which
would take hours for a million relations; things and mentions, which no question reads, are left out.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from kg.assemble import rules_of
from kg.figures import load_figures
from kg.ids import digest, entity_id, relation_id
from kg.merge import oriented
from kg.model import Quantity
from kg.ontology import builtin_ontology
from kg.resources import data_dir
from kg.store.packing import pack, pack_quantity, pack_spans
from kg.store.store import open_store

__all__ = ["make", "ready"]

ENTITIES, RELATIONS = 200_000, 1_000_000
STATEMENTS = 1.3  # a relation
PER_DOCUMENT = 20
SHARES = {
    "Company": 0.16, "Product": 0.22, "Person": 0.08, "Organization": 0.04, "Technology": 0.06, "Strategy": 0.05,
    "Market": 0.06, "Event": 0.03, "Metric": 0.17, "Factor": 0.13,
}  # fmt: skip
OFTEN = {
    "develops": 16, "competes_with": 12, "has_metric": 17, "has_strength": 7, "has_weakness": 6, "uses": 7,
    "partners_with": 6, "supplies": 5, "targets": 5, "pursues": 4, "owns": 3, "invests_in": 3, "acquires": 2,
    "leads": 2, "comments_on": 2, "outperforms": 1, "part_of": 1, "feeds_data_to": 1, "participates_in": 1,
    "forecasts": 2,
}  # fmt: skip
MODALITIES = ("asserted", "reported", "forecast", "hypothetical", "negated")
MODAL = (0.72, 0.16, 0.06, 0.04, 0.02)
MEASURES = ("營收", "銷量", "下載量", "毛利率", "用戶數", "市場份額")
SYLLABLES = (
    "天海星雲光華金龍智安科通達新聯東方中北遠洋明德信宏泰康瑞豐盛德隆飛騰億創未來思維晨曦領航博深藍"
    "百川萬象極光山河長青同元和正大永興嘉鴻凱越騏驥優品"
)
_SKEW = 0.8  # of Zipf: the most spoken of has twenty thousand relations, most have a few


def ready(path: Path, entities: int = ENTITIES, relations: int = RELATIONS) -> Path:
    """The store at this path, made where there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        make(unfinished, entities, relations)
        unfinished.rename(path)
    return path


def make(path: Path, entities: int, relations: int) -> None:
    """Write the store."""
    open_store(path).close()  # its tables
    random = np.random.default_rng(7)
    connection = sqlite3.connect(path, isolation_level=None)
    for first in ("PRAGMA synchronous = OFF", "PRAGMA foreign_keys = OFF", "BEGIN"):
        connection.execute(first)
    things = list(_entities(entities, random))
    _insert(connection, "entity", things)
    _insert(connection, "naming", (_naming(pk, *thing[1:6]) for pk, thing in enumerate(things, 1)))
    triples = _triples(things, relations, random)
    _insert(connection, "relation", triples)
    _insert_statements(connection, things, triples, random)
    rules = rules_of(builtin_ontology())
    connection.execute("UPDATE corpus SET revision = 1, sum = '01', rules = ?, forgotten = 1", (rules,))
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()


def _insert(connection: sqlite3.Connection, table: str, rows: Any) -> None:
    rows = iter(rows)
    while chunk := list(islice(rows, 20_000)):
        marks = ", ".join("?" * len(chunk[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", chunk)  # noqa: S608 - our own table names


def _entities(count: int, random: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Rows of the entity table, the most spoken of first within a type."""
    seen: set[str] = set()
    types = random.choice(list(SHARES), count, p=list(SHARES.values()))
    for number, type_ in enumerate(map(str, types), 1):
        name, quantity = _name(type_, number, random)
        while entity_id(type_, name, quantity) in seen:
            name, quantity = _name(type_, number, random)
        key = entity_id(type_, name, quantity)
        seen.add(key)
        names = [name] if number % 5 else [name, f"{type_[:3]}{number:x}"]
        yield number, key, type_, name, pack(names), pack_quantity(quantity), max(1, 40_000 // number), 1


def _name(type_: str, number: int, random: np.random.Generator) -> tuple[str, Quantity | None]:
    if type_ == "Metric":
        words = f"{random.integers(1, 100_000):,}萬元"
        read = next(quantity for _, quantity in _figures().find(words.replace("萬", "万")))
        return words, Quantity(read.value, "元", "CNY", measures=MEASURES[number % len(MEASURES)])
    length = int(random.integers(2, 5)) + (4 if type_ == "Factor" else 0)
    return "".join(SYLLABLES[i] for i in random.integers(0, len(SYLLABLES), length)), None


def _figures() -> Any:
    global _FIGURES  # noqa: PLW0603 - read once
    _FIGURES = _FIGURES or load_figures(data_dir() / "figures.yaml")
    return _FIGURES


_FIGURES: Any = None


def _naming(pk: int, key: str, type_: str, _: str, names: str, quantity: str | None) -> tuple[Any, ...]:
    return pk, digest(key, size=16), type_, names, quantity, pk


def _triples(things: Sequence[tuple[Any, ...]], count: int, random: np.random.Generator) -> list[tuple[Any, ...]]:
    """Rows of the relation table: pk, id, head, relation, tail."""
    ontology = builtin_ontology().relations
    by_type = {t: np.array([row[0] for row in things if row[2] == t]) for t in SHARES}
    names = random.choice(list(OFTEN), 2 * count, p=np.array(list(OFTEN.values())) / sum(OFTEN.values()))
    made: dict[tuple[int, str, int], None] = {}
    pools = {
        (name, end): _Draw(np.concatenate([by_type[t] for t in sorted(getattr(ontology[name], end))]), random)
        for name in OFTEN
        for end in ("head", "tail")
    }
    for name in map(str, names):
        head, tail = pools[name, "head"].one(), pools[name, "tail"].one()
        first, _ = oriented(things[head - 1][1], things[tail - 1][1], symmetric=ontology[name].symmetric)
        if head != tail:
            made[(head, name, tail) if first == things[head - 1][1] else (tail, name, head)] = None
        if len(made) == count:
            break
    ids = (relation_id(things[h - 1][1], name, things[t - 1][1]) for h, name, t in made)
    return [(pk, key, h, name, t) for pk, (key, (h, name, t)) in enumerate(zip(ids, made, strict=True), 1)]


class _Draw:
    """Draws from a pool, the first far more often than the last."""

    def __init__(self, pool: Any, random: np.random.Generator) -> None:
        self._pool = np.sort(pool)
        weights = 1.0 / np.arange(1, len(pool) + 1) ** _SKEW
        self._weights, self._random = weights / weights.sum(), random
        self._drawn: Iterator[int] = iter(())

    def one(self) -> int:
        """The next."""
        drawn = next(self._drawn, None)
        if drawn is None:
            self._drawn = iter(self._random.choice(self._pool, 50_000, p=self._weights).tolist())
            drawn = next(self._drawn)
        return int(drawn)


def _insert_statements(
    connection: sqlite3.Connection,
    things: Sequence[tuple[Any, ...]],
    triples: Sequence[tuple[Any, ...]],
    random: np.random.Generator,
) -> None:
    """Documents with their statements, one sentence each."""
    total = int(len(triples) * STATEMENTS)
    again = random.integers(0, len(triples), total - len(triples)) // 10 * 10  # every tenth is said by several
    order = np.concatenate([random.permutation(len(triples)), again])
    modalities = random.choice(MODALITIES, total, p=MODAL)
    for number, start in enumerate(range(0, total, PER_DOCUMENT), 1):
        said = [triples[i] for i in order[start : start + PER_DOCUMENT].tolist()]
        _insert_document(connection, number, start, things, said, modalities[start : start + PER_DOCUMENT].tolist())


def _insert_document(
    connection: sqlite3.Connection,
    number: int,
    start: int,
    things: Sequence[tuple[Any, ...]],
    said: Sequence[tuple[Any, ...]],
    modalities: Sequence[str],
) -> None:
    sentences = [f"{things[h - 1][3]}與{things[t - 1][3]}的關係是{name}。" for _, _, h, name, t in said]
    ends = np.cumsum([len(s) for s in sentences]).tolist()
    starts, text, key = [0, *ends[:-1]], "".join(sentences), f"d{number}"
    date = f"{2015 + number % 11}-{1 + number % 12:02}-{1 + number % 28:02}"
    spans = pack([offset for pair in zip(starts, ends, strict=True) for offset in pair])
    about = (number, key, f"第{number}篇", date, None, None, "hant", text, len(text), spans, pack_spans([]))
    _insert(connection, "document", [(*about, len(said), key, key, "2026-01-01T00:00:00+00:00", key, None)])
    rows, evidence = [], []
    for n, ((pk, _, h, name, t), modality) in enumerate(zip(said, modalities, strict=True)):
        own, head, tail = start + n + 1, things[h - 1][1], things[t - 1][1]
        confidence = (0.6, 0.75, 0.9)[own % 3]
        rows.append((own, number, n, f"s{n}", digest(key, str(n)), head, name, tail, None, modality, None, None,
                     None, None, None, "synthetic", confidence, None, None, h, t, None, pk, None))  # fmt: skip
        evidence.append((own, 0, starts[n], ends[n], starts[n], ends[n]))
    _insert(connection, "statement", rows)
    _insert(connection, "evidence", evidence)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("entities", type=int, nargs="?", default=ENTITIES)
    parser.add_argument("relations", type=int, nargs="?", default=RELATIONS)
    options = parser.parse_args()
    ready(options.store, options.entities, options.relations)
