"""What is copied into a deck or a document to show a view: one text for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from viz.diagram import centres
from viz.exhibit import Exhibit, Options, style_of

__all__ = ["KEYS_FOR_MARP", "iframe", "snippets"]

KEYS_FOR_MARP = (
    "<script>if (!window.qipanKeys) { window.qipanKeys = true; addEventListener('message', function (e) { "
    "try { var m = JSON.parse(e.data); if (m.source === 'qipan') document.dispatchEvent(new KeyboardEvent('keydown', "
    "{ key: m.key, code: m.key === ' ' ? 'Space' : m.key, shiftKey: m.shiftKey, bubbles: true })); } catch (x) {} "
    "}); }</script>"
)
"""What Marp's decks need so that keys pressed in a frame turn their pages: they know no messages. Marp escapes what it
finds in a script, so that there is no <, > or & in it."""

_SLIDEV = """---
layout: iframe
url: {address}
---

<script setup>
import {{ useNav }} from '@slidev/client'
const {{ next, prev }} = useNav()
if (!window.qipanKeys) {{
  window.qipanKeys = true
  addEventListener('message', (e) => {{
    try {{
      const m = JSON.parse(e.data)
      if (m.source === 'qipan') ({{ next, prev }})[m.method]?.()
    }} catch {{}}
  }})
}}
</script>
"""


def iframe(address: str, title: str, width: int = 960, height: int = 540) -> str:
    """The view in a frame; sandboxed, it can run its own script and nothing else."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" height="{height}" '
        'style="border:0" loading="lazy" sandbox="allow-scripts" allowfullscreen></iframe>'
    )


def snippets(exhibit: Exhibit, address: str, options: Options) -> Mapping[str, str]:
    """By the name of the tool, in the order in which they are offered. `address` is the embedded view's."""
    title = " ".join(exhibit.title(options.lang).encode("utf-8", "replace").decode().split())[:300]
    quoted, picture = escape(title), escape(f"{address}.png")
    marked = title.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace("<", "&lt;")
    return {
        "link": address,
        "iframe": iframe(address, title),
        "reveal": f'<section data-background-iframe="{escape(address)}" data-background-interactive></section>',
        "marp": f"{iframe(address, title, 1120, 500)}\n{KEYS_FOR_MARP}",
        "slidev": _SLIDEV.format(address=address),
        "markdown": f"[![{marked}]({address}.png)]({address})",
        "image": f'<a href="{escape(address)}"><img src="{picture}" alt="{quoted}" width="960"></a>',
        "image_map": _image_map(exhibit, address, options, quoted),
    }


def _image_map(exhibit: Exhibit, address: str, options: Options, title: str) -> str:
    """The picture with a link at every node: what mails and old wikis show."""
    name = escape(address.rpartition("/")[2])
    areas = "" if exhibit.chart else "".join(_areas(exhibit, address, options))
    picture = escape(f"{address}.png?scale=1")
    image = f'<img src="{picture}" alt="{title}" width="1600" height="900" usemap="#{name}">'
    return f'{image}<map name="{name}">{areas}</map>'


def _areas(exhibit: Exhibit, address: str, options: Options) -> list[str]:
    places = centres(exhibit.view, style_of(options), (1600.0, 900.0), exhibit.layout)
    names = {node.id: node.name.encode("utf-8", "replace").decode()[:200] for node in exhibit.view.nodes}
    return [
        f'<area shape="circle" coords="{x:.0f},{y:.0f},30" alt="{escape(names[key])}" '
        f'href="{escape(address)}#node={quote(key, safe="", errors="replace")}">'
        for key, (x, y) in places.items()
    ]
