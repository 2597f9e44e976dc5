"""Which names of data/lexicons do more harm than good: `python tools/lexicon_names.py`.

Every name is looked for in data/annotated, where a reader has marked everything. One is listed that is wrong there more
than half as often as it is right, with the words around it.
"""

from __future__ import annotations

from collections import Counter

from kg.knowledge import builtin_knowledge
from kg.lexicon import Lexicon
from kg.model import Document, Span
from kg.pipes.mentions import lexicon_mentions
from kg.resources import data_dir
from kg.text import to_hans, twin_of
from kg.training.annotated import QUOTES, GoldArticle, read

AROUND = 10  # code points


def main() -> None:
    """Print name, type, how often right and wrong, and where wrong first, a line each."""
    lexicon = builtin_knowledge().lexicon
    right: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], str] = {}
    for path in sorted((data_dir() / "annotated").glob("*.txt")):
        for article in read(path)[0]:
            for name, kind, good, words in _judged(article, lexicon):
                (right if good else wrong)[name, kind] += 1
                if not good:
                    first.setdefault((name, kind), f"{article.id}: {words}")
    for key, count in wrong.most_common():
        if 2 * count > right[key]:
            print(*key, right[key], count, first[key], sep="\t")


def _judged(article: GoldArticle, lexicon: Lexicon) -> list[tuple[str, str, bool, str]]:
    """(name, type, whether it is right, the words around it) of each known name.

    None of those that a reader may or may not list, or that stand inside a longer name.
    """
    twin = twin_of(article.text)
    marked = {to_hans(n.strip(QUOTES + " ")): e for e in article.entities for n in e.names}
    found = []
    for mention in lexicon_mentions(lexicon)(Document("", article.text, twin=twin, sentences=(Span(0, len(twin)),))):
        name = mention.span.of(twin)
        entity = marked.get(name)
        around = twin[max(0, mention.span.start - AROUND) : mention.span.end + AROUND]
        inside = any(name in longer and longer != name and longer in around for longer in marked)
        if entity.optional if entity else inside:
            continue
        good = entity is not None and mention.type in entity.types
        found.append((name, mention.type, good, around.replace("\n", " ")))
    return found


if __name__ == "__main__":
    main()
