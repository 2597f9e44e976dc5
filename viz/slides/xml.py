"""The few elements that slides are made of, as XML in the order that the format demands; all text is cleaned here."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from viz.ink import FORBIDDEN

__all__ = ["SPACES", "colour", "properties", "run", "safe", "solid"]

SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def safe(words: str, most: int = 2000) -> str:
    """The words as one line that any XML file may hold, and that no reader chokes on."""
    return " ".join(FORBIDDEN.sub("\ufffd", words[: most + 1]).split())[:most]


def colour(name: str) -> str:
    """A colour of the theme: `accent2 +60` is made 60 % lighter, `-50` darker.

    >>> colour("accent1"), colour("accent2 +60")[:27]
    ('<a:schemeClr val="accent1"/>', '<a:schemeClr val="accent2">')
    """
    base, _, change = name.partition(" ")
    if not change:
        return f'<a:schemeClr val="{base}"/>'
    share = int(change)
    kept = 100 - abs(share)
    lighter = f'<a:lumOff val="{share}000"/>' if share > 0 else ""
    return f'<a:schemeClr val="{base}"><a:lumMod val="{kept}000"/>{lighter}</a:schemeClr>'


def solid(name: str | None) -> str:
    """A fill."""
    return f"<a:solidFill>{colour(name)}</a:solidFill>" if name else "<a:noFill/>"


def properties(tag: str, number: int, name: str, about: str, link: str | None) -> str:
    """Number, name, alternative text and link of a shape."""
    clicked = f'<a:hlinkClick r:id="{link}"/>' if link else ""
    given = f"id={quoteattr(str(number))} name={quoteattr(safe(name, 200))} descr={quoteattr(safe(about, 400))}"
    return f"<p:{tag} {given}>{clicked}</p:{tag}>"


def run(line: str, ink: str, *, size: int, bold: bool, lang: str, faces: Sequence[str]) -> str:
    """A line of text. `size` is in hundredths of a point, `faces` are the latin, the East Asian and the complex one."""
    names = "".join(
        f"<a:{kind} typeface={quoteattr(face)}/>" for kind, face in zip(("latin", "ea", "cs"), faces, strict=True)
    )
    weight = ' b="1"' if bold else ""
    return (
        f'<a:r><a:rPr lang="{lang}" altLang="en-US" sz="{size}"{weight} dirty="0">{solid(ink)}{names}</a:rPr>'
        f"<a:t>{escape(safe(line))}</a:t></a:r>"
    )
