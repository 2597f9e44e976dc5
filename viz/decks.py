"""A story as a reveal.js deck in one folder that works offline: every view live, with its sources and notes.

reveal.js lies beside this under viz/reveal, with its licence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from html import escape
from pathlib import Path

from viz.embed import Embedding, page
from viz.exhibit import Exhibit, Options, style_of
from viz.legend import sources_line
from viz.notes import notes
from viz.words import title_in

__all__ = ["reveal_deck"]

_LIBRARY = Path(__file__).parent / "reveal"
_INDEX = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="lib/reveal.css">
<link rel="stylesheet" href="lib/deck.css">
</head>
<body>
<div class="reveal" lang="{lang}"><div class="slides">
{slides}
</div></div>
<script src="lib/reveal.js"></script>
<script>
Reveal.initialize({{ hash: true, width: 1280, height: 720, margin: 0.02, center: false, transition: "fade" }});
</script>
</body>
</html>
"""
_SLIDE = """<section>
<h2>{title}</h2>
<iframe class="view" data-src="views/{number}.html" title="{title}" sandbox="allow-scripts"></iframe>
<noscript><img class="view" src="pictures/{number}.svg" alt="{title}"></noscript>
<p class="source">{source}</p>
<aside class="notes">{notes}</aside>
</section>"""


def reveal_deck(
    exhibits: Sequence[Exhibit],
    options: Sequence[Options],
    *,
    title: str = "",
    progress: Callable[[int], object] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """The files of the deck, by their paths in its folder. The same exhibits give the same files."""
    slides: list[str] = []
    for number, (exhibit, how) in enumerate(zip(exhibits, options, strict=True), 1):
        theme = "light" if how.palette == "dark" else how.palette
        said = exhibit.title(how.lang)
        nonce = sha256(f"{number} {said}".encode("utf-8", "replace")).hexdigest()[:24]
        yield f"views/{number}.html", page(exhibit, Embedding(how.lang, theme, transparent=True), nonce).encode()
        still = exhibit.svg(replace(how, framed=False))
        yield f"pictures/{number}.svg", still.encode("utf-8", "replace")
        slides.append(_slide(exhibit, how, number))
        if progress:
            progress(number)
    lang = options[0].lang
    named = escape(title or (exhibits[0].title(lang) if exhibits else title_in("", "whole", lang)))
    index = _INDEX.format(lang=lang, title=named, slides="\n".join(slides))
    yield "index.html", index.encode("utf-8", "replace")
    for name in ("reveal.js", "reveal.css", "deck.css", "LICENSE"):
        yield f"lib/{name}", (_LIBRARY / name).read_bytes()


def _slide(exhibit: Exhibit, how: Options, number: int) -> str:
    style = style_of(how)
    said = "".join(f"<p>{escape(line.strip())}</p>" for line in notes(exhibit.view, style))
    source = escape(sources_line(exhibit.view, style.lang))
    return _SLIDE.format(title=escape(exhibit.title(how.lang)), number=number, source=source, notes=said)
