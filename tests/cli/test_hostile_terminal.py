"""What texts and file names do to the terminal of who runs `qipan`: no control, no turned words, no forged line."""

import json
import unicodedata

import pytest
from hostile import GROUPS, STORABLE, hostile_document

from kg.cli.output import json_line
from kg.decisions.drafts import rename
from kg.store import open_store

STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
TEXTS = [t for t in STORABLE if len(t) < 200 and any(unicodedata.category(c) in STEERING for c in t)][:45]
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MOST = BIDI | {chr(c) for c in (*range(32), *range(127, 160))}
NAMES = [
    name for group in ("logs and terminals", "headers", "paths", "unicode", "control") for name in GROUPS[group]
    if "/" not in name and "\0" not in name and name.strip(". ") and not any("\ud800" <= c <= "\udfff" for c in name)
    and len(name.encode()) < 200
]  # fmt: skip


def steers(text, *, only=None):
    """The characters of what was printed that could steer a terminal; line ends are the command's own."""
    return {c for c in text if c != "\n" and (c in only if only else unicodedata.category(c) in STEERING)}


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "q.db"
    with open_store(path) as store:
        for number, words in enumerate(TEXTS):
            store.add(hostile_document(words, id=f"d{number}"))
        for number in (0, 7, 11):
            entity = next(iter(store.graph().entities(type="Factor")))
            store.decide(
                rename(entity, f"{TEXTS[number]}改{number}", author=f"王{TEXTS[number]}", reason=TEXTS[number])
            )
    return path


COMMANDS = [
    ("show",), ("profile",), ("loops",), ("review", None), ("contradictions", None), ("decisions", None),
    ("audit", None), ("history", None, "--on", "2999"), ("query", "MATCH (a)-[r]->(b) RETURN a.name, b.name"),
    ("ask",),
]  # fmt: skip


def test_there_is_something_to_try():
    assert len(TEXTS) > 40
    assert len(NAMES) > 60


@pytest.mark.parametrize("output", ["table", "json"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c[0])
def test_no_text_steers_the_terminal(qipan, hostile_store, command, output):
    names = ["\x1b[31mred\x1b[0m", "\u202e改"] if len(command) == 1 else [command[1]]
    for name in names:
        words = [f"{name}是什麼？" if command[0] == "ask" else name] if name is not None else []
        formatted = ["--format", output] if command[0] != "audit" else []
        ran = qipan(command[0], *words, *command[2:], *formatted, "--store", hostile_store)
        json_out = output == "json" and formatted
        assert steers(ran.err) == set()
        assert steers(ran.out, only=MOST if json_out else None) == set()
        if json_out:
            assert all(json.loads(line) is not None for line in ran.out.split("\n") if line)


def test_json_says_the_same_with_what_steers_escaped():
    for text in STORABLE:
        line = json_line({text: [text]})
        assert json.loads(line) == {text: [text]}
        assert "\n" not in line
        assert steers(line, only=BIDI) == set()


def test_no_file_name_steers_the_terminal_or_forges_a_line(qipan, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (folder / f"{number}{name}.txt").write_bytes(b"\0\xff\xfe\xff")
    ran = qipan("add", folder, "--store", tmp_path / "q.db")
    lines = ran.err.splitlines()
    assert ran.status == 1
    assert len(lines) == len(NAMES)
    assert all(line.startswith("qipan: ") for line in lines)
    assert steers(ran.err + ran.out) == set()


def test_what_is_taken_out_of_a_page_is_shown_on_one_line(qipan, tmp_path):
    said = "騰訊推出了元寶，阿里巴巴推出了千問，兩家公司將繼續競爭，市場規模可望擴大。" * 3
    page = "<html><head><title>x\u202ey\x9b31m</title></head><body><article><h1>x</h1><p>{}</p></article></body></html>"
    (tmp_path / "a\x1b]0;t\x07.html").write_text(page.format(said), encoding="utf-8")
    ran = qipan("add", tmp_path, "--store", tmp_path / "q\u202e.db")
    assert ran.status == 0
    assert ran.err.startswith("taken: ")
    assert ran.err.count("\n") == 1
    assert steers(ran.err + ran.out) == set()
