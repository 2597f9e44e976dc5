"""A page that says why there is nothing to show, for people who followed an address."""

from __future__ import annotations

from html import escape

from viz.html import colours
from viz.words import words

__all__ = ["notice_page"]

_PAGE = """<!doctype html>
<html lang="{lang}" data-theme="auto"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{app}</title><link rel="icon" href="data:,"><style nonce="{nonce}">
{colours}
:root {{ color-scheme: light dark; }}
body {{ display: grid; place-content: center; min-height: 90vh; margin: 0 auto; padding: 0 24px; max-width: 620px;
  color: var(--text); background: var(--background);
  font: 16px/1.6 system-ui, "PingFang TC", "Noto Sans CJK TC", sans-serif; overflow-wrap: anywhere; }}
h1 {{ margin: 0 0 8px; font-size: 22px; line-height: 1.4; }}
p {{ margin: 0 0 20px; color: var(--muted); }}
a {{ color: var(--accent); }}
</style></head><body><main><h1>{message}</h1><p>{hint}</p><a href="{home}">{back}</a></main></body></html>
"""


def notice_page(message: str, hint: str, *, lang: str, nonce: str, home: str) -> str:
    """The page. `home` is where the way back to the graph leads."""
    page = _PAGE.format(
        lang=lang,
        app=escape(words("interface", lang)["app"]),
        message=escape(message),
        hint=escape(hint),
        back=escape(words("share", lang)["back"]),
        home=escape(home),
        nonce=nonce,
        colours=colours(),
    )
    return page.encode("utf-8", "replace").decode()
