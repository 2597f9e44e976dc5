"""Drawings -> a .pptx file, one slide each. The only package that knows python-pptx.

The same drawings give the same bytes: times in the file are fixed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pptx.oxml import parse_xml
from pptx.util import Pt

from viz.drawing import Box, Drawing
from viz.layout import text_width
from viz.slides.look import builtin_look
from viz.slides.picture import add_picture
from viz.slides.shapes import Canvas
from viz.slides.still import Still
from viz.slides.template import new_deck, title_layout, title_of, title_size
from viz.slides.theme import DeckTheme, of_deck
from viz.slides.xml import safe

__all__ = ["Slide", "render"]

HEAD = 92.0
"""Pixels of the frame that are the title's."""
ONE_LINE, SMALLER = 36, Pt(18)
"""Characters of a title that one line of our own template holds; points of a longer one."""
_TIME = (1980, 1, 1, 0, 0, 0)
_WHEN = datetime(2000, 1, 1, tzinfo=UTC)
_MORPH = """
<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice xmlns:p159="http://schemas.microsoft.com/office/powerpoint/2015/09/main" Requires="p159">
<p:transition xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" spd="slow">
<p159:morph option="byObject"/></p:transition></mc:Choice><mc:Fallback>
<p:transition xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" spd="slow"><p:fade/></p:transition>
</mc:Fallback></mc:AlternateContent>"""


@dataclass(frozen=True, slots=True)
class Slide:
    """What one slide shows. `still` stands in place of the drawing's items; `live` is the view's address."""

    drawing: Drawing
    still: Still | None = None
    live: str | None = None


def render(
    slides: Sequence[Slide],
    *,
    lang: str = "zh-Hant",
    template: bytes | None = None,
    title: str = "",
    progress: Callable[[int], object] | None = None,
) -> bytes:
    """The deck. From the second slide on, what is on both slides moves to its new place (morph).

    `progress` is called with the number of each slide that is done. InvalidRequest where the template is not one.
    """
    deck = new_deck(template, "zh-Hans" if lang == "zh-Hans" else "zh-Hant")
    theme, layout = of_deck(deck), title_layout(deck)
    for number, slide in enumerate(slides, 1):
        made = deck.slides.add_slide(layout)
        _fill(made, slide, deck, theme, lang)
        _fit_title(made, deck, slide.drawing.title, own=template is None)
        if number > 1:
            made._element.append(parse_xml(_MORPH))  # noqa: SLF001 - it has no other way
        if progress:
            progress(number)
    about = deck.core_properties
    about.title, about.author, about.last_modified_by, about.revision = safe(title, 200), "Qipan", "Qipan", 1
    about.created = about.modified = _WHEN
    return _fixed(deck)


def _fill(made: Any, slide: Slide, deck: Any, theme: DeckTheme, lang: str) -> None:
    drawing = slide.drawing
    _drop_other_placeholders(made)
    _write_title(made, drawing.title)
    scale, corner = _frame(made, deck, drawing)
    types = {box.fill.partition(":")[2] for box in drawing.boxes.values() if box.fill and ":" in box.fill}
    canvas = Canvas(made, theme, scale, lang, builtin_look().fills_of(types), slide.live, corner)
    if slide.still:
        size = tuple(round(length * scale) for length in drawing.size)
        add_picture(made, slide.still, drawing.title, (round(corner[0]), round(corner[1]), *size))
    else:
        canvas.draw(drawing.items, drawing.boxes)
        canvas.group(drawing.foot, drawing.boxes, "legend")
    if drawing.source:
        canvas.draw([_source(drawing)], {})
    made.notes_slide.notes_text_frame.text = "\n".join(safe(line, 500) for line in drawing.notes)


def _frame(made: Any, deck: Any, drawing: Drawing) -> tuple[float, tuple[float, float]]:
    """EMU for a pixel and the frame's corner: the whole slide, or what a template leaves below its title."""
    width, height = drawing.size
    title = title_of(made)
    below = min(title.top + title.height, 0.4 * deck.slide_height)
    scale = min(deck.slide_width / width, deck.slide_height / height)
    if below > HEAD * scale:
        scale = min(scale, (deck.slide_height - below) / (height - HEAD))
    return scale, ((deck.slide_width - width * scale) / 2, deck.slide_height - height * scale)


def _source(drawing: Drawing) -> Box:
    width, height = drawing.size
    letter = min(15.0, 15.0 * (width - 96) / max(text_width(drawing.source, 15.0), 1))
    words = safe(drawing.source, 400)
    return Box(
        "legend source",
        48,
        height - 40,
        width - 96,
        26,
        (words,),
        letter,
        ink="muted",
        align="start",
        about=words,
        link="",
    )


def _write_title(made: Any, title: str) -> None:
    holder = title_of(made)
    words = safe(title, 300)
    holder.text_frame.text = words
    holder._element.nvSpPr.cNvPr.set("descr", words)  # noqa: SLF001 - it has no other way


def _fit_title(made: Any, deck: Any, title: str, *, own: bool) -> None:
    """Make a long title smaller, so that it stays above the picture."""
    font, words = title_of(made).text_frame.paragraphs[0].font, safe(title, 300)
    if own and text_width(words, 1) > ONE_LINE:
        font.size = SMALLER  # two lines of it have room
    if not own and (size := title_size(made, deck, words)) < title_size(made, deck, ""):
        font.size = Pt(size)


def _drop_other_placeholders(made: Any) -> None:
    title = title_of(made)
    for placeholder in list(made.placeholders):
        if placeholder.shape_id != title.shape_id:
            placeholder._element.getparent().remove(placeholder._element)  # noqa: SLF001 - it has no other way


def _fixed(deck: Any) -> bytes:
    """The file with fixed times."""
    raw, made = io.BytesIO(), io.BytesIO()
    deck.save(raw)
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(made, "w") as written:
        for item in given.infolist():
            info = zipfile.ZipInfo(item.filename, _TIME)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            written.writestr(info, given.read(item), compresslevel=6)
    return made.getvalue()
