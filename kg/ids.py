"""Ids made of content: the same on every machine and in every run, and the same for both scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import opencc

from kg.model import Quantity, Statement
from kg.once import once
from kg.text import name_key, to_hans

__all__ = ["digest", "entity_id", "hant_name", "relation_id", "search_key", "statement_ids"]

_SEPARATOR = "\x1f"


def digest(*parts: str, size: int = 8) -> str:
    """A short name made of the parts: `size` bytes in hex.

    >>> digest("company:騰訊", "develops", "product:元寶")
    '3f96794319c84258'
    """
    return blake2b(_SEPARATOR.join(parts).encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


@once
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2tw")  # by phrases: 里 stays in 阿里 and 公里 and becomes 裡 in 這裡


@lru_cache(maxsize=10_000)
def hant_name(name: str) -> str:
    """The name in traditional characters; one result for all its spellings in either script.

    >>> hant_name("腾讯"), hant_name("騰訊"), hant_name("阿里巴巴"), hant_name("华为")
    ('騰訊', '騰訊', '阿里巴巴', '華為')
    """
    seen: list[str] = []
    while name not in seen and _is_text(name):  # variants take turns: 麺 is 麪, which is 面
        seen.append(name)
        name = _to_traditional().convert(to_hans(name))
    return min(seen[seen.index(name) :]) if seen else name


def _is_text(name: str) -> bool:
    """Whether OpenCC can take it: no lone surrogates, no NUL."""
    return "\0" not in name and not any("\ud800" <= c <= "\udfff" for c in name)


@lru_cache(maxsize=10_000)
def search_key(name: str) -> str:
    """What the spellings of one name share, in either script; a name of nothing but marks is its own key.

    Names whose `hant_name` is the same have the same key.

    >>> search_key("騰訊") == search_key("腾讯"), search_key("Ten-Cent"), search_key("「」")
    (True, 'tencent', '「」')
    """
    return name_key(hant_name(name)) or "".join(name.split())


def entity_id(type_: str, name: str, quantity: Quantity | None = None) -> str:
    """The id that both scripts share; a Metric's says what it measures too.

    >>> entity_id("Company", "腾讯")
    'company:騰訊'
    >>> entity_id("Metric", "10亿元", Quantity(1e9, "元", measures="营收"))
    'metric:10億元:營收'
    """
    measures = f":{hant_name(quantity.measures)}" if quantity and quantity.measures else ""
    return f"{type_.lower()}:{hant_name(name)}{measures}"


def relation_id(head: str, relation: str, tail: str) -> str:
    """The id of a relation between two entity ids."""
    return digest(head, relation, tail)


def statement_ids(document_id: str, statements: Sequence[Statement]) -> list[str]:
    """An id for each statement of a document, made of what it says and where, not of its number.

    It stays when the document is read again and other statements come or go. Equal ones are told apart by counting.
    """
    seen: Counter[str] = Counter()
    ids = []
    for statement in statements:
        places = [f"{span.start}-{span.end}" for span in statement.evidence]
        parts = (document_id, statement.head, statement.relation, statement.tail, statement.modality.value, *places)
        key = digest(*parts)
        seen[key] += 1
        ids.append(key if seen[key] == 1 else digest(*parts, str(seen[key])))
    return ids
