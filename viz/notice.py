"""A page that says why there is nothing to show, for people who followed an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from viz.html import colours
from viz.words import words

__all__ = ["Notice", "Reason", "notice_page"]

Reason = Literal["no_page", "missing", "several", "unusable", "away", "failed"]

_PAGE = """<!doctype html>
<html lang="{lang}" data-theme="auto"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {app}</title><link rel="icon" href="data:,"><style nonce="{nonce}">
{colours}
:root {{ color-scheme: light dark; }}
body {{ display: grid; place-content: center; min-height: 90vh; margin: 0 auto; padding: 0 24px; max-width: 620px;
  color: var(--text); background: var(--background);
  font: 16px/1.6 system-ui, "PingFang TC", "Noto Sans CJK TC", sans-serif; overflow-wrap: anywhere; }}
:lang(zh-Hans) {{ font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }}
h1 {{ margin: 0 0 8px; font-size: 22px; line-height: 1.4; }}
p {{ margin: 0 0 20px; color: var(--muted); }}
ul {{ margin: -12px 0 20px; padding-inline-start: 20px; }}
a {{ color: var(--accent); }}
</style></head><body><main><h1>{title}</h1><p>{hint}</p>{said}{near}<a href="{home}">{back}</a></main></body></html>
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """Why there is nothing to show.

    `what` was asked for, `said` is what a program is told, in English, and `near` are (name, address) of what may be
    meant.
    """

    reason: Reason
    what: str = ""
    said: str = ""
    near: Sequence[tuple[str, str]] = ()


def notice_page(notice: Notice, *, lang: str, nonce: str, home: str) -> str:
    """The page. `home` is where the way back to the graph leads."""
    spoken = words("notices", lang)
    page = _PAGE.format(
        lang=lang,
        app=escape(words("interface", lang)["app"]),
        title=escape(spoken[notice.reason].replace("{what}", notice.what)),
        hint=escape(spoken[f"{notice.reason}_hint"]),
        said=f'<p lang="en">{escape(notice.said)}</p>' if notice.said else "",
        near=_near(notice, spoken["near"]),
        back=escape(words("share", lang)["back"]),
        home=escape(home),
        nonce=nonce,
        colours=colours(),
    )
    return page.encode("utf-8", "replace").decode()


def _near(notice: Notice, heading: str) -> str:
    rows = "".join(f'<li><a href="{escape(address)}">{escape(name)}</a></li>' for name, address in notice.near)
    if not rows:
        return ""
    return f"<ul>{rows}</ul>" if notice.reason == "several" else f"<p>{escape(heading)}</p><ul>{rows}</ul>"
