"""Web pages, Word files, PDFs with a text layer and e-books to articles: the text, and what they say of themselves."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from kg.decoding import MOST_CHARACTERS, checked
from kg.errors import UnreadableInput

__all__ = ["FORMATS", "Taken", "read_format"]

_MOST_UNPACKED = 64_000_000
_MOST_ENTRIES = 5_000
_MOST_PAGES = 2_000
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out of a file: the body, and what it says of itself."""

    text: str
    title: str = ""
    date: str | None = None
    author: str | None = None
    source: str | None = None


def read_format(raw: bytes, suffix: str, *, name: str, address: str | None = None) -> Taken:
    """The article in a file of one of the FORMATS. UnreadableInput where it is damaged, a bomb, or holds no text."""
    try:
        taken = FORMATS[suffix](raw, name, address)
    except UnreadableInput:
        raise
    except Exception as error:  # parsers of foreign formats raise whatever they like; a bad file is the user's to mend
        raise UnreadableInput(f"{name}: cannot be read: {type(error).__name__}.", hint=_INSTEAD) from error
    text = "\n".join(line.strip() for line in taken.text.replace("\r", "\n").replace("\0", "").split("\n"))
    text = _BLANK_LINES.sub("\n\n", text.encode("utf-8", "replace").decode("utf-8")).strip()
    if not text:
        raise UnreadableInput(f"{name}: holds no text.", hint=_INSTEAD)
    return Taken(
        checked(text, name=name), _line(taken.title), taken.date, _line(taken.author or "") or None, taken.source
    )


_INSTEAD = "If it is a scan, recognise its text first; else save its text as a .txt or .md file."


def _line(text: str) -> str:
    return " ".join(text.replace("\0", "").encode("utf-8", "replace").decode("utf-8").split())[:1000]


def _html(raw: bytes, name: str, address: str | None) -> Taken:
    from trafilatura import bare_extraction  # noqa: PLC0415 - half a second, and only pages need it

    found: Any = bare_extraction(raw, url=address, with_metadata=True, include_comments=False, include_tables=True)
    if found is None or not found.text:
        raise UnreadableInput(f"{name}: no article is found in the page.", hint="Copy its text into a .txt file.")
    return Taken(found.text, found.title or "", found.date, found.author or _named_author(raw), address)


def _named_author(page: bytes) -> str | None:
    """The author of a page's meta elements: the library finds it, and lets go of every name without a blank in it."""
    from trafilatura.metadata import examine_meta  # noqa: PLC0415 - as above
    from trafilatura.utils import load_html  # noqa: PLC0415 - as above

    tree = load_html(page)
    author: str | None = examine_meta(tree).author if tree is not None else None
    return author


def _docx(raw: bytes, name: str, _: str | None) -> Taken:
    from docx import Document  # noqa: PLC0415 - as above

    _unpacked(raw, name)
    file = Document(io.BytesIO(raw))
    about = file.core_properties
    date = about.created.date().isoformat() if about.created else None
    return Taken("\n".join(_paragraphs(file)), about.title or "", date, about.author or None)


def _paragraphs(file: Any) -> Iterator[str]:
    """Paragraphs and the cells of tables, in their order."""
    for block in file.iter_inner_content():
        if hasattr(block, "rows"):
            yield from ("\t".join(cell.text for cell in row.cells) for row in block.rows)
        else:
            yield block.text


def _pdf(raw: bytes, name: str, _: str | None) -> Taken:
    from pypdf import PdfReader  # noqa: PLC0415 - as above

    file = PdfReader(io.BytesIO(raw))
    if len(file.pages) > _MOST_PAGES:
        raise UnreadableInput(f"{name}: has more than {_MOST_PAGES:,} pages.", hint="Split it into its articles.")
    pieces, length = [], 0
    for page in file.pages:
        pieces.append(page.extract_text())
        length += len(pieces[-1])
        if length > 2 * MOST_CHARACTERS:
            break
    about = file.metadata
    made = about.creation_date if about else None
    return Taken(
        "\n".join(pieces),
        (about.title or "") if about else "",
        made.date().isoformat() if made else None,
        about.author if about else None,
    )


def _epub(raw: bytes, name: str, _: str | None) -> Taken:
    with _unpacked(raw, name) as file:
        container = _xml(file.read("META-INF/container.xml"))
        path = container.xpath("string(//*[local-name()='rootfile']/@full-path)")
        package = _xml(file.read(path))
        folder = posixpath.dirname(path)
        places = {i.get("id"): i.get("href") for i in package.xpath("//*[local-name()='manifest']/*")}
        spine = package.xpath("//*[local-name()='spine']/*[local-name()='itemref']/@idref")
        chapters = [posixpath.normpath(posixpath.join(folder, unquote(places[i] or ""))) for i in spine if i in places]
        text = "\n\n".join(_words(file.read(chapter)) for chapter in chapters)

    def said(field: str) -> str:
        return str(package.xpath(f"string(//*[local-name()='metadata']/*[local-name()='{field}'])")).strip()

    date = re.match(r"\d{4}-\d{2}-\d{2}", said("date"))
    return Taken(text, said("title"), date[0] if date else None, said("creator") or None)


def _words(page: bytes) -> str:
    """The text of a chapter, a line for each block."""
    from lxml import html  # noqa: PLC0415 - as above

    body = html.fromstring(page, parser=html.HTMLParser(encoding="utf-8", no_network=True))
    for element in body.xpath("//script|//style|//head"):
        element.drop_tree()
    for block in body.xpath("//p|//div|//h1|//h2|//h3|//h4|//li|//tr|//br|//blockquote"):
        block.tail = "\n" + (block.tail or "")
    return str(body.text_content())


def _xml(raw: bytes) -> Any:
    from lxml import etree  # noqa: PLC0415 - as above

    return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _unpacked(raw: bytes, name: str) -> zipfile.ZipFile:
    """The archive, if what it unpacks to is of a size that can be read."""
    file = zipfile.ZipFile(io.BytesIO(raw))
    entries = file.infolist()
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise UnreadableInput(f"{name}: unpacks to more than can be read.", hint="Split it into its articles.")
    return file


FORMATS: dict[str, Callable[[bytes, str, str | None], Taken]] = {
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".pdf": _pdf,
    ".epub": _epub,
}
"""What is read beside text and Markdown, by the end of a file's name."""
