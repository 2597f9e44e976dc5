"""An SVG picture as PNG or PDF, with the fonts of this machine.

Nothing is fetched from elsewhere; the same picture gives the same bytes on the same machine.
"""

from __future__ import annotations

import re

from kg.errors import InvalidRequest
from viz.fonts import check_fonts
from viz.outlines import drawn
from viz.pdf_order import in_order
from viz.rasters import raster

__all__ = ["SCALES", "pdf", "png"]

SCALES = (1, 2, 4)
_MOST_PIXELS = 150_000_000


def png(picture: str, *, scale: int = 2) -> bytes:
    """The picture as PNG, `scale` times as many pixels wide as it says. 60 nodes at 3200 by 1800: 0.3 s.

    InvalidRequest for another scale than 1, 2 or 4, and where this machine has no Chinese font.
    """
    if scale not in SCALES:
        raise InvalidRequest(f"A picture {scale} times as large is not made.", hint="The scale is 1, 2 or 4.")
    check_fonts()
    width, height = (float(v) for v in re.findall(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"', picture)[0])
    if width * height * scale * scale > _MOST_PIXELS:
        raise InvalidRequest("The picture would be too large.", hint="Give a smaller size or scale.")
    return raster(drawn(picture), "png", scale=scale)


def pdf(picture: str) -> bytes:
    """The picture as a PDF of one page, text as text with its fonts inside. InvalidRequest without a Chinese font."""
    check_fonts()
    return in_order(raster(picture, "pdf"))
