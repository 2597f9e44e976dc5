"""SVG to PNG and PDF in a process of its own. The only place that knows vl-convert.

vl-convert lets no other thread work until a picture is done, which takes 0.3 s.
"""

from __future__ import annotations

import atexit
from typing import Literal

from kg.companion import Companion, Ended, answering
from kg.errors import InvalidRequest

__all__ = ["Rasters", "raster", "serve"]


class Rasters(Companion):
    """Makes one picture after the other. May be used by threads."""

    module = "viz.rasters"

    def __call__(self, picture: str, kind: Literal["png", "pdf"], *, scale: int = 1) -> bytes:
        """The file. InvalidRequest where it cannot be made."""
        try:
            made = self.ask(picture, kind, scale)
        except Ended as error:
            raise _unmade("it takes more memory than there is") from error
        if isinstance(made, bytes):
            return made
        raise _unmade(str(made))


raster = Rasters()
"""The one of this process."""
atexit.register(raster.close)


def _unmade(why: str) -> InvalidRequest:
    return InvalidRequest(f"The picture cannot be made: {why}.", hint="Ask for SVG, or for a smaller picture.")


def serve() -> None:
    """What the process runs."""
    import vl_convert  # noqa: PLC0415 - 80 MB of library that who asks needs not

    def made(picture: str, kind: str, scale: int) -> bytes | str:
        try:
            if kind == "png":
                return bytes(vl_convert.svg_to_png(picture, scale=scale))
            return bytes(vl_convert.svg_to_pdf(picture))
        except ValueError as error:
            return str(error)

    answering(made)
