"""Chinese numerals to numbers, by cn2an."""

from __future__ import annotations

import cn2an

__all__ = ["numeral"]


def numeral(word: str) -> float:
    """What a numeral means. ValueError where it is none.

    cn2an raises KeyError on some that are malformed, such as 一百亿一; to a reader of text it is all the same.

    >>> numeral("两千三百"), numeral("三点五")
    (2300.0, 3.5)
    """
    try:
        return float(cn2an.cn2an(word, "smart"))
    except KeyError as error:
        raise ValueError(f"no numeral: {word}") from error
