"""The questions that can be asked: one form each, as data/questions/forms has them.

A form's templates are its own and those of the frames it uses (frames.yaml), the frames' holes filled with the form's
words. So a new question is a few lines of data: what it means, which words say it, which relation answers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg.errors import DataError
from kg.graph import Direction
from kg.model import Modality
from kg.ontology import builtin_ontology
from kg.questions.grammar import LANGUAGES, Language, builtin_grammar
from kg.questions.templates import Hole, Template, parse_template, with_holes_filled
from kg.resources import data_dir, read_yaml

__all__ = ["Aggregate", "Form", "Forms", "Query", "Variant", "builtin_forms", "load_forms"]

Aggregate = Literal["list", "count", "check", "when"]
Kind = Literal[
    "relations", "between", "paths", "loops", "figures", "highest", "most", "shared", "better",
    "entities", "documents", "statements", "said",
    "topics", "names", "profile",
]  # fmt: skip
"""How a form is answered; kg/questions/answers has one function for each."""


class Query(BaseModel):
    """What a form asks of the graph."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind = "relations"
    relations: tuple[str, ...] = Field(default=(), description="Relation types; none means all.")
    besides: tuple[str, ...] = Field(default=(), description="Of x, where the sentence also names y.")
    opposed: bool = Field(default=False, description="Whether the same relation from y to x speaks against it.")
    direction: Direction = "out"
    types: frozenset[str] = Field(default=frozenset(), description="Entity types of the other end; none means all.")
    polarity: str | None = None
    modalities: frozenset[Modality] = frozenset()


class _FormRow(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    means: dict[Language, str]
    slots: dict[str, frozenset[str]] = {}
    query: Query
    words: dict[str, str] = {}
    aggregate: Aggregate = "list"
    frames: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    hits: tuple[str, ...]
    misses: tuple[str, ...] = ()


_Frames = dict[str, dict[Aggregate | Literal["phrase"], dict[Language, list[str]]]]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to word a form, and whether it asks to list, count, check or date what is found."""

    language: Language
    aggregate: Aggregate
    template: Template


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of question.

    `hits` are questions that it reads, each "question => slot=name, …; aggregate"; the first of each language is what a
    user is shown. `misses` are questions that it does not read.
    """

    id: str
    means: Mapping[Language, str]
    slots: Mapping[str, frozenset[str]]
    query: Query
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    variants: tuple[Variant, ...] = field(repr=False)
    phrases: tuple[tuple[Language, Template], ...] = field(repr=False)  # names for what it finds: {x} 的 {noun}

    @property
    def finds(self) -> frozenset[str]:
        """The entity types of what it finds."""
        ontology = builtin_ontology()
        ends = {"out": ("tail",), "in": ("head",), "both": ("head", "tail")}[self.query.direction]
        found = {t for r in self.query.relations for end in ends for t in getattr(ontology.relations[r], end)}
        return self.query.types or frozenset(found)

    @property
    def examples(self) -> Mapping[Language, str]:
        """A question of this form in each language."""
        return {_language(hit): hit.partition(" => ")[0] for hit in reversed(self.hits)}


@dataclass(frozen=True, slots=True)
class Forms:
    """All forms by id, in the order of the files: where two read a question equally well, the first has it."""

    by_id: Mapping[str, Form]

    def __iter__(self) -> Iterator[Form]:
        return iter(self.by_id.values())

    def __getitem__(self, form_id: str) -> Form:
        return self.by_id[form_id]

    def __len__(self) -> int:
        return len(self.by_id)


def _language(text: str) -> Language:
    question = text.partition(" => ")[0]
    return "zh" if any("\u4e00" <= c <= "\u9fff" for c in question) else "en"


def load_forms(folder: Path) -> Forms:
    """Read frames.yaml and forms/*.yaml of a folder. DataError names the file and the form."""
    frames: _Frames = read_yaml(folder / "frames.yaml")
    by_id: dict[str, Form] = {}
    for path in sorted((folder / "forms").glob("*.yaml")):
        for raw in read_yaml(path):
            form = _form(path, raw, frames)
            if form.id in by_id:
                raise DataError(f"{path}: the form {form.id!r} is already defined.")
            by_id[form.id] = form
    return Forms(by_id)


def _form(path: Path, raw: Mapping[str, object], frames: _Frames) -> Form:
    try:
        row = _FormRow.model_validate(raw)
        variants = tuple(_own_variants(row)) + tuple(_frame_variants(row, frames))
        phrases = tuple(_phrases(row, frames))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise DataError(f"{path}: form {raw.get('id')!r}: {where}: {first['msg']}.") from error
    except KeyError as error:
        raise DataError(f"{path}: form {raw.get('id')!r}: no frame or word is called {error}.") from error
    return Form(row.id, row.means, row.slots, row.query, row.hits, row.misses, variants, phrases)


def _own_variants(row: _FormRow) -> Iterator[Variant]:
    for language in LANGUAGES:
        for text in row.zh if language == "zh" else row.en:
            checks = row.query.kind == "relations" and "{y}" in text
            yield Variant(language, "check" if checks else row.aggregate, _filled(row, language, text))


def _frame_variants(row: _FormRow, frames: _Frames) -> Iterator[Variant]:
    for frame in row.frames:
        for aggregate, languages in frames[frame].items():
            if aggregate != "phrase":
                for language, templates in languages.items():
                    yield from (Variant(language, aggregate, t) for t in _usable(row, language, templates))


def _phrases(row: _FormRow, frames: _Frames) -> Iterator[tuple[Language, Template]]:
    for frame in row.frames:
        for language, templates in frames[frame].get("phrase", {}).items():
            yield from ((language, t) for t in _usable(row, language, templates))


def _usable(row: _FormRow, language: Language, templates: Sequence[str]) -> Iterator[Template]:
    """The templates of a frame whose slots the form has."""
    for text in templates:
        if "{y}" not in text or "y" in row.slots:
            yield _filled(row, language, text)


def _filled(row: _FormRow, language: Language, text: str) -> Template:
    template = with_holes_filled(parse_template(text), row.words, row.slots)
    rules = builtin_grammar(language).rules
    unknown = [name for e in template if isinstance(e, Hole) for name in e.names if name not in rules]
    if unknown:
        raise KeyError(unknown[0])
    return template


@cache
def builtin_forms() -> Forms:
    """The forms that Qipan comes with."""
    return load_forms(data_dir() / "questions")
