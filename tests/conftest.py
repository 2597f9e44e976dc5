"""What all tests share."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.resources import data_dir


@dataclass(frozen=True)
class Ran:
    """How a run of the command ended, and what it printed."""

    status: int
    out: str
    err: str


@pytest.fixture
def qipan(capsys, monkeypatch) -> Callable[..., Ran]:
    """Run the `qipan` command in this process: qipan("extract", path, stdin=b"…")."""
    from kg.cli.app import run  # noqa: PLC0415 - only these tests need the command

    def ran(*arguments: object, stdin: bytes = b"") -> Ran:
        import api.cli  # noqa: F401, PLC0415 - registers the commands

        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            run([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return ran


@pytest.fixture(scope="session")
def samples() -> list[Path]:
    """The sample articles."""
    return sorted((data_dir() / "articles").glob("*.md"))
