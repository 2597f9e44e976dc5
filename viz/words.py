"""The words of the interface (data/labels.yaml), and what types, relations and entities are called in each language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal, get_args

import opencc

from kg.errors import DataError, InvalidRequest
from kg.ontology import Ontology
from kg.resources import data_dir, read_yaml
from kg.text import script_of, to_hans

__all__ = [
    "LANGUAGES",
    "Language",
    "check_language",
    "in_hans",
    "in_hant",
    "labels",
    "name_in",
    "relation_label",
    "title_in",
    "type_label",
    "words",
]

Language = Literal["zh-Hant", "zh-Hans", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def check_language(lang: str) -> Language:
    """The language if we speak it, else InvalidRequest with those that we do."""
    for known in LANGUAGES:
        if known == lang:
            return known
    raise InvalidRequest(f"There is no interface in {lang!r}.", hint=f"Choose one of {', '.join(LANGUAGES)}.")


@cache
def labels() -> dict[str, dict[str, dict[str, str]]]:
    """Sections of words by key, each in every language. DataError names a word that lacks one."""
    path = data_dir() / "labels.yaml"
    raw: dict[str, dict[str, dict[str, str]]] = read_yaml(path)
    for section, rows in raw.items():
        for key, row in rows.items():
            if set(row) != set(LANGUAGES):
                raise DataError(f"{path}: {section}.{key}: needs {', '.join(LANGUAGES)}, has {', '.join(row)}.")
    return raw


def words(section: str, lang: str) -> dict[str, str]:
    """All words of a section (interface, modalities, polarities) in one language, by key.

    >>> words("modalities", "en")["negated"]
    'denied'
    """
    language = check_language(lang)
    return {key: row[language] for key, row in labels()[section].items()}


def type_label(ontology: Ontology, type_id: str, lang: str) -> str:
    """What an entity type is called; its id where the ontology does not have it."""
    spec = ontology.entity_types.get(type_id)
    return _label(spec.zh if spec else type_id, type_id, lang)


def relation_label(ontology: Ontology, relation_id: str, lang: str) -> str:
    """What a relation is called on an edge.

    >>> from kg.ontology import builtin_ontology
    >>> [relation_label(builtin_ontology(), "feeds_data_to", lang) for lang in LANGUAGES]
    ['回流數據', '回流数据', 'feeds data to']
    """
    spec = ontology.relations.get(relation_id)
    return _label(spec.zh if spec else relation_id, relation_id, lang)


def _label(zh: str, identifier: str, lang: str) -> str:
    if check_language(lang) == "en":
        return identifier.replace("_", " ")
    return to_hans(zh) if lang == "zh-Hans" else zh


def in_hans(name: str) -> str:
    """A name as a reader of simplified characters writes it; many to one, so nothing has to be guessed."""
    return to_hans(name)


def in_hant(name: str, names: Iterable[str] = ()) -> str:
    """A name as a reader of traditional characters writes it: as a source does if one did, else converted.

    >>> in_hant("海淀区", ["海淀區"]), in_hant("发改委")
    ('海淀區', '發改委')
    """
    if script_of(name) != "hans":
        return name
    written = (other for other in names if other != name and script_of(other) == "hant" and to_hans(other) == name)
    return next(written, "") or _converter().convert(name)


def name_in(name: str, names: Iterable[str], lang: str) -> str:
    """An entity's name as a reader of the language sees it; English readers see what the sources write.

    >>> name_in("騰訊", [], "zh-Hans")
    '腾讯'
    """
    if check_language(lang) == "en":
        return name
    return in_hans(name) if lang == "zh-Hans" else in_hant(name, names)


def title_in(title: str, kind: str, lang: str) -> str:
    """What a picture is called: its own title, else what it shows.

    >>> title_in("", "whole", "en")
    'The whole graph'
    """
    spoken = words("interface", lang)
    return title or spoken[kind if kind in {"whole", "timeline", "articles", "review"} else "app"]


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
