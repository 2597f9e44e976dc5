"""No pattern of data/ takes long, whatever it reads: its own pieces over and over, and long runs of one character."""

import re
import signal
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from kg.knowledge import builtin_knowledge
from kg.questions.grammar import builtin_grammar
from kg.text import twin_of

RUN = 3000
"""Characters of each text: an article's longest lines."""
SLOWEST = 0.5  # seconds of processor time for one pattern and text: linear ones take a hundredth of it
CHARACTERS = "一的年在0, \n（“《—A\ue000\ue001"
LITERAL = re.compile(r"[\u3400-\u9fff\ue000-\ue0ff\w，、%]+")


def patterns(value: object, seen: set[int], name: str = "") -> Iterator[tuple[str, re.Pattern[str]]]:
    """All compiled patterns that a value holds, at any depth."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif id(value) in seen or isinstance(value, str | bytes | int | float | None):
        return
    elif is_dataclass(value):
        seen.add(id(value))
        for each in fields(value):
            yield from patterns(getattr(value, each.name), seen, f"{name}.{each.name}")
    elif isinstance(value, dict):
        seen.add(id(value))
        for key, inner in value.items():
            yield from patterns(inner, seen, f"{name}.{key}")
    elif isinstance(value, tuple | list):
        seen.add(id(value))
        for number, inner in enumerate(value):
            yield from patterns(inner, seen, f"{name}.{number}")


@pytest.fixture(scope="module")
def every():
    known = dict(patterns(builtin_knowledge(), set()))
    known |= dict(patterns(builtin_grammar("zh"), set(), "zh")) | dict(patterns(builtin_grammar("en"), set(), "en"))
    return known


def attacks(pattern: re.Pattern[str], turn: int) -> Iterator[str]:
    """Its words repeated, all of them and the first ones, and runs of characters that its gaps match."""
    pieces = LITERAL.findall(re.sub(r"\(\?P<\w+>|\\[a-zA-Z]", "", pattern.pattern))
    for count in (1, 2, 5):
        piece = "".join(piece[:3] for piece in pieces[:count])
        if piece:
            yield (piece * RUN)[:RUN]
            yield ("".join(pieces[:1])[:4] + CHARACTERS[turn % len(CHARACTERS)] * 30) * (RUN // 34)
    yield CHARACTERS[turn % len(CHARACTERS)] * RUN


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """Processor time for all that it finds; a pattern that does not end is stopped."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGVTALRM, stop)  # by processor time
    signal.setitimer(signal.ITIMER_VIRTUAL, 10 * SLOWEST)
    begun = time.process_time()
    try:
        for found in pattern.finditer(text):
            assert found.end() <= len(text)
    except TimeoutError:
        return 10 * SLOWEST
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - begun


def test_no_pattern_takes_long(every):
    slow = {}
    for turn, (name, pattern) in enumerate(every.items()):
        for text in attacks(pattern, turn):
            took = seconds(pattern, text)
            if took > SLOWEST:
                slow[name] = (round(took, 2), text[:40], pattern.pattern[:120])
    assert len(every) > 80
    assert slow == {}


def test_finders_are_linear():
    knowledge = builtin_knowledge()
    for piece in ("2014年", "百分之三", "一二三", "1,000", "0.", "截至去年底", "超过", "10億元至"):
        took = []
        for size in (4000, 16000):
            twin = twin_of((piece * size)[:size])
            begun = time.process_time()
            assert len(list(knowledge.times.find(twin))) <= size
            took.append(time.process_time() - begun)
        assert took[1] < max(took[0] * 10, 0.5), piece
