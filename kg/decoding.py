"""Bytes to text: UTF-8, UTF-16 with a byte order mark, GB18030 and Big5, told apart by how Chinese the result is."""

from __future__ import annotations

import codecs
from functools import cache
from itertools import chain

from kg.errors import UnreadableInput
from kg.text import to_hans

__all__ = ["MOST_CHARACTERS", "checked", "decode", "too_long"]

MOST_CHARACTERS = 500_000
"""The longest text that is read as one article: a long novel. It takes about half a minute."""

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_LEGACY = ("gb18030", "big5hkscs")
_SAVE_AS = "Save it as UTF-8 text."
# Text in the right encoding scores 0.9 and more, 0.75 at worst in four characters; in the wrong one 0.6 at best.
_CHINESE_ENOUGH = 0.7
_SAMPLE = 20_000  # characters that are enough to tell


def decode(raw: bytes, *, name: str) -> str:
    """The text that the bytes hold; line ends become one newline, a byte order mark goes.

    `name` is what errors call the input. UnreadableInput where it is empty, binary, or in none of the encodings.
    """
    for mark, encoding in _MARKS.items():
        if raw.startswith(mark):
            return _decoded(raw[len(mark) :], encoding, name)
    if b"\0" in raw:
        raise UnreadableInput(f"{name}: is not text: byte {raw.index(0)} is NUL.", hint="Give a .txt or .md file.")
    try:
        return checked(_one_newline(raw.decode("utf-8")), name=name)
    except UnicodeDecodeError as error:
        return checked(_one_newline(_legacy(raw, name, error.start)), name=name)


def checked(text: str, *, name: str) -> str:
    """The text itself if it can be read: not empty, not too long, no NUL and no half of a character.

    UnreadableInput otherwise; `name` is what it calls the text.
    """
    if not text.strip():
        raise UnreadableInput(f"{name}: is empty.", hint="Give a text with at least one sentence.")
    if len(text) > MOST_CHARACTERS:
        raise too_long(name)
    if "\0" in text:
        raise UnreadableInput(f"{name}: character {text.index(chr(0))} is NUL.", hint="Take it out; text holds none.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        place = f"character {error.start} is half of a surrogate pair"
        raise UnreadableInput(f"{name}: {place}.", hint="Take it out or write the whole character.") from error
    return text


def too_long(name: str) -> UnreadableInput:
    """What is said of an input with more than MOST_CHARACTERS."""
    return UnreadableInput(
        f"{name}: is longer than {MOST_CHARACTERS:,} characters.", hint="Split it into its articles."
    )


def _decoded(raw: bytes, encoding: str, name: str) -> str:
    try:
        return checked(_one_newline(raw.decode(encoding)), name=name)
    except UnicodeDecodeError as error:
        place = f"its byte order mark says {encoding}, but byte {error.start} is not"
        raise UnreadableInput(f"{name}: {place}.", hint=_SAVE_AS) from error


def _one_newline(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _legacy(raw: bytes, name: str, bad_byte: int) -> str:
    best, text = max(_readings(raw), default=(0.0, ""))
    if best < _CHINESE_ENOUGH:
        problem = f"is neither UTF-8 (byte {bad_byte}) nor UTF-16 with a byte order mark, GB18030 or Big5"
        raise UnreadableInput(f"{name}: {problem}.", hint=_SAVE_AS)
    return text


def _readings(raw: bytes) -> list[tuple[float, str]]:
    found = []
    for encoding in _LEGACY:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        found.append((_chineseness(text[:_SAMPLE]), text))
    return found


def _chineseness(text: str) -> float:
    """The share of common Chinese characters and marks among those that are not ASCII."""
    telling = [c for c in to_hans(text) if not c.isascii()]
    return sum(c in _common() for c in telling) / max(1, len(telling))


@cache
def _common() -> frozenset[str]:
    """GB 2312's marks and its first level: the 3,755 commonest characters."""
    rows = chain((0xA1, 0xA3), range(0xB0, 0xD8))
    return frozenset(c for row in rows for c in _row(row))


def _row(row: int) -> str:
    return bytes(b for cell in range(0xA1, 0xFF) for b in (row, cell)).decode("gb2312", "ignore")
