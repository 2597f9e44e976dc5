"""The page of a saved view from which it is taken along: files to download, snippets to copy."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from viz.words import words

__all__ = ["share_page"]

FILES = (".pptx", ".svg", ".svg?outlined=1", ".png?scale=2", ".png?scale=4", ".pdf")
_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style nonce="{nonce}">
body {{ margin: 0 auto; max-width: 1000px; padding: 24px 20px 60px; color: #17202b; background: #fff;
  font: 15px/1.5 system-ui, "PingFang TC", "Noto Sans CJK TC", sans-serif; }}
h1 {{ font-size: 22px; margin: 0 0 14px; }}
h2 {{ font-size: 14px; margin: 22px 0 6px; display: flex; justify-content: space-between; }}
iframe {{ width: 100%; aspect-ratio: 16 / 9; border: 1px solid #d9dee4; border-radius: 8px; }}
pre {{ margin: 0; padding: 10px 12px; background: #f4f6f8; border-radius: 8px; white-space: pre-wrap;
  overflow-wrap: anywhere; max-height: 130px; overflow-y: auto; }}
button, .file {{ font: inherit; border: 1px solid #d9dee4; border-radius: 8px; background: #fff; padding: 3px 12px;
  cursor: pointer; color: #0b57b0; text-decoration: none; }}
nav {{ display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }}
:focus-visible {{ outline: 2.5px solid #0b57b0; }}
</style></head><body><h1>{title}</h1><iframe src="{address}" title="{title}" sandbox="allow-scripts"></iframe>
<nav>{files}</nav>{rows}
<script nonce="{nonce}">
for (const button of document.querySelectorAll("button")) button.addEventListener("click", async () => {{
  const text = document.getElementById(button.dataset.of);
  try {{ await navigator.clipboard.writeText(text.textContent); }}
  catch {{ getSelection().selectAllChildren(text); document.execCommand("copy"); }}
  button.textContent = button.dataset.done;
}});
</script></body></html>
"""


def share_page(title: str, address: str, snippets: Mapping[str, str], lang: str, nonce: str) -> str:
    """The page, with the view itself above."""
    said = words("share", lang)
    files = "".join(
        f'<a class="file" href="{escape(address + ending)}" download>{escape(ending[1:])}</a>' for ending in FILES
    )
    rows = "".join(
        f'<h2>{escape(said[name])}<button type="button" data-of="{name}" data-done="{said["copied"]}">{said["copy"]}'
        f'</button></h2><pre id="{name}" tabindex="0">{escape(text)}</pre>'
        for name, text in snippets.items()
    )
    page = _PAGE.format(lang=lang, title=escape(title), address=escape(address), files=files, rows=rows, nonce=nonce)
    return page.encode("utf-8", "replace").decode()
