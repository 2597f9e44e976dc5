"""SVG to PNG and PDF in a process of its own. The only place that knows vl-convert.

vl-convert lets no other thread work until a picture is done, which takes 0.3 s. The process is started when the first
picture comes and kept for the next.
"""

from __future__ import annotations

import atexit
import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO, Any, Literal, cast

from kg.errors import InvalidRequest

__all__ = ["Rasters", "raster", "serve"]

_RUN = f"import sys; sys.path.append({str(Path(__file__).parent.parent)!r}); from viz.rasters import serve; serve()"


class Rasters:
    """A process that makes one picture after the other. May be used by threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self, picture: str, kind: Literal["png", "pdf"], *, scale: int = 1) -> bytes:
        """The file. InvalidRequest where it cannot be made."""
        with self._lock:
            try:
                made = _asked(self._ready(), (picture, kind, scale))
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                self.close()
                raise _unmade("it takes more memory than there is") from error
        if isinstance(made, bytes):
            return made
        raise _unmade(str(made))

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            command = [sys.executable, "-P", "-c", _RUN]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
        return self._process

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            with suppress(OSError):
                self._process.communicate()
        self._process = None


raster = Rasters()
"""The one of this process."""
atexit.register(raster.close)


def _unmade(why: str) -> InvalidRequest:
    return InvalidRequest(f"The picture cannot be made: {why}.", hint="Ask for SVG, or for a smaller picture.")


def _asked(process: subprocess.Popen[bytes], what: tuple[Any, ...]) -> Any:
    """What the process answers. It is ours, so that what it sends may be unpickled."""
    asking, answering = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    pickle.dump(what, asking)
    asking.flush()
    return pickle.load(answering)  # noqa: S301 - as said


def serve() -> None:
    """Answer until nobody asks any more: what the process runs."""
    import vl_convert  # noqa: PLC0415 - 80 MB of library that who asks needs not

    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no answer
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            picture, kind, scale = pickle.load(asked)  # noqa: S301 - from who started us
            answer: bytes | str
            try:
                made = vl_convert.svg_to_png(picture, scale=scale) if kind == "png" else vl_convert.svg_to_pdf(picture)
                answer = bytes(made)
            except ValueError as error:
                answer = str(error)
            pickle.dump(answer, answers)
            answers.flush()
