"""Our script and style as one text each: the modules under static/ joined in the order of their imports.

A module becomes a function that returns what it exports, so that a page needs no second file and names stay apart.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import rcssmin
import rjsmin

__all__ = ["script", "style"]

STATIC = Path(__file__).parent / "static"
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([\w-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function\*?|const|let|class) (\w+))", re.MULTILINE)


@cache
def script(entry: str = "main") -> str:
    """All modules that the entry needs, each after those it imports, without comments and blanks."""
    seen: dict[str, str] = {}
    _collect(entry, seen)
    return _safe(str(rjsmin.jsmin("\n".join(seen.values()))), "script")


def _collect(name: str, seen: dict[str, str]) -> None:
    source = (STATIC / f"{name}.js").read_text(encoding="utf-8")
    for _, needed in _IMPORT.findall(source):
        if needed not in seen:
            _collect(needed, seen)
    exported = ", ".join(found for _, found in _EXPORT.findall(source))
    body = _EXPORT.sub(r"\1", _IMPORT.sub(r"const \1 = \2_;", source))
    seen[name] = f"const {name}_ = (() => {{\n{body}return {{ {exported} }};\n}})();"


@cache
def style() -> str:
    """The style sheets, without comments and blanks."""
    text = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in ("page.css", "sheet.css"))
    return _safe(str(rcssmin.cssmin(text)), "style")


def _safe(text: str, element: str) -> str:
    """The text so that it cannot end the element it stands in."""
    return re.sub(rf"</(?={element})", r"<\\/", text, flags=re.IGNORECASE)
