"""The parts of a PDF in an order that depends on what it shows alone, so that the same picture is the same file."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["in_order"]

_ENTRIES = re.compile(rb"(?<=<<\n)((?:[ ]+/\w+ \d+ 0 R\n){2,})")
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_HEAD = re.compile(rb"^(\d+) 0 obj\n")


def in_order(content: bytes) -> bytes:
    """The same document with its objects numbered as they are met from its root; entries of one list by name.

    For files with a plain cross-reference table, as vl-convert writes them; others are given back as they are.
    """
    start = int(content[content.rindex(b"startxref") :].split()[1])
    if not content[start:].startswith(b"xref"):
        return content
    trailer = content[content.rindex(b"trailer") : content.rindex(b"startxref")]
    offsets = sorted(int(o) for o in re.findall(rb"(\d{10}) 00000 n", content[start:]))
    objects = dict(_object(content[a:b]) for a, b in pairwise([*offsets, start]))
    number = _numbered(objects, [int(n) for n in _REFERENCE.findall(trailer)])
    made, places = bytearray(content[: offsets[0]]), []
    for old in number:
        places.append(len(made))
        made += b"%d 0 obj\n" % number[old] + _renamed(objects[old][0], number) + objects[old][1]
    table = b"".join(b"%010d 00000 n\r\n" % place for place in places)
    where, count = len(made), len(places) + 1
    made += b"xref\n0 %d\n0000000000 65535 f\r\n" % count + table
    trailer = re.sub(rb"/Size \d+", b"/Size %d" % count, _renamed(trailer, number))
    return bytes(made + trailer + b"startxref\n%d\n%%%%EOF" % where)


def _object(content: bytes) -> tuple[int, tuple[bytes, bytes]]:
    """Its number, and what stands before its stream and from there on."""
    found = _HEAD.match(content)
    assert found is not None  # noqa: S101 - the table points at objects
    body = content[found.end() :]
    place = body.find(b"stream")
    head, rest = (body, b"") if place < 0 else (body[:place], body[place:])
    return int(found[1]), (_ENTRIES.sub(_by_name, head), rest)


def _by_name(entries: re.Match[bytes]) -> bytes:
    return b"".join(sorted(entries[1].splitlines(keepends=True)))


def _numbered(objects: dict[int, tuple[bytes, bytes]], roots: list[int]) -> dict[int, int]:
    """New numbers by old ones, in the order in which objects are met."""
    number: dict[int, int] = {}
    waiting = list(roots)
    while waiting:
        old = waiting.pop(0)
        if old not in number and old in objects:
            number[old] = len(number) + 1
            waiting += [int(n) for n in _REFERENCE.findall(objects[old][0])]
    return number


def _renamed(head: bytes, number: dict[int, int]) -> bytes:
    return _REFERENCE.sub(lambda found: b"%d 0 R" % number.get(int(found[1]), int(found[1])), head)
