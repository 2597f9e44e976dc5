"""Waiting in a browser for what a page does in its own time."""

from __future__ import annotations

from playwright.sync_api import Frame, Page

_LOOK = """() => new Promise((done, failed) => {
    const end = performance.now() + 30_000;
    const look = () => {
        if (%s) done(true);
        else if (performance.now() > end) failed(new Error("waited in vain"));
        else setTimeout(look, 20);
    };
    look();
})"""


def until(page: Page | Frame, condition: str) -> None:
    """Wait until a condition of the page's script holds. Playwright's own way is an eval, which our pages forbid."""
    page.evaluate(_LOOK % condition)
