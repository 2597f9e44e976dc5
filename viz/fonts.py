"""The Chinese font of this machine: what PNG and PDF need, and what to install where there is none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import InvalidRequest
from viz.slides.look import builtin_look

__all__ = ["Face", "check_fonts", "chinese_face"]


@dataclass(frozen=True, slots=True)
class Face:
    """A font's file, and which of the fonts in that file it is."""

    path: Path
    number: int


def check_fonts() -> None:
    """InvalidRequest where no font has Chinese: it says what to install."""
    if chinese_face("zh-Hant") is None:
        raise InvalidRequest(
            "This machine has no Chinese font, so names would be empty boxes.",
            hint="Install one: apt-get install fonts-noto-cjk (Debian, Ubuntu), "
            "dnf install google-noto-sans-cjk-fonts (Fedora), apk add font-noto-cjk (Alpine). SVG needs none.",
        )


@cache
def chinese_face(script: str, *, bold: bool = False) -> Face | None:
    """The font for zh-Hant or zh-Hans, as fontconfig chooses, else from the usual folders; None if there is none."""
    if sys.platform.startswith("linux") and shutil.which("fc-match"):
        return _by_fontconfig(script, bold=bold)
    known = builtin_look().font_files
    paths = (Path(pattern).expanduser() for pattern in known)
    found = (path for pattern in paths for path in sorted(pattern.parent.glob(pattern.name)))
    return next((Face(path, 0) for path in found), None)


def _by_fontconfig(script: str, *, bold: bool) -> Face | None:
    lang = "zh-cn" if script == "zh-Hans" else "zh-tw"
    if not _asked("fc-list", f":lang={lang}", "file"):
        return None
    weight = "bold" if bold else "regular"
    families = "Noto Sans CJK SC" if script == "zh-Hans" else "Noto Sans CJK TC"
    path, _, number = _asked("fc-match", "-f", "%{file}|%{index}", f"{families},sans:lang={lang}:{weight}").partition(
        "|"
    )
    return Face(Path(path), int(number) & 0xFFFF)


def _asked(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=20).stdout.strip()  # noqa: S603 - our own words
