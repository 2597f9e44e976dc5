"""Which language a reader wants: `Accept-Language`, as RFC 9110 has it, among those that we speak."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header

from viz.words import LANGUAGES, Language

__all__ = ["LanguageDep", "best_language"]

_CHINESE: dict[str, Language] = {
    "zh": "zh-Hans", "zh-hans": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans",
    "zh-hant": "zh-Hant", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant",
}  # fmt: skip


def best_language(accepted: str | None) -> Language | None:
    """The first of our languages in the reader's order; None where there is none.

    >>> best_language("fr, zh-TW;q=0.9, en;q=0.8"), best_language("de"), best_language(None)
    ('zh-Hant', None, None)
    """
    wanted = [part.partition(";") for part in (accepted or "")[:1000].split(",")]
    ranked = sorted(((_quality(q), -n, tag.strip().lower()) for n, (tag, _, q) in enumerate(wanted)), reverse=True)
    return next((lang for quality, _, tag in ranked if quality > 0 and (lang := _spoken(tag))), None)


def _spoken(tag: str) -> Language | None:
    parts = tag.split("-")
    known = _CHINESE.get("-".join(parts[:2])) or _CHINESE.get(parts[0])
    return known or next((lang for lang in LANGUAGES if lang.lower() == parts[0]), None)


def _quality(parameter: str) -> float:
    try:
        return min(max(float(parameter.strip().removeprefix("q=")), 0.0), 1.0) if parameter.strip() else 1.0
    except ValueError:
        return 0.0


async def _language(
    accept_language: Annotated[
        str | None, Header(description="zh-Hant, zh-Hans or en, for labels and messages.", examples=["zh-Hant"])
    ] = None,
) -> Language:
    return best_language(accept_language) or "zh-Hant"


LanguageDep = Annotated[Language, Depends(_language)]
"""The reader's language; Traditional Chinese where none is wanted that we speak."""
