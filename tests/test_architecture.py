"""The rules of the house that a program can check."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("kg", "viz", "api")
"""From the inside out: a layer imports itself and those before it."""
LONGEST = {"tests": 400, "kg": 300, "viz": 300, "api": 300}
LONGER: dict[str, str] = {}
"""Files that may be longer, each with the reason."""
DOCUMENTATION = {"description", "example", "examples", "openapi_examples", "summary"}
"""Arguments that hold words for the reader of the documentation."""
SPEAKS_CHINESE = {
    "api/describe.py": "the front page of the API's documentation",
    "api/schemas/": "examples of what goes over the wire",
}
DRAWERS = {"common", "helpers", "misc", "util", "utils"}
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
BLOCK_BORDERS = re.compile("[\u3400\u4dbf\u4e00\u9fff\uf900\ufaff]")
"""They stand for ranges of characters, not for words."""

CODE = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}:{node.lineno}: write the whole name of the module"
            yield str(node.module)


def explanations(module: ast.AST) -> set[int]:
    """Strings that stand alone (docstrings, and what explains the name above it) or that document an argument."""
    alone = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    arguments = (n.value for n in ast.walk(module) if isinstance(n, ast.keyword) and n.arg in DOCUMENTATION)
    return alone | {id(inner) for argument in arguments for inner in ast.walk(argument)}


@pytest.mark.parametrize("path", CODE, ids=name)
def test_imports_go_one_way(path):
    layer = LAYERS.index(path.relative_to(ROOT).parts[0])
    outer = set(LAYERS[layer + 1 :]) | {"tests"}
    assert not {module for module in imported(path) if module.split(".")[0] in outer}


@pytest.mark.parametrize("path", CODE + TESTS, ids=name)
def test_a_file_is_read_in_one_sitting(path):
    lines = len(path.read_text("utf-8").splitlines())
    most = LONGEST[path.relative_to(ROOT).parts[0]]
    assert lines <= most or name(path) in LONGER, f"{lines} lines: split it by its nouns"


def test_exceptions_are_still_needed():
    assert all(len((ROOT / path).read_text("utf-8").splitlines()) > LONGEST[path.split("/")[0]] for path in LONGER)
    assert all(any(name(path).startswith(prefix) for path in CODE) for prefix in SPEAKS_CHINESE)


@pytest.mark.parametrize("path", CODE, ids=name)
def test_chinese_words_live_in_data(path):
    module = tree(path)
    docs = explanations(module)
    found = [
        f"{name(path)}:{node.lineno}: {node.value!r}"
        for node in ast.walk(module)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs
        and CHINESE.search(BLOCK_BORDERS.sub("", node.value))
    ]
    assert not found or name(path).startswith(tuple(SPEAKS_CHINESE)), "move it to data/"


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_module_is_named_for_its_noun(path):
    assert path.stem not in DRAWERS
    assert path.parent.name not in DRAWERS


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_module_says_what_it_is(path):
    assert ast.get_docstring(tree(path)) or not path.read_text("utf-8").strip(), "begin it with a docstring"


@pytest.mark.parametrize("path", CODE, ids=name)
def test_only_resources_knows_where_data_is(path):
    names = {node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)}
    assert name(path) == "kg/resources.py" or "_data" not in names


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_holds_what_is_depended_on_and_no_address(lock):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = project["project"]["dependencies"] + ("dev" in lock) * project["dependency-groups"]["dev"]
    text = (ROOT / lock).read_text("utf-8")
    pinned = set(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", text, re.MULTILINE))
    assert {re.match(r"[\w.-]+", line)[0].lower() for line in wanted} <= pinned, "run make lock"
    assert "://" not in text
