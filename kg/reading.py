"""Files to articles: paths, folders, globs and streams become texts with what they say of themselves.

A Markdown file may begin with front matter (id, title, date, source, author); any other file is text as it stands.
"""

from __future__ import annotations

import glob
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import yaml

from kg.converting import convert
from kg.decoding import MOST_CHARACTERS, checked, decode, too_long
from kg.errors import UnreadableInput
from kg.formats import FORMATS, Taken

__all__ = [
    "RawDocument",
    "article_paths",
    "content_id",
    "opened",
    "read_address",
    "read_article",
    "read_jsonl",
    "read_stream",
    "read_text",
]

SUFFIXES = frozenset({".md", ".txt", *FORMATS})
_INSTEAD = "Give a file, a folder, a glob, or - for standard input."
_JSON_LINE = 'Give {"id": "…", "text": "…"} a line.'
_MOST_FILE = 50_000_000
_MOST_BYTES = 4 * MOST_CHARACTERS + 4
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.{0,20000}?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_ID = re.compile(r"[\w][\w.:-]{0,99}")


@dataclass(frozen=True, slots=True)
class RawDocument:
    """An article before it is understood. `text` is what all offsets count in; `date` is an ISO 8601 day."""

    id: str
    text: str
    title: str = ""
    date: str | None = None
    source: str | None = None
    author: str | None = None
    taken: bool = field(default=False, compare=False)  # out of a page or another file: what was taken is shown


def content_id(text: str) -> str:
    """An id that only this text has: equal texts, equal ids.

    >>> content_id("騰訊推出元寶。")
    '36d139e2a2f99b4c'
    """
    return hashlib.blake2b(text.encode("utf-8"), digest_size=8).hexdigest()


def article_paths(argument: str) -> list[Path]:
    """The files that a path, folder or glob means, sorted. UnreadableInput where there are none."""
    path = Path(argument)
    try:
        if path.is_dir():
            return _inside(path)
        files = [path] if path.exists() else _matching(argument)
    except OSError as error:
        raise UnreadableInput(f"{argument[:80]}: cannot be a path: {error.strerror}.", hint=_INSTEAD) from error
    if not files:
        raise UnreadableInput(f"{argument}: is not there.", hint=_INSTEAD)
    return files


def _matching(pattern: str) -> list[Path]:
    if not glob.has_magic(pattern):
        return []
    found = glob.iglob(pattern, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern
    return sorted(path for path in map(Path, found) if path.is_file())


def _inside(folder: Path) -> list[Path]:
    every = (p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    files = sorted(p for p in every if not any(part.startswith(".") for part in p.relative_to(folder).parts))
    if not files:
        raise UnreadableInput(f"{folder}: holds no article.", hint=f"Put {' or '.join(sorted(SUFFIXES))} files in it.")
    return files


def read_article(path: Path) -> RawDocument:
    """The article in a file. UnreadableInput says what is wrong with the file."""
    with opened(path) as file:
        if path.suffix.lower() not in FORMATS:
            return read_stream(file, name=str(path))
        raw = file.read(_MOST_FILE + 1)
    if len(raw) > _MOST_FILE:
        raise UnreadableInput(f"{path}: is longer than {_MOST_FILE:,} bytes.", hint="Split it into its articles.")
    return _taken(convert(raw, path.suffix.lower(), name=str(path)))


def read_address(address: str) -> RawDocument:
    """The article at an http or https address. UnreadableInput says why there is none."""
    from kg.fetch import fetch  # noqa: PLC0415 - only addresses need it

    got = fetch(address)
    if got.suffix in FORMATS:
        return _taken(convert(got.raw, got.suffix, name=address, address=got.address), got.address)
    raw = read_text(decode(got.raw, name=address), name=address)
    return replace(raw, source=raw.source or got.address, taken=True)


def _taken(found: Taken, source: str | None = None) -> RawDocument:
    """An article that was taken out of a file of another kind."""
    about = {"title": found.title, "date": found.date, "author": found.author, "source": found.source or source}
    raw = _document(found.text, {name: value for name, value in about.items() if value}, "file")
    return replace(raw, taken=True)


def opened(path: Path) -> BinaryIO:
    """The file, open for reading. UnreadableInput where it cannot be."""
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableInput(f"{path}: cannot be read: {error.strerror}.", hint=_INSTEAD) from error


def read_stream(stream: BinaryIO, *, name: str) -> RawDocument:
    """The one article in a stream of bytes; `name` is what errors call it."""
    try:
        raw = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableInput(f"{name}: cannot be read: {error.strerror}.", hint=_INSTEAD) from error
    if len(raw) > _MOST_BYTES:
        raise too_long(name)
    return read_text(decode(raw, name=name), name=name)


def read_text(text: str, *, name: str) -> RawDocument:
    """The article in a text that may begin with front matter."""
    about, body = _front_matter(text, name)
    return _document(checked(body, name=name), about, name)


def _document(text: str, about: dict[str, str], name: str) -> RawDocument:
    return RawDocument(
        id=_valid_id(about.get("id") or content_id(text), name),
        text=text,
        title=about.get("title", ""),
        date=_valid_date(about.get("date"), name),
        source=about.get("source") or None,
        author=about.get("author") or None,
    )


def read_jsonl(stream: BinaryIO, *, name: str) -> Iterator[RawDocument | UnreadableInput]:
    """One article, or what is wrong with it, for each line {"id", "text", "title"?, "date"?, "source"?, "author"?}.

    An error carries the line's id in `details["id"]`, where it has one. Blank lines are passed over.
    """
    for number, line in enumerate(stream, 1):
        if line.strip():
            yield _json_article(line, f"{name}:{number}")


def _json_article(line: bytes, name: str) -> RawDocument | UnreadableInput:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        return UnreadableInput(f"{name}: is not JSON.", hint=_JSON_LINE)
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return UnreadableInput(f"{name}: has no text.", hint=_JSON_LINE)
    about = {key: str(value) for key, value in row.items() if value is not None and key != "text"}
    try:
        return _document(checked(row["text"], name=name), about, name)
    except UnreadableInput as error:
        error.details["id"] = about.get("id")
        return error


def _front_matter(text: str, name: str) -> tuple[dict[str, str], str]:
    """What stands between the --- lines at the top, and the rest; nothing where they hold no keys."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    try:
        keys = yaml.load(match[1], Loader=yaml.BaseLoader)  # noqa: S506 - builds strings, lists and mappings only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise UnreadableInput(f"{name}:{line}: front matter is not YAML.", hint="Put values in quotes.") from error
    if not isinstance(keys, dict):
        return {}, text
    return {str(k).lower(): v.strip() for k, v in keys.items() if isinstance(v, str)}, text[match.end() :]


def _valid_id(value: str, name: str) -> str:
    if not _ID.fullmatch(value):
        raise UnreadableInput(
            f"{name}: {value[:40]!r} is no id.", hint="Use letters, digits, . : _ and -, 100 at most."
        )
    return value


def _valid_date(value: str | None, name: str) -> str | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError as error:
        raise UnreadableInput(f"{name}: {value[:40]!r} is no date.", hint="Write it as 2025-02-14.") from error
