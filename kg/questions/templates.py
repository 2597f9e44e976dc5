"""Question templates: what a row of data/questions says, parsed.

A template is words and holes, separated by spaces:

    {x} 的 {product} {be}? {which}

`{x}` is a slot of the form, `{product}` a rule of words.yaml, `a|b` either word, `{a|b}` either
rule, and a `?` at the end makes it optional.
Words are matched in the twin (`kg.text.twin_of`) in lower case, so that one row reads both scripts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from kg.text import twin_of

__all__ = ["Element", "Hole", "Slot", "Template", "Word", "folded", "parse_template", "with_holes_filled"]


@dataclass(frozen=True, slots=True)
class Word:
    """One of these words, as they stand."""

    texts: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Hole:
    """The name of a rule, or a form's word for one; any of several."""

    names: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a name, a figure's measure, a type, a date or free words; `kinds` says which.

    `several` wants names joined by "and"; `known` takes no name that is not known.
    """

    name: str
    kinds: frozenset[str]
    optional: bool = False


Element = Word | Hole | Slot


class Template(tuple[Element, ...]):  # noqa: SLOT001 - what it requires is kept
    """The elements of a template, in order."""

    @cached_property
    def required(self) -> frozenset[Word | Hole]:
        """What a question must have somewhere for the template to fit."""
        return frozenset(_one(e) for e in self if not e.optional and not isinstance(e, Slot))


@cache
def _one(element: Word | Hole) -> Word | Hole:
    """Of equal elements the first: sets tell at a glance that they hold the same thing."""
    return element


def folded(text: str) -> str:
    """The text as templates and questions meet: the twin in lower case, code point for code point as long.

    >>> folded("Qwen有哪些產品?")
    'qwen有哪些产品？'
    """
    lower = (c.lower() for c in twin_of(text).replace("’", "'").replace("‘", "'"))
    return "".join(low if len(low) == 1 else c for low, c in zip(lower, text, strict=True))


def parse_template(text: str) -> Template:
    """The elements of a template.

    >>> parse_template("{x} 的? a|b")
    (Hole(names=('x',), optional=False), Word(texts=('的',), optional=True), Word(texts=('a', 'b'), optional=False))
    """
    return Template(_element(part) for part in text.split())


def _element(part: str) -> Element:
    optional = part.endswith("?") and len(part) > 1
    body = part[:-1] if optional else part
    if body.startswith("{") and body.endswith("}"):
        return Hole(tuple(body[1:-1].split("|")), optional)
    return Word(tuple(folded(word) for word in body.split("|")), optional)


def with_holes_filled(
    template: Template, words: Mapping[str, str], slots: Mapping[str, Sequence[str] | frozenset[str]]
) -> Template:
    """The template with a frame's holes renamed to the form's rules, and its slots made slots."""
    filled: list[Element] = []
    for element in template:
        if isinstance(element, Hole) and element.names[0] in slots:
            filled.append(Slot(element.names[0], frozenset(slots[element.names[0]]), element.optional))
        elif isinstance(element, Hole):
            filled.append(Hole(tuple(words.get(name, name) for name in element.names), element.optional))
        else:
            filled.append(element)
    return Template(filled)
