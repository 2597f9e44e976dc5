"""What a page carries inside itself: data that is never run, and the library; large texts packed with gzip."""

from __future__ import annotations

import base64
import gzip
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pyvis
from markupsafe import Markup

__all__ = ["PACK_FROM", "as_json", "element", "library", "packed_library"]

PACK_FROM = 8_000
"""Characters of JSON from which on it is packed."""


def as_json(value: Any) -> str:
    """JSON that cannot end the element it stands in: signs of markup are written as escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", text)


def element(name: str, text: str) -> Markup:
    """A script element that holds JSON and is not run."""
    if len(text) < PACK_FROM:
        return Markup('<script type="application/json" id="{}">{}</script>').format(name, Markup(text))  # noqa: S704 - escaped by as_json
    return Markup('<script type="application/gzip" id="{}">{}</script>').format(name, _packed(text))


@cache
def library() -> str:
    """vis-network as pyvis ships it."""
    newest = max((Path(pyvis.__file__).parent / "templates" / "lib").glob("vis-*/vis-network.min.js"))
    return re.sub(r"//# sourceMappingURL=.*", "", newest.read_text(encoding="utf-8"))


@cache
def packed_library() -> Markup:
    """The library in a third of the room; the page unpacks and runs it."""
    return _packed(library())


def _packed(text: str) -> Markup:
    """A text in base 85, which has no slash and so cannot end the element it stands in."""
    return Markup(base64.b85encode(gzip.compress(text.encode("utf-8", "replace"), 9, mtime=0)).decode())  # noqa: S704
