"""The rules of the house that a program can check."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("kg", "viz", "api")
"""From the inside out: a layer imports itself and those before it."""
LONGEST = 300
LONGER: dict[str, str] = {}
"""Files that may be longer, each with the reason."""
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


def explanations(node: ast.AST) -> set[int]:
    """Strings that stand alone: docstrings, and what explains the name above it."""
    return {id(inner.value) for inner in ast.walk(node) if isinstance(inner, ast.Expr)}


@pytest.mark.parametrize("path", CODE, ids=name)
def test_imports_go_one_way(path):
    layer = LAYERS.index(path.relative_to(ROOT).parts[0])
    outer = set(LAYERS[layer + 1 :]) | {"tests"}
    assert not {module for module in imported(path) if module.split(".")[0] in outer}


@pytest.mark.parametrize("path", CODE + TESTS, ids=name)
def test_a_file_is_read_in_one_sitting(path):
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= LONGEST or name(path) in LONGER, f"{lines} lines: split it by its nouns"


def test_exceptions_are_still_needed():
    assert all(len((ROOT / path).read_text("utf-8").splitlines()) > LONGEST for path in LONGER)


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
    assert not found, "move it to data/"


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_module_is_named_for_its_noun(path):
    assert path.stem not in DRAWERS
    assert path.parent.name not in DRAWERS


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_module_says_what_it_is(path):
    assert ast.get_docstring(tree(path)) or not path.read_text("utf-8").strip(), "begin it with a docstring"


@pytest.mark.parametrize("path", CODE, ids=name)
def test_only_resources_knows_where_data_is(path):
    assert name(path) == "kg/resources.py" or not re.search(r"\b_data\b", path.read_text("utf-8"))
