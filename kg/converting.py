"""Converting a file of another kind in a process of its own, which is ended where it takes too long or too much.

The parsers of foreign formats are not ours, and one file can keep them busy for hours.
"""

from __future__ import annotations

import atexit
import logging
import resource
import warnings

from kg.companion import Companion, Ended, answering
from kg.errors import UnreadableInput
from kg.formats import Taken, read_format

__all__ = ["SECONDS", "Converter", "convert", "serve"]

SECONDS = 60.0
"""How long one file may take."""
_MOST_MEMORY = 4 << 30
_INSTEAD = "Split it, or save its text as a .txt or .md file."


class Converter(Companion):
    """Converts one file after the other. May be used by threads."""

    module = "kg.converting"

    def __call__(
        self, raw: bytes, suffix: str, *, name: str, address: str | None = None, seconds: float | None = None
    ) -> Taken:
        """As kg.formats.read_format; UnreadableInput too where it takes longer than so many seconds."""
        limit = SECONDS if seconds is None else seconds
        try:
            said = self.ask(raw, suffix, name, address, seconds=limit)
        except Ended as error:
            why = f"longer than {limit:g} s" if error.late else "more than it may"
            raise UnreadableInput(f"{name}: takes {why} to convert.", hint=_INSTEAD) from error
        if isinstance(said, Taken):
            return said
        message, hint = said
        raise UnreadableInput(message, hint=hint)


convert = Converter()
"""The one of this process."""
atexit.register(convert.close)


def serve() -> None:
    """What the process runs."""
    logging.disable()  # complaints of a parser, which quote the file, do not belong on somebody's terminal
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, resource.RLIM_INFINITY))
    answering(_converted)


def _converted(raw: bytes, suffix: str, name: str, address: str | None) -> Taken | tuple[str, str]:
    try:
        return read_format(raw, suffix, name=name, address=address)
    except UnreadableInput as error:
        return error.message, error.hint
