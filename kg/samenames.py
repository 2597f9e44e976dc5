"""Which names of a text name one thing: versions, scripts, short forms of unknown names, names with their maker's."""

from __future__ import annotations

import re
import string
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence

from kg.lexicon import Entry
from kg.text import name_key

__all__ = ["VARIABLE", "Key", "Known", "Pairs", "is_latin", "other_names", "same_names"]

Key = tuple[str, str]  # type, name_key
Known = Callable[[str], Entry | None]
Pairs = Iterable[tuple[Key, Key]]
VARIABLE = frozenset({"Product", "Technology"})
"""Types of which a version is the same thing unless the text sets several apart."""
_LATIN = string.ascii_letters + string.digits
_LONGEST_VERSION = 4


def same_names(keys: Sequence[Key], known: Known, apart: re.Pattern[str], titles: re.Pattern[str]) -> Pairs:
    """Pairs of keys that name one thing. `known`: names with an entry of their own are nobody's short form."""
    by_type: dict[str, list[str]] = defaultdict(list)
    for kind, key in keys:
        by_type[kind].append(key)
    for kind in sorted(VARIABLE & set(by_type)):
        yield from _named(kind, _versions(by_type[kind], known))
        yield from _named(kind, _spelt_twice(by_type[kind]))
        yield from _named(kind, _with_maker(by_type[kind], by_type["Company"]))
    yield from _named("Person", _people(by_type["Person"], titles))
    yield from _named("Company", _shortened(by_type["Company"], known, apart))
    for kind in ("Company", "Event", "Organization", "Product"):
        yield from _named(kind, _ending(by_type[kind]))


def other_names(names: Collection[str], known: Known, apart: re.Pattern[str]) -> set[str]:
    """Keys of known short forms that stand for a longer name of the text: 海天 where it names 海天國際 and no 海天味業.

    On annotated articles 115 of 150 were: of what is one character longer (阿里, 阿里雲) next to none.
    """
    named: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if entry := known(name):
            named[entry.name].add(name_key(name))
    short = {key for of, keys in named.items() if len(keys) == 1 for key in keys if key != name_key(of)}
    return {
        key
        for key, longer in _begun_by({name_key(name) for name in names}, short).items()
        if len(longer) == 1 and len(longer[0]) > len(key) + 1 and not apart.search(longer[0], len(key))
    }


def _named(kind: str, pairs: Iterable[tuple[str, str]]) -> Pairs:
    return (((kind, a), (kind, b)) for a, b in pairs)


def _versions(names: Sequence[str], known: Known) -> Iterable[tuple[str, str]]:
    """A name and its version by this or another name known for it (千問, Qwen3), where the text has only one."""
    versions: dict[str, set[str]] = defaultdict(set)
    for longer in names:
        for end in range(2, len(longer)):
            if _is_version(longer[end:]):
                entry = known(longer[:end])
                versions[longer[:end]].add(longer)
                versions[name_key(entry.name) if entry else longer[:end]].add(longer)
    for name in names:
        found = versions[name] - {name}
        if len(found) == 1:
            yield found.pop(), name


def _is_version(rest: str) -> bool:
    return len(rest) <= _LONGEST_VERSION and any(c.isdigit() for c in rest) and all(c.isascii() for c in rest)


def _spelt_twice(names: Sequence[str]) -> Iterable[tuple[str, str]]:
    """A name made of a Chinese one and a Latin one (代客泊車AVP, 小米SU7), and either alone where it is in no other."""
    longer: dict[str, list[str]] = defaultdict(list)
    for name in names:
        latin = name[len(name.rstrip(_LATIN)) :]
        if latin != name and is_latin(latin):
            longer[latin].append(name)
            if latin.isalpha():
                longer[name.removesuffix(latin)].append(name)
    present = set(names)
    yield from ((part, whole[0]) for part, whole in longer.items() if len(whole) == 1 and part in present)


def is_latin(name: str) -> bool:
    """Whether it is a word of Latin letters and digits."""
    return len(name) > 1 and name.isascii() and name[0].isalpha()


def _with_maker(names: Sequence[str], makers: Sequence[str]) -> Iterable[tuple[str, str]]:
    """A name alone and behind its maker's (秒送, 京東秒送)."""
    present, makes = set(names), set(makers)
    for name in names:
        cuts = range(1, len(name) - 1)
        yield from ((name[cut:], name) for cut in cuts if name[cut:] in present and name[:cut] in makes)


def _people(names: Sequence[str], titles: re.Pattern[str]) -> Iterable[tuple[str, str]]:
    """A family name with a title (朱先生), or part of a foreign name (馬斯克, 埃隆·馬斯克), and the one full name."""
    titled = {name: match for name in names if (match := titles.search(name))}
    full = [name for name in names if name not in titled]
    by_family = _begun_by(full, [name[: match.start()] for name, match in titled.items()])
    for name, match in titled.items():
        if len(longer := by_family[name[: match.start()]]) == 1:
            yield name, longer[0]
    yield from _ending(full, shortest=2)


def _shortened(names: Sequence[str], known: Known, apart: re.Pattern[str]) -> Iterable[tuple[str, str]]:
    """The beginning of a name as its short form (云梔, 云梔奶業), where it is no other's and begins one name only."""
    for short, longer in _begun_by(names, names).items():
        if len(short) > 1 and len(longer) == 1 and not known(short) and not apart.search(longer[0], len(short)):
            yield short, longer[0]


def _ending(names: Sequence[str], shortest: int = 3) -> Iterable[tuple[str, str]]:
    """The end of a name as its short form (世界奶業大會, 首屆世界奶業大會), where it ends one name only."""
    turned = [name[::-1] for name in names]
    for short, longer in _begun_by(turned, turned).items():
        if len(short) >= shortest and len(longer) == 1:
            yield short[::-1], longer[0][::-1]


def _begun_by(names: Collection[str], beginnings: Iterable[str]) -> dict[str, list[str]]:
    """For each beginning up to two of the longer names that begin so."""
    ordered = sorted(names)
    found = {}
    for short in beginnings:
        at = bisect_right(ordered, short)
        found[short] = [name for name in ordered[at : at + 2] if name.startswith(short)]
    return found
