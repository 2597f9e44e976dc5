"""How often statements of each confidence are right on articles that are held out, as points of a rising line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from kg.extract import default_pipeline
from kg.knowledge import builtin_knowledge
from kg.model import Document, Entity
from kg.ontology import builtin_ontology
from kg.pipeline import Pipeline
from kg.pipes.calibrate import Calibrate, found_by
from kg.text import name_key
from kg.training.annotated import GoldArticle, GoldEntity
from kg.training.dataset import CLAIMS

PHRASES = {
    "Strategy",
    "Market",
    "Event",
    "Technology",
    "Metric",
    "Factor",
}  # one that holds half of the other is the same
FEWEST = 40  # statements a point
ONTOLOGY = builtin_ontology()


def judged(doc: Document, gold: GoldArticle) -> Iterator[tuple[str, float, bool]]:
    """(what found it, score, whether a careful reader agrees) of each statement; optional ones are passed over."""
    same = {e.id: [g for g in gold.entities if _same(e, g)] for e in doc.entities}
    loose = {g.id for g in gold.entities if g.optional}
    said: dict[tuple[str, str, str], bool] = {}
    for r in gold.relations:
        said[r.head, r.relation, r.tail] = r.optional or bool(loose & {r.head, r.tail})
        if ONTOLOGY.relations[r.relation].symmetric:
            said[r.tail, r.relation, r.head] = said[r.head, r.relation, r.tail]
    for s in doc.statements:
        heads, tails = same[s.head], same[s.tail]
        if s.relation in CLAIMS and not tails:
            tails = [g for g in gold.entities if "Factor" in g.types and _overlap(doc, s.evidence, g)]
        found = [said[key] for h in heads for t in tails if (key := (h.id, s.relation, t.id)) in said]
        if True not in found and not (loose & {g.id for g in (*heads, *tails)}):
            yield found_by(s.rule), s.confidence, False in found


def _same(entity: Entity, gold: GoldEntity) -> bool:
    ours = {name_key(n) for n in (entity.name, *entity.aliases)} - {""}
    theirs = {name_key(n) for n in gold.names} - {""}
    if entity.type not in gold.types:
        return False
    if ours & theirs:
        return True
    pairs = ((min(a, b, key=len), max(a, b, key=len)) for a in ours for b in theirs)
    return entity.type in PHRASES and any(short in long and 2 * len(short) >= len(long) for short, long in pairs)


def _overlap(doc: Document, evidence: Iterable, gold: GoldEntity) -> bool:
    places = [(at, at + len(n)) for n in gold.names if (at := doc.text.find(n)) >= 0]
    return any(low < e.end and e.start < high for e in evidence for low, high in places)


def points(rows: Iterable[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Isotonic regression by pooling neighbours (Ayer et al. 1955): (confidence, share that is right), rising.

    One more right and one more wrong in each pool keep a few that happened to be right from looking certain.
    """
    ordered = sorted(rows, key=lambda row: row[0])  # equal scores as they come, not the right ones last
    pools = [
        [float(np.mean([c for c, _ in part])), (sum(r for _, r in part) + 1) / (len(part) + 2), len(part)]
        for part in np.array_split(np.array(ordered), max(1, len(ordered) // FEWEST))
    ]
    merged: list[list[float]] = []
    for pool in pools:
        merged.append(pool)
        while len(merged) > 1 and merged[-2][1] >= merged[-1][1]:
            (a, x, n), (b, y, m) = merged.pop(-2), merged.pop()
            merged.append([(a * n + b * m) / (n + m), (x * n + y * m) / (n + m), n + m])
    return [(round(a, 4), round(x, 3)) for a, x, _ in merged]


def write(found: dict[str, list[tuple[float, float]]], path: Path) -> None:
    """Write the points, by what found a statement."""
    head, *_ = path.read_text(encoding="utf-8").splitlines()
    rows = [f"{kind}:\n" + "".join(f"  - [{a}, {x}]\n" for a, x in each) for kind, each in sorted(found.items())]
    path.write_text(f"{head}\n" + "".join(rows), encoding="utf-8")


def fit(held: Sequence[GoldArticle], path: Path) -> None:
    """Read what is held out with the weights that are there, and write the points."""
    pipeline = default_pipeline(builtin_knowledge())
    scored = Pipeline(*(p for p in pipeline.pipes if not isinstance(p, Calibrate)))
    rows: dict[str, list[tuple[float, bool]]] = {"model": [], "pattern": [], "both": []}
    for gold in held:
        for kind, score, right in judged(scored(Document(gold.id, gold.text)), gold):
            rows[kind].append((score, right))
    for kind, each in rows.items():
        print(f"{kind}: {len(each)} statements, {np.mean([r for _, r in each] or [0]):.2f} right")
    write({kind: points(each) or [(0.0, 0.0), (1.0, 1.0)] for kind, each in rows.items()}, path)
