"""A page for frames: only the graph, or only its picture; print and browsers without script show the picture.

Keys that a deck understands (PageUp, PageDown, Space, Esc), pressed in the frame, are told to the deck around it.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape
from typing import Literal

from viz import html
from viz.exhibit import Exhibit, Options
from viz.style import PaletteName
from viz.words import words

__all__ = ["Embedding", "page"]

Theme = Literal["auto", "light", "dark", "print", "grey"]

_KEYS = """
addEventListener("keydown", (event) => {
  if (parent === window || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(INPUT|SELECT|TEXTAREA|BUTTON|SUMMARY|A)$/.test(event.target.tagName) && event.key === " ") return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const methods = { PageDown: "next", PageUp: "prev", " ": event.shiftKey ? "prev" : "next", Escape: "toggleOverview" };
  const method = methods[event.key];
  if (!method) return;
  event.preventDefault();
  const { key, shiftKey } = event;
  parent.postMessage(JSON.stringify({ source: "qipan", method, key, shiftKey }), "*");
}, true);
"""
_STYLE = """
.bar, .foot, #legend, .corner { display: none !important; }
body { grid-template: minmax(0, 1fr) / minmax(0, 1fr) !important; }
.still { display: none; width: 100%; height: 100%; object-fit: contain; }
.noscript { display: none; }
@media print {
  body > *:not(.still) { display: none !important; }
  .still { display: block; position: fixed; inset: 0; }
}
"""
_CLEAR = "html, body, #stage { background: transparent !important; }"
_PLAIN = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>{head}
<style nonce="{nonce}">html, body {{ margin: 0; height: 100%; overflow: hidden; background: {ground}; }}
img {{ display: block; width: 100%; height: 100%; object-fit: contain; }}</style></head>
<body><img alt="{title}" src="{picture}"><script nonce="{nonce}">{keys}</script></body></html>
"""


@dataclass(frozen=True, slots=True)
class Embedding:
    """How the page is: `interactive` is the explorer, else the picture alone; `head` is markup for its head."""

    lang: str = "zh-Hant"
    theme: Theme = "auto"
    transparent: bool = False
    interactive: bool = True
    head: str = ""


def page(exhibit: Exhibit, how: Embedding, nonce: str) -> str:
    """The page. Charts, and the themes print and grey, are pictures."""
    still = _still(exhibit, how)
    if exhibit.chart or not how.interactive or how.theme in {"print", "grey"}:
        return _plain(exhibit, how, nonce, still)
    theme: Literal["auto", "light", "dark"] = how.theme  # type: ignore[assignment] # the others are pictures
    text = html.render(exhibit.view, lang=how.lang, theme=theme, layout=exhibit.layout, nonce=nonce)
    style = f'<style nonce="{nonce}">{_STYLE}{_CLEAR if how.transparent else ""}</style>'
    picture = f'<img class="still" alt="{escape(exhibit.title(how.lang))}" src="{still}">'
    without = f'<noscript><style nonce="{nonce}">.still {{ display: block !important; }}</style></noscript>'
    keys = f'<script nonce="{nonce}">{_KEYS}</script>'
    text = _before(text.replace("<html ", "<html data-framed ", 1), "</head>", how.head + style)
    return _before(text, "</body>", picture + without + keys).encode("utf-8", "replace").decode()


def _before(text: str, mark: str, added: str) -> str:
    """The text with something put before the last of a mark."""
    place = text.rindex(mark)
    return text[:place] + added + text[place:]


def _still(exhibit: Exhibit, how: Embedding) -> str:
    """The picture as an address: in an img no script of it could run."""
    palettes: dict[str, PaletteName] = {"dark": "dark", "print": "print", "grey": "grey"}
    options = Options(
        lang=how.lang, palette=palettes.get(how.theme, "light"), framed=not how.interactive, transparent=how.transparent
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(exhibit.svg(options).encode('utf-8', 'replace')).decode()}"


def _plain(exhibit: Exhibit, how: Embedding, nonce: str, still: str) -> str:
    dark = how.theme == "dark"
    ground = "transparent" if how.transparent else "#14181d" if dark else "#fff"
    title = escape(f"{exhibit.title(how.lang)} · {words('interface', how.lang)['app']}")
    made = _PLAIN.format(
        lang=how.lang, title=title, head=how.head, nonce=nonce, ground=ground, picture=still, keys=_KEYS
    )
    return made.encode("utf-8", "replace").decode()
