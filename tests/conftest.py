"""What all tests share."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kg.resources import data_dir

# No example of a law fails for being slow: on a busy machine each of them may be.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


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
        from api.cli import register  # noqa: PLC0415

        register()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            run([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return ran


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path) -> str | Path:
    """Where an empty store is: a test that takes it is run over both databases."""
    if request.param == "sqlite":
        return tmp_path / "qipan.db"
    from postgres import new_database  # noqa: PLC0415 - starts a server

    return new_database()


@pytest.fixture(scope="session")
def samples() -> list[Path]:
    """The sample articles."""
    return sorted((data_dir() / "articles").glob("*.md"))


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory, samples) -> Path:
    """A store that holds the sample articles; not to be written to."""
    from kg.extract import extract  # noqa: PLC0415 - a second to import, and few tests need it
    from kg.reading import read_article  # noqa: PLC0415
    from kg.store.store import open_store  # noqa: PLC0415

    address = tmp_path_factory.mktemp("store") / "samples.db"
    with open_store(address) as store:
        for raw in map(read_article, samples):
            store.add(extract(raw.text, id=raw.id, title=raw.title, date=raw.date, source=raw.source))
    return address
