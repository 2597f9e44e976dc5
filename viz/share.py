"""The page of a saved view from which it is taken along: files to download, snippets to copy."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from viz.html import colours
from viz.words import words

__all__ = ["share_page"]

FILES = {
    "pptx": ".pptx",
    "svg": ".svg",
    "outlined": ".svg?outlined=1",
    "png": ".png?scale=2",
    "large_png": ".png?scale=4",
    "pdf": ".pdf",
}
_PAGE = """<!doctype html>
<html lang="{lang}" data-theme="auto"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="icon" href="data:,"><style nonce="{nonce}">
{colours}
body {{ margin: 0 auto; max-width: 1000px; padding: 24px 20px 60px; color: var(--text); background: var(--background);
  font: 15px/1.5 system-ui, "PingFang TC", "Noto Sans CJK TC", sans-serif; }}
:root {{ color-scheme: light dark; }}
h1 {{ font-size: 22px; margin: 6px 0 14px; }}
h2 {{ font-size: 14px; margin: 0; }}
.part {{ display: flex; justify-content: space-between; align-items: center; margin: 20px 0 6px; }}
iframe {{ width: 100%; aspect-ratio: 16 / 9; border: 1px solid var(--rule); border-radius: 10px; }}
pre {{ margin: 0; padding: 10px 12px; background: var(--raised); border-radius: 8px; white-space: pre-wrap;
  overflow-wrap: anywhere; max-height: 130px; overflow-y: auto; }}
button, .file {{ font: inherit; font-size: 14px; border: 1px solid var(--rule); border-radius: 8px; padding: 3px 12px;
  background: var(--surface); color: var(--accent); text-decoration: none; cursor: pointer; }}
button:hover, .file:hover {{ background: var(--raised); }}
a {{ color: var(--accent); }}
nav {{ display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }}
:focus-visible {{ outline: 2.5px solid var(--accent); }}
</style></head><body><main><a href="{home}">{back}</a><h1>{title}</h1>
<iframe src="{address}" title="{title}" sandbox="allow-scripts"></iframe>
<nav>{files}</nav>{rows}</main>
<script nonce="{nonce}">
for (const button of document.querySelectorAll("button")) button.addEventListener("click", async () => {{
  const text = document.getElementById(button.dataset.of);
  try {{ await navigator.clipboard.writeText(text.textContent); }}
  catch {{ getSelection().selectAllChildren(text); document.execCommand("copy"); }}
  button.textContent = button.dataset.done;
}});
</script></body></html>
"""


def share_page(title: str, address: str, snippets: Mapping[str, str], lang: str, nonce: str, home: str) -> str:
    """The page, with the view itself above. `home` is where the way back leads."""
    said = words("share", lang)
    files = "".join(
        f'<a class="file" href="{escape(address + ending)}" download>{escape(said[name])}</a>'
        for name, ending in FILES.items()
    )
    rows = "".join(
        f'<div class="part"><h2 id="of-{name}">{escape(said[name])}</h2><button type="button" id="copy-{name}" '
        f'aria-labelledby="copy-{name} of-{name}" data-of="{name}" data-done="{said["copied"]}">{said["copy"]}</button>'
        f'</div><pre id="{name}" tabindex="0" aria-labelledby="of-{name}" role="group">{escape(text)}</pre>'
        for name, text in snippets.items()
    )
    page = _PAGE.format(
        lang=lang,
        title=escape(title),
        address=escape(address),
        files=files,
        rows=rows,
        nonce=nonce,
        home=escape(home),
        back=escape(said["back"]),
        colours=colours(),
    )
    return page.encode("utf-8", "replace").decode()
