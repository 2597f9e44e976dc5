"""A PostgreSQL of our own for tests: started when first asked for, on a socket in a folder that goes with it."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

__all__ = ["new_database", "restart"]

_NUMBERS = count(1)
_FAST = "-c fsync=off -c full_page_writes=off -c listen_addresses='' -c max_connections=200"


def new_database() -> str:
    """The address of a store that is empty, copied from one that was made before."""
    name = f"q{os.getpid()}_{next(_NUMBERS)}"
    _sql(f"CREATE DATABASE {name} TEMPLATE {_template()}")
    return _url(name)


def restart(mode: str = "immediate") -> None:
    """Stop the server as it is killed, and start it again."""
    _pg_ctl("restart", "-m", mode)


@cache
def _folder() -> Path:
    if _binary("pg_ctl") is None:
        raise RuntimeError("PostgreSQL is not installed: tests/setup-debian.sh installs it")
    folder = Path(tempfile.mkdtemp(prefix="qipan-pg-"))
    if _user():
        shutil.chown(folder, _user())
    _run("initdb", "-D", str(folder / "data"), "-U", "qipan", "--auth=trust", "-E", "UTF8", "--no-sync", "--no-locale")
    (folder / "log").touch()
    if _user():
        shutil.chown(folder / "log", _user())
    return folder


@cache
def _server() -> Path:
    folder = _folder()
    _pg_ctl("start")
    atexit.register(_stop, folder)
    return folder


def _stop(folder: Path) -> None:
    _pg_ctl("stop", "-m", "immediate")
    shutil.rmtree(folder, ignore_errors=True)


def _pg_ctl(what: str, *more: str) -> None:
    folder = _folder()
    options = [] if what == "stop" else ["-o", f"{_FAST} -k {folder}", "-l", str(folder / "log")]
    _run("pg_ctl", "-D", str(folder / "data"), "-w", *more, *options, what)


@cache
def _template() -> str:
    from kg.store import open_store  # noqa: PLC0415 - SQLAlchemy takes half a second

    _sql("CREATE DATABASE empty")
    open_store(_url("empty")).close()
    return "empty"


def _url(name: str) -> str:
    return f"postgresql+psycopg://qipan@/{name}?host={_server()}"


def _sql(command: str) -> None:
    import psycopg  # noqa: PLC0415 - only these tests need it

    with psycopg.connect(f"host={_server()} user=qipan dbname=postgres", autocommit=True) as connection:
        connection.execute(command)


def _binary(name: str) -> str | None:
    places = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
    return shutil.which(name, path=os.pathsep.join([*places, os.environ["PATH"]]))


@cache
def _user() -> str | None:
    """Whom to run it as: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"


def _run(name: str, *arguments: str) -> None:
    command = [str(_binary(name)), *arguments]
    with tempfile.TemporaryFile() as said:  # a pipe would be kept open by the server
        ran = subprocess.run(command, stdout=said, stderr=said, check=False, user=_user(), cwd="/")
        if ran.returncode:
            said.seek(0)
            raise RuntimeError(f"{name}: {said.read().decode(errors='replace')}")
