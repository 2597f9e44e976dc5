"""What the documentation says is so."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import cli_page
import pytest

from api.cli import COMMANDS, command

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").glob("*.md")]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


TOUR = [line for block in blocks("sh") for line in block.splitlines()]


ENVIRONMENT = {**os.environ, "PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"}
SERVED = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def tour(sample_store, tmp_path_factory):
    """Runs a line of the tour as a reader does after `make run`: with the tools on the path and the graph served."""
    folder = tmp_path_factory.mktemp("tour")
    shutil.copy(sample_store, folder / "qipan.db")
    serving = ["qipan", "serve", "--port", "0"]
    with subprocess.Popen(serving, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, encoding="utf-8") as server:
        address = re.search(r"(http://\S+)/view", server.stdout.readline())[1]

        def run(line: str) -> subprocess.CompletedProcess[str]:
            command = ["/bin/sh", "-c", line.replace(SERVED, address)]
            return subprocess.run(
                command, cwd=folder, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False
            )

        yield run
        server.terminate()


@pytest.mark.parametrize("line", TOUR)
def test_the_tour_works(tour, line):
    ran = tour(line)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout or " -o " in line or ">" in line
    assert '"error"' not in ran.stdout


def test_python_of_the_readme_prints_statements(tmp_path):
    (code,) = blocks("python")
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert "company:騰訊" in ran.stdout


def test_every_make_target_that_is_spoken_of_exists():
    pages = "\n".join(page.read_text("utf-8") for page in PAGES)
    for target in sorted(set(re.findall(r"(?:`|^    )make ([a-z]+)", pages, re.MULTILINE))):
        subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, check=True)


def test_the_command_page_is_the_commands_own_help():
    assert cli_page.PAGE.read_text("utf-8") == cli_page.page(), "run make docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name):
    assert command(name).__doc__
    assert f"## qipan {name}\n" in cli_page.PAGE.read_text("utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text("utf-8"))
    assert not [target for target in targets if not (path.parent / target).exists()]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_that_are_spoken_of_exist(path):
    spoken = re.findall(r"`((?:kg|viz|api|data|docs|tests)/[\w./*-]*)`", path.read_text("utf-8"))
    assert not [name for name in spoken if not list(ROOT.glob(name.rstrip("/")))]


def test_every_part_of_data_is_described():
    page = (ROOT / "data" / "README.md").read_text("utf-8")
    parts = {path.relative_to(ROOT / "data").parts[0] for path in (ROOT / "data").rglob("*") if path.is_file()}
    assert not [part for part in sorted(parts - {"README.md"}) if f"`{part}" not in page]
