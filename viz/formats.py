"""An exhibit in each format that slides, reports and print take; a story as one deck."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from viz.exhibit import SLIDE, Exhibit, Options
from viz.slides.still import Still
from viz.storyboard import storyboard

__all__ = ["FORMATS", "MEDIA", "Format", "deck", "render"]

Format = Literal["svg", "png", "pdf", "pptx"]
FORMATS: tuple[Format, ...] = ("svg", "png", "pdf", "pptx")
MEDIA: Mapping[str, str] = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def render(exhibit: Exhibit, format_: Format, options: Options) -> bytes:
    """The file. InvalidRequest where an option is out of range, or where this machine has no Chinese font.

    The same exhibit and options give the same bytes; nothing is written to disk.
    """
    if format_ == "pptx":
        return deck([exhibit], [options])
    picture = exhibit.svg(options)
    if format_ == "svg":
        return _outlined(picture, options).encode("utf-8", "replace")
    from viz import stills  # noqa: PLC0415 - 80 MB of library that SVG needs not

    return stills.png(picture, scale=options.scale) if format_ == "png" else stills.pdf(picture)


def _outlined(picture: str, options: Options) -> str:
    if not options.outlined:
        return picture
    from viz.outlines import outlined  # noqa: PLC0415 - fontTools

    return outlined(picture)


def deck(
    exhibits: Sequence[Exhibit],
    options: Sequence[Options],
    *,
    title: str = "",
    progress: Callable[[int], object] | None = None,
) -> bytes:
    """A deck, one exhibit a slide, each with its options; the first ones' language and template are the deck's."""
    from viz.slides.deck import Slide, render  # noqa: PLC0415 - python-pptx takes a second

    places = storyboard(exhibits, options)
    slides = [Slide(e.drawing(o, p), _still(e, o), o.live) for e, o, p in zip(exhibits, options, places, strict=True)]
    first = options[0]
    named = title or exhibits[0].title(first.lang)
    return render(slides, lang=first.lang, template=first.template, title=named, progress=progress)


def _still(exhibit: Exhibit, options: Options) -> Still | None:
    if not (exhibit.is_large and options.large == "picture"):
        return None
    from viz import stills  # noqa: PLC0415 - as above

    whole = replace(options, size=(int(SLIDE[0]), int(SLIDE[1])), framed=True, transparent=True)
    picture = exhibit.svg(whole, titled=False)
    return Still(picture, stills.png(picture, scale=2))
