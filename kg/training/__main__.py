"""`python -m kg.training`: fit tagger and reader to data/annotated and write data/models.

Needs PyTorch, which Qipan itself does not. `check FILE…` tells what is wrong in annotated files.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from kg.resources import data_dir
from kg.training.annotated import GoldArticle, read


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m kg.training", description=__doc__)
    parser.add_argument("command", nargs="?", choices=["fit", "check"], default="fit")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--parts", nargs="+", default=["tagger", "reader"], help="what is fitted")
    parser.add_argument("--epochs", type=int, default=22)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--held", type=int, default=24, help="articles kept out, to report on")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--pairs", type=Path, help="a FinRE file (head, tail, label, sentence) to learn from too")
    parser.add_argument("--watch", type=Path, help="a folder with gold/*.json and articles/*.txt to report on")
    parser.add_argument("--out", type=Path, default=data_dir() / "models" / "reader.npz")
    options = parser.parse_args()
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


def _fit(articles: list[GoldArticle], options: argparse.Namespace) -> int:
    import torch  # noqa: PLC0415 - not a dependency of Qipan

    from kg.knowledge import builtin_knowledge  # noqa: PLC0415
    from kg.training import crf, pretrained, sources  # noqa: PLC0415
    from kg.training.dataset import examples_of  # noqa: PLC0415
    from kg.training.fit import fit, vocabulary_of  # noqa: PLC0415

    torch.set_num_threads(options.threads)
    knowledge = builtin_knowledge()
    random.Random(options.seed).shuffle(articles)
    if "tagger" in options.parts:
        crf.fit(articles[options.held :], articles[: options.held], knowledge, options.out.parent)
    if "reader" not in options.parts:
        return 0
    if options.pairs:
        articles += sources.finre(options.pairs)
    watch = list(examples_of(sources.gold(options.watch), knowledge)) if options.watch else []
    examples = list(examples_of(articles, knowledge))
    characters = vocabulary_of(*pretrained.characters())
    held, train = examples[: options.held], examples[options.held :]
    fit(train, held, characters, epochs=options.epochs, seed=options.seed, target=options.out, watch=watch)
    return 0


if __name__ == "__main__":
    sys.exit(main())
