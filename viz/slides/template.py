"""The deck that slides are put into: the user's own template, or one of ours in 16:9."""

from __future__ import annotations

import io
import math
import zipfile
from typing import Any
from zipfile import BadZipFile

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.util import Emu, Pt

from kg.errors import InvalidRequest
from viz.layout import text_width
from viz.slides.theme import own_colours

__all__ = ["new_deck", "title_layout", "title_of", "title_size"]

WIDE = 12_192_000, 6_858_000  # 13.33 by 7.5 inches
TITLE = (0.03, 0.016, 0.94, 0.082)  # of the slide: left, top, width, height
USUAL, SMALLEST = 4400, 14
"""Hundredths of a point of a title that nobody gave a size; points that none is smaller than."""
_TEMPLATE = b"presentationml.template.main+xml"
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


def new_deck(template: bytes | None, lang: str) -> Any:
    """An empty deck. InvalidRequest where the template is not one, or has no layout with a title."""
    if template is None:
        return _ours(lang)
    try:
        deck = Presentation(io.BytesIO(_as_presentation(template)))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise InvalidRequest("The template cannot be read.", hint="Give a .pptx or .potx file.") from error
    _emptied(deck)
    title_layout(deck)
    return deck


def title_layout(deck: Any) -> Any:
    """The layout with a title and the least besides. InvalidRequest where none has a title."""
    found = [layout for layout in deck.slide_layouts if title_of(layout) is not None]
    if not found:
        raise InvalidRequest("No layout of the template has a title.", hint="Add one: 'Title Only'.")
    return min(found, key=lambda layout: len([p for p in layout.placeholders if _is_body(p)]))


def _is_body(placeholder: Any) -> bool:
    kind = placeholder.placeholder_format.type
    return kind not in {*_TITLES, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}


def title_of(slide: Any) -> Any:
    """The title's placeholder, of a slide or a layout."""
    return next((p for p in slide.placeholders if p.placeholder_format.type in _TITLES), None)


def title_size(slide: Any, deck: Any, words: str) -> int:
    """The points in which a title fits into its place: what the template says, or as much smaller as it takes.

    Programs shrink a title only when it is edited, so that until then a long one would lie over what is below.
    """
    title, said = title_of(slide), _said_size(slide, deck)
    wide, high = (length / Pt(1) - 14 for length in (title.width, title.height + Pt(7)))  # without the usual insets
    fits = (
        size
        for size in range(said, SMALLEST, -1)
        if math.ceil(text_width(words, size) * 1.05 / max(wide, 1)) * size * 1.2 <= high
    )
    return next(fits, SMALLEST)


def _said_size(slide: Any, deck: Any) -> int:
    """Points of a title in the layout, else in the master."""
    layout = title_of(slide.slide_layout)._element.find(".//{*}lstStyle/{*}lvl1pPr/{*}defRPr")  # noqa: SLF001 - it has no other way
    master = deck.slide_master._element.find(".//{*}titleStyle/{*}lvl1pPr/{*}defRPr")  # noqa: SLF001 - as above
    found = [int(e.get("sz")) for e in (layout, master) if e is not None and e.get("sz")]
    return (found or [USUAL])[0] // 100


def _as_presentation(template: bytes) -> bytes:
    """A .potx as a .pptx: only the type of its main part is another."""
    with zipfile.ZipFile(io.BytesIO(template)) as given:
        if _TEMPLATE not in given.read("[Content_Types].xml"):
            return template
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
            for item in given.infolist():
                content = given.read(item)
                if item.filename == "[Content_Types].xml":
                    content = content.replace(_TEMPLATE, b"presentationml.presentation.main+xml")
                written.writestr(item, content)
    return made.getvalue()


def _emptied(deck: Any) -> None:
    """Take the template's own slides out."""
    ids = deck.slides._sldIdLst  # noqa: SLF001 - it has no other way
    for entry in list(ids):
        deck.part.drop_rel(entry.rId)
        ids.remove(entry)


def _ours(lang: str) -> Any:
    deck = Presentation()
    deck.core_properties.title = ""
    stretch = WIDE[0] / deck.slide_width
    deck.slide_width, deck.slide_height = (Emu(length) for length in WIDE)
    master = deck.slide_master
    for holder in (master, *master.slide_layouts):
        for shape in holder.shapes:
            if shape._element.spPr.xfrm is not None:  # noqa: SLF001 - else the place is the master's
                shape.left, shape.width = (Emu(round(v * stretch)) for v in (shape.left, shape.width))
    _title_like_ours(master)
    _title_like_ours(title_layout(deck))
    own_colours(deck, lang)
    _drop_thumbnail(deck)
    return deck


def _title_like_ours(holder: Any) -> None:
    title = title_of(holder)
    title.left, title.top, title.width, title.height = (
        Emu(round(share * WIDE[i % 2])) for i, share in enumerate(TITLE)
    )
    title.text_frame.margin_left = 0  # the legend and the sources begin below it
    style = holder._element.find(".//{*}titleStyle/{*}lvl1pPr")  # noqa: SLF001 - it has no other way
    if style is not None:
        style.set("algn", "l")
        style.find("{*}defRPr").set("sz", str(Pt(24).centipoints))
        style.find("{*}defRPr").set("b", "1")


def _drop_thumbnail(deck: Any) -> None:
    """The library's own thumbnail is not ours."""
    package = deck.part.package
    for key, rel in list(package._rels.items()):  # noqa: SLF001 - it has no other way
        if rel.reltype.endswith("/thumbnail"):
            package.drop_rel(key)
