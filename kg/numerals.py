"""Chinese numerals to numbers, by cn2an."""

from __future__ import annotations

__all__ = ["numeral"]


def numeral(word: str) -> float:
    """What a numeral means. ValueError where it is none.

    cn2an raises KeyError on some that are malformed, such as 一百亿一; to a reader of text it is all the same.

    >>> numeral("两千三百"), numeral("三点五")
    (2300.0, 3.5)
    """
    import cn2an  # noqa: PLC0415 - 0.16 s, and many texts have no such numeral

    try:
        return float(cn2an.cn2an(word, "smart"))
    except KeyError as error:
        raise ValueError(f"no numeral: {word}") from error
