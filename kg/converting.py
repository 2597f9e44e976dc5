"""Converting a file of another kind in a process of its own, which is ended where it takes too long or too much.

The parsers of foreign formats are not ours, and one file can keep them busy for hours. The process is started when the
first file comes and kept for the next. It imports nothing of who asks, and nothing from the folder it is started in.
"""

from __future__ import annotations

import atexit
import logging
import pickle
import resource
import subprocess
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Timer
from typing import IO, Any, cast

from kg.errors import UnreadableInput
from kg.formats import Taken, read_format

__all__ = ["SECONDS", "Converter", "convert", "serve"]

SECONDS = 60.0
"""How long one file may take."""
_MOST_MEMORY = 4 << 30
_RUN = f"import sys; sys.path.append({str(Path(__file__).parent.parent)!r}); from kg.converting import serve; serve()"
_INSTEAD = "Split it, or save its text as a .txt or .md file."


class Converter:
    """A process that converts one file after the other. May be used by threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(
        self, raw: bytes, suffix: str, *, name: str, address: str | None = None, seconds: float | None = None
    ) -> Taken:
        """As kg.formats.read_format; UnreadableInput too where it takes longer than so many seconds."""
        limit = SECONDS if seconds is None else seconds
        with self._lock:
            process = self._ready()
            late = Event()

            def end() -> None:
                late.set()
                process.kill()

            timer = Timer(limit, end)
            timer.start()
            try:
                said = _asked(process, (raw, suffix, name, address))
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                self.close()
                why = f"longer than {limit:g} s" if late.is_set() else "more than it may"
                raise UnreadableInput(f"{name}: takes {why} to convert.", hint=_INSTEAD) from error
            finally:
                timer.cancel()
        if isinstance(said, Taken):
            return said
        message, hint = said
        raise UnreadableInput(message, hint=hint)

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


convert = Converter()
"""The one of this process."""
atexit.register(convert.close)


def _asked(process: subprocess.Popen[bytes], what: tuple[Any, ...]) -> Any:
    """What the process answers. It is ours, so that what it sends may be unpickled."""
    asking, answering = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    pickle.dump(what, asking)
    asking.flush()
    return pickle.load(answering)  # noqa: S301 - as said


def serve() -> None:
    """Answer until nobody asks any more: what the process runs."""
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a parser prints is no answer
    logging.disable()  # nor do its complaints, which quote the file, belong on somebody's terminal
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, resource.RLIM_INFINITY))
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            raw, suffix, name, address = pickle.load(asked)  # noqa: S301 - from who started us
            answer: Taken | tuple[str, str]
            try:
                answer = read_format(raw, suffix, name=name, address=address)
            except UnreadableInput as error:
                answer = error.message, error.hint
            pickle.dump(answer, answers)
            answers.flush()
