"""docs/cli.md, written from the command's own help: `make docs`."""

from pathlib import Path

from typer.testing import CliRunner

from api.cli import COMMANDS, register
from kg.cli.app import app

PAGE = Path(__file__).parent.parent / "docs" / "cli.md"
HEAD = """\
# The `qipan` command

This page is written from the command's own help by `make docs`.

Exit status 0: done. 1: some input was rejected, or the graph has no answer. 2: unusable arguments. Results go to
standard output; all else goes to standard error, each problem on one line: what is wrong, and what to do instead.

A store is a SQLite file or a database, given by `--store` or `QIPAN_STORE`. Articles are `.md` files, which may begin
with front matter (id, title, date, source, author between lines of `---`), or any other text file; UTF-8, UTF-16 with
a byte order mark, GB18030 and Big5 are told apart. Two articles with one id are one article; without an id the text
itself makes it.
"""


def page() -> str:
    """The whole page."""
    register()
    return "\n".join([HEAD, *(f"## qipan {name}\n\n```text\n{help_of(name)}```\n" for name in COMMANDS)])


def help_of(name: str) -> str:
    shown = CliRunner().invoke(app, [name, "--help"], prog_name="qipan", env={"COLUMNS": "100", "QIPAN_STORE": None})
    return "\n".join(line.rstrip() for line in shown.stdout.strip().splitlines()) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
