"""The rules that templates are made of: word classes, fillers, modifiers, measures and type names, as data has them.

A rule is a name and the templates that it stands for, in one language. A rule never leads back to itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from kg.errors import DataError
from kg.model import Modality
from kg.questions.dates import Calendar
from kg.questions.templates import Hole, Template, Word, folded, parse_template, with_holes_filled
from kg.questions.values import Measure, TypeName
from kg.resources import data_dir, read_yaml

__all__ = ["LANGUAGES", "Grammar", "Language", "Modifier", "Rule", "builtin_grammar", "load_grammar"]

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Rule:
    """What may stand for a name: words and phrases by their length, and templates with holes or options.

    `starts` holds the first characters of the words.
    """

    words: Mapping[int, frozenset[str]]
    templates: tuple[Template, ...]
    starts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Modifier:
    """Words that narrow any question: 2024年以後, 據馬化騰說. `id` says how; `modalities` are those it asks for."""

    id: str
    templates: tuple[Template, ...]
    modalities: frozenset[Modality] = frozenset()


@dataclass(frozen=True, slots=True)
class Grammar:
    """All rules of one language."""

    rules: Mapping[str, Rule]
    modifiers: tuple[Modifier, ...]
    measures: Mapping[str, Measure]  # a word that says a measure -> all words that say it
    types: Mapping[str, TypeName]  # a word for an entity type -> the type
    calendar: Calendar


def load_grammar(folder: Path, language: Language) -> Grammar:
    """Read words, modifiers, measures, type names and dates of a language. DataError says what is wrong."""
    words = read_yaml(folder / "words.yaml")
    measures = read_yaml(folder / "measures.yaml")
    types = read_yaml(folder / "types.yaml")
    rules = {name: _rule(both.get(language, ())) for name, both in words.items()}
    _check_holes(folder / "words.yaml", rules)
    return Grammar(
        rules=rules,
        modifiers=tuple(_modifier(raw, language) for raw in read_yaml(folder / "modifiers.yaml")),
        measures=dict(_measures(measures)),
        types={folded(w): TypeName(w, t) for t, both in types.items() for w in both[language]},
        calendar=_calendar(read_yaml(folder / "dates.yaml")),
    )


def _rule(rows: Sequence[str]) -> Rule:
    words: dict[int, set[str]] = {}
    templates: list[Template] = []
    for template in map(parse_template, rows):
        phrase = _phrase(template)
        if phrase is None:
            templates.append(template)
        else:
            words.setdefault(len(phrase), set()).add(phrase)
    starts = frozenset(word[0] for same_length in words.values() for word in same_length)
    by_length = {size: frozenset(words[size]) for size in sorted(words, reverse=True)}
    return Rule(by_length, tuple(templates), starts)


def _phrase(template: Template) -> str | None:
    """The template as one string, where it is nothing but words."""
    plain = [e.texts[0] for e in template if isinstance(e, Word) and len(e.texts) == 1 and not e.optional]
    return " ".join(plain) if len(plain) == len(template) else None


def _check_holes(path: Path, rules: Mapping[str, Rule]) -> None:
    """Every hole names a rule, and no rule leads back to itself."""
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name not in rules:
            raise DataError(f"{path}: {above[-1]}: no rule is called {name!r}.")
        if name in above:
            raise DataError(f"{path}: {name}: the rule leads back to itself: {' > '.join((*above, name))}.")
        if name not in done:
            for hole in _holes(rules[name].templates):
                visit(hole, (*above, name))
            done.add(name)

    for name in rules:
        visit(name, ())


def _holes(templates: Iterable[Template]) -> Iterator[str]:
    holes = (element for template in templates for element in template if isinstance(element, Hole))
    return (name for hole in holes for name in hole.names)


def _modifier(raw: dict[str, Any], language: Language) -> Modifier:
    slots: dict[str, list[str]] = raw.get("slots", {})
    templates = tuple(with_holes_filled(parse_template(row), {}, slots) for row in raw.get(language, ()))
    return Modifier(raw["id"], templates, frozenset(map(Modality, raw.get("modalities", ()))))


def _measures(raw: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, Measure]]:
    for both in raw.values():
        words = tuple(word for language in LANGUAGES for word in both[language])
        yield from ((folded(word), Measure(word, words)) for word in words)


def _calendar(raw: dict[str, Any]) -> Calendar:
    numbers = {key: {word: int(n) for word, n in raw[key].items()} for key in ("months", "halves", "numbers")}
    return Calendar(tuple(re.compile(p) for p in raw["patterns"]), **numbers)


@cache
def builtin_grammar(language: Language) -> Grammar:
    """The grammar that Qipan comes with."""
    return load_grammar(data_dir() / "questions", language)
