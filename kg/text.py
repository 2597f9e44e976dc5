"""Scripts, and the same-length twin in which names and patterns are matched."""

from __future__ import annotations

import re
import unicodedata

import opencc

from kg.model import Script
from kg.once import once

__all__ = ["name_key", "script_of", "to_hans", "to_hant", "twin_of"]

# Blocks that OpenCC's character tables speak of: CJK unified ideographs, extension A and compatibility ideographs.
_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
_PASSED = re.compile(r"[\s_·‧・•“”‘’「」『』《》〈〉\"'’\-]")  # spaces and marks in which spellings of a name differ
_DIGIT_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")


@once
def _tables() -> tuple[dict[int, str], dict[int, str]]:
    """Character to character: traditional to simplified, and simplified to traditional."""
    every = [chr(c) for low, high in _BLOCKS for c in range(low, high)]
    lines = "\n".join(every)
    hans = opencc.OpenCC("t2s").convert(lines).split("\n")
    hant = opencc.OpenCC("s2t").convert(lines).split("\n")
    return (
        {ord(c): s for c, s in zip(every, hans, strict=True) if s != c and len(s) == 1},
        {ord(c): t for c, t in zip(every, hant, strict=True) if t != c and len(t) == 1},
    )


@once
def _twin_table() -> dict[int, str]:
    """Traditional to simplified, full-width letters and digits to half-width, one form of each mark."""
    table = dict(_tables()[0])
    table |= {c: chr(c - 0xFEE0) for c in range(0xFF10, 0xFF5B) if chr(c - 0xFEE0).isalnum()}
    table |= {ord(a): b for a, b in zip("「」『』﹁﹂﹃﹄〝〞", "“”‘’“”‘’“”", strict=True)}
    table |= {ord(a): b for a, b in zip(",;:?!()", "，；：？！（）", strict=True)}
    table |= {ord(a): b for a, b in zip("．％＋－＆／＄～·‧・•", ".%+-&/$~····", strict=True)}
    table |= dict.fromkeys((0, *range(0xD800, 0xE000)), "\ufffd")  # NUL and lone surrogates, which no library takes
    table |= {ord(c): " " for c in "\u3000\u00a0\t\u200b\ufeff"}
    return table


def to_hans(text: str) -> str:
    """The text in simplified characters, one for one: the length stays.

    >>> to_hans("騰訊營收")
    '腾讯营收'
    """
    return text.translate(_tables()[0])


def to_hant(text: str) -> str:
    """The text in traditional characters, one for one; where several fit, OpenCC's commonest."""
    return text.translate(_tables()[1])


def twin_of(text: str) -> str:
    """What is matched in place of the text: as long as it, so that every offset holds in both.

    >>> twin_of("騰訊,推出「元寶」,花1,000萬")
    '腾讯，推出“元宝”，花1,000万'
    """
    twin = text.translate(_twin_table())
    for match in _DIGIT_COMMA.finditer(text):
        twin = f"{twin[: match.start()]},{twin[match.end() :]}"
    return _pair_straight_quotes(twin) if '"' in twin else twin


def _pair_straight_quotes(text: str) -> str:
    """Straight quotes opened and closed in turn, anew in each line."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        parts = line.split('"')
        marks = ("“", "”")
        lines[number] = "".join(part + (marks[i % 2] if i < len(parts) - 1 else "") for i, part in enumerate(parts))
    return "\n".join(lines)


def script_of(text: str) -> Script:
    """Which script a text is written in; `hans` where no character tells.

    >>> script_of("騰訊的業務"), script_of("腾讯的业务"), script_of("QQ")
    ('hant', 'hans', 'mixed')
    """
    to_simplified, to_traditional = _tables()
    hant = sum(ord(c) in to_simplified for c in text)
    hans = sum(ord(c) in to_traditional and ord(c) not in to_simplified for c in text)
    if not hant and not hans:
        return "mixed"
    if hant and hans and min(hant, hans) * 5 > max(hant, hans):
        return "mixed"
    return "hant" if hant > hans else "hans"


def name_key(name: str) -> str:
    """What two spellings of one name share: simplified, NFKC, lower case, without spaces and marks.

    >>> name_key("UC瀏覽器") == name_key("ＵＣ 浏览器")
    True
    """
    folded = to_hans(unicodedata.normalize("NFKC", name)).casefold()
    return folded if folded.isalnum() else _PASSED.sub("", folded)
