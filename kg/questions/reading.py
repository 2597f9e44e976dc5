"""A question read into a structured query: which form, about what, narrowed how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.errors import InvalidRequest, NotUnderstood
from kg.questions.chart import Chart, Fit
from kg.questions.forms import Aggregate, Form, Forms, Variant
from kg.questions.grammar import LANGUAGES, Language, builtin_grammar
from kg.questions.names import Names
from kg.questions.templates import folded
from kg.questions.values import Free, Value

__all__ = ["LONGEST_QUESTION", "Reading", "language_of", "read", "readings"]

LONGEST_QUESTION = 200
"""In characters. What is longer is an article, not a question."""
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was read. `slots` holds what fills the form, `modifiers` what narrows it."""

    question: str
    language: Language
    form: Form
    aggregate: Aggregate
    slots: Mapping[str, Value]
    modifiers: Mapping[str, Value] = field(default_factory=dict)
    cost: float = 0.0


def language_of(text: str) -> Language:
    """`zh` where a Chinese character stands in the text, else `en`."""
    return "zh" if any("\u3400" <= c <= "\u9fff" for c in text) else "en"


def read(question: str, names: Names, forms: Forms) -> Reading:
    """The best reading of a question: of several that are equally good, that of the first form."""
    return readings(question, names, forms)[0]


def readings(question: str, names: Names, forms: Forms) -> list[Reading]:
    """The best reading of a question, and those of other forms that are as good: what a company owns, or makes.

    A name that nobody knows is read as a name without entities. Raises NotUnderstood where no form accounts for every
    word, InvalidRequest where it is empty or too long.
    """
    text = _checked(question)
    languages = LANGUAGES if language_of(text) == "zh" else ("en",)
    for loose in (False, True):
        found = [r for lang in languages for r in _readings(question, text, names, forms, lang, loose=loose)]
        if found:
            return _best(found)
    raise _not_understood(question, forms)


def _best(found: Sequence[Reading]) -> list[Reading]:
    """The cheapest reading, then those of other forms that cost no more."""
    least = min(reading.cost for reading in found)
    of_form: dict[str, Reading] = {}
    for reading in found:
        if reading.cost <= least + _EQUAL:
            of_form.setdefault(reading.form.id, reading)
    return list(of_form.values())


def _checked(question: str) -> str:
    text = " ".join(folded(question).split())
    if not text:
        raise InvalidRequest("The question is empty.", hint="Ask, for instance, who makes a product.")
    if len(text) > LONGEST_QUESTION:
        raise InvalidRequest(
            f"The question has {len(text)} characters.", hint=f"Ask in {LONGEST_QUESTION} characters or fewer."
        )
    return text


def _readings(
    question: str, text: str, names: Names, forms: Forms, language: Language, *, loose: bool
) -> Iterator[Reading]:
    chart = _chart(text, names, forms, language, loose=loose)
    for form in forms:
        for variant in form.variants:
            if variant.language == language:
                fit = chart.whole(variant.template)
                if fit is not None and not (loose and _holds_free_words(fit)):
                    yield _reading(question, form, variant, fit)


def _holds_free_words(fit: Fit) -> bool:
    """Beside an unknown name, free words would read almost anything."""
    return any(isinstance(value, Free) for name, value in fit.bindings if not name.startswith("~"))


def _chart(text: str, names: Names, forms: Forms, language: Language, *, loose: bool) -> Chart:
    """The chart of the question, in which phrases for things, also two deep, can stand for a name."""
    chart = Chart(text, builtin_grammar(language), names.spot(text), loose=loose)
    phrases = [(f.id, f.finds, t) for f in forms for lang, t in f.phrases if lang == language]
    for _ in range(2):
        chart.add_phrases(phrases)
    return chart


def _reading(question: str, form: Form, variant: Variant, fit: Fit) -> Reading:
    slots = {name: value for name, value in fit.bindings if not name.startswith("~")}
    modifiers = {name[1:]: value for name, value in fit.bindings if name.startswith("~")}
    return Reading(question, variant.language, form, variant.aggregate, slots, modifiers, fit.cost)


def _not_understood(question: str, forms: Forms) -> NotUnderstood:
    examples: Sequence[dict[str, object]] = [
        {"id": form.id, "means": dict(form.means), "examples": dict(form.examples)} for form in forms
    ]
    return NotUnderstood(
        f"No form of question accounts for every word of {question!r}.",
        hint="Ask in one of the listed forms.",
        details={"forms": list(examples)},
    )
