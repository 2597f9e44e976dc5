"""Chinese numerals to numbers, by cn2an."""

from __future__ import annotations

import unicodedata

from kg.text import to_hant

__all__ = ["numeral"]

_TEN = 10


def numeral(word: str) -> float:
    """What a numeral means. ValueError where it is none.

    cn2an raises KeyError on some that are malformed, such as 一百亿一; to a reader of text it is all the same.

    >>> numeral("两千三百"), numeral("三点五"), numeral("七")
    (2300.0, 3.5, 7.0)
    """
    digit = unicodedata.numeric(to_hant(word), -1) if len(word) == 1 else -1  # which knows no simplified two
    if 0 <= digit <= _TEN:
        return digit
    import cn2an  # noqa: PLC0415 - 0.3 s, and most texts have no longer numeral

    try:
        return float(cn2an.cn2an(word, "smart"))
    except KeyError as error:
        raise ValueError(f"no numeral: {word}") from error
