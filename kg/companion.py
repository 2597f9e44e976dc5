"""A process of our own beside this one, which answers one thing after the other and can be ended.

It is started when it is first asked and kept for the next. It imports nothing of who asks, and nothing from the folder
it is started in.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Timer
from typing import IO, Any, ClassVar, cast

__all__ = ["Companion", "Ended", "answering"]

_RUN = f"import sys; sys.path.append({str(Path(__file__).parent.parent)!r}); from {{module}} import serve; serve()"


class Ended(Exception):
    """The process ended before it answered; `late` where it was ended, as it took too long."""

    def __init__(self, *, late: bool) -> None:
        super().__init__()
        self.late = late


class Companion:
    """A process that runs `serve` of a module, which calls `answering`. May be used by threads."""

    module: ClassVar[str]

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, *what: Any, seconds: float | None = None) -> Any:
        """What the process answers. Ended where it does not, or not in so many seconds; the next starts another."""
        with self._lock:
            process = self._ready()
            late = Event()

            def end() -> None:
                late.set()
                process.kill()

            timer = Timer(seconds, end) if seconds is not None else None
            if timer:
                timer.start()
            try:
                return _asked(process, what)
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                self.close()
                raise Ended(late=late.is_set()) from error
            finally:
                if timer:
                    timer.cancel()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            command = [sys.executable, "-P", "-c", _RUN.format(module=self.module)]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
        return self._process

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            with suppress(OSError):
                self._process.communicate()
        self._process = None


def _asked(process: subprocess.Popen[bytes], what: tuple[Any, ...]) -> Any:
    """What the process answers. It is ours, so that what it sends may be unpickled."""
    asking, answering = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    pickle.dump(what, asking)
    asking.flush()
    return pickle.load(answering)  # noqa: S301 - as said


def answering(answer: Callable[..., Any]) -> None:
    """Answer until nobody asks any more: what the process runs."""
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no answer
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            pickle.dump(answer(*pickle.load(asked)), answers)  # noqa: S301 - from who started us
            answers.flush()
