"""The wheel works where there is no checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel, tmp_path_factory) -> Path:
    """A fresh environment with the wheel in it; what it depends on is borrowed from this one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    site = next(folder.glob("lib/python*/site-packages"))
    (site / "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n", "utf-8")
    pip = [folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--no-index", "--ignore-installed", wheel], check=True)
    return folder


def run(elsewhere: Path, *command: object, text: str = "") -> str:
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    program = [elsewhere / "bin" / str(command[0]), *map(str, command[1:])]
    return subprocess.run(
        program, cwd=elsewhere, env=environment, input=text, capture_output=True, encoding="utf-8", check=True
    ).stdout


def test_holds_data_and_no_training_texts(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {path.relative_to(ROOT / "data") for path in (ROOT / "data").rglob("*") if path.is_file()}
    shipped = {f"kg/_data/{path.as_posix()}" for path in data if path.parts[0] != "annotated"}
    assert {name for name in names if name.startswith("kg/_data/")} == shipped
    assert not {name for name in names if "training" in name or "tests" in name}


def test_its_code_and_data_are_its_own(elsewhere):
    code = "import kg, viz, api.cli, kg.resources as r; print(kg.__file__, viz.__file__, r.data_dir())"
    assert all(path.startswith(str(elsewhere)) for path in run(elsewhere, "python", "-c", code).split())


def test_extracts(elsewhere):
    row = json.loads(run(elsewhere, "qipan", "extract", "-", text="騰訊旗下的AI產品「元寶」將派發10億元紅包。"))
    assert {"company:騰訊"} <= {entity["id"] for entity in row["entities"]}


def test_checks_its_data(elsewhere):
    assert run(elsewhere, "qipan", "check-data")
