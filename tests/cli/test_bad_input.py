"""Whatever is handed in is read, or refused with one line that says what and what instead; in seconds either way."""

import json
import socket
import time

import pytest

GOOD = "騰訊旗下的AI產品「元寶」將派發10億元紅包。"
HANS = "比亚迪去年卖出四百二十七万辆新车。"
SECONDS = 30  # of processor time: others' work on the same machine does not count

REFUSED = {
    "empty": (b"", "is empty. Give a text"),
    "blank": ("\u3000\n".encode(), "is empty. Give a text"),
    "binary": (b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)), "is not text: byte 7 is NUL. Give a .txt or .md file."),
    "nul": (f"{GOOD}\0".encode(), "is NUL. Give a .txt or .md file."),
    "lone surrogate": (GOOD.encode() + b"\xed\xa0\x80", "nor UTF-16 with a byte order mark, GB18030 or Big5. Save it"),
    "surrogate in utf-16": (b"\xff\xfe" + b"\x00\xd8" + "騰訊".encode("utf-16-le"), "byte 0 is not. Save it as UTF-8"),
    "cut character": (GOOD.encode()[:-1], "Save it as UTF-8 text."),
    "5 MB without a stop": (("騰訊推出元寶，" * 240_000).encode(), "is longer than 500,000 characters. Split it"),
    "5 MB in one word": (b"a" * 5_000_000, "is longer than 500,000 characters. Split it"),
}
READ = {
    "gb18030": HANS.encode("gb18030"),
    "big5": GOOD.encode("big5"),
    "utf-16": GOOD.encode("utf-16"),
    "byte order mark": GOOD.encode("utf-8-sig"),
    "one sign": "。".encode(),
    "direction marks": f"\u202e{GOOD}\u2066".encode(),
    "private use": ("\ue000\ue001\uf8ff" * 1_000 + GOOD).encode(),
    "beyond the first plane": ("𠮷野家" + "🧧" * 1_000 + GOOD).encode(),
}
LONG = {
    "brackets": "（" * 16_000,
    "pairs of brackets": "「」" * 8_000,
    "brackets and a name": GOOD + "（[{「『《" * 2_700,
    "quotes": '"' * 16_000,
    "long without a stop": "騰訊推出元寶，" * 2_300,
    "digits": "9" * 16_000,
    "combining marks": "e" + "\u0301" * 16_000,
}
"""Several times as long as any article."""


@pytest.fixture(autouse=True)
def warm(qipan):
    """The first extraction of a process loads models; that is not what is measured here."""
    qipan("extract", "-", stdin=GOOD.encode())


@pytest.mark.parametrize("kind", REFUSED)
def test_refused_in_one_line(qipan, tmp_path, kind):
    raw, message = REFUSED[kind]
    (tmp_path / "a.txt").write_bytes(raw)
    start = time.process_time()
    ran = qipan("extract", tmp_path / "a.txt")
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith(f"qipan: {tmp_path}/a.txt: ")
    assert message in ran.err
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("kind", READ)
def test_read(qipan, kind):
    start = time.process_time()
    ran = qipan("extract", "-", stdin=READ[kind])
    assert (ran.status, ran.err) == (0, "")
    assert json.loads(ran.out)["document"]["length"] > 0
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("kind", LONG)
def test_four_times_the_text_takes_four_times_as_long(qipan, kind):
    took = []
    for size in (4_000, 16_000):
        text = LONG[kind][:size]
        start = time.process_time()
        ran = qipan("extract", "-", stdin=text.encode())
        took.append(time.process_time() - start)
        assert (ran.status, ran.err) == (0, "")
        assert json.loads(ran.out)["document"]["length"] == len(text)
    assert took[1] < min(max(8 * took[0], 4), SECONDS)  # where it grew with the square: sixteen times


@pytest.mark.parametrize("kind", ["gb18030", "big5", "utf-16", "byte order mark"])
def test_an_encoding_makes_no_difference(qipan, kind):
    text = HANS if kind == "gb18030" else GOOD
    read = [json.loads(qipan("extract", "-", stdin=raw).out) for raw in (READ[kind], text.encode())]
    assert read[0] == read[1]


def test_one_bad_file_among_good_ones(qipan, tmp_path):
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    for name, (raw, _) in REFUSED.items():
        (tmp_path / f"{name}.txt").write_bytes(raw)
    ran = qipan("add", tmp_path, "--store", tmp_path / "a.db")
    assert ran.status == 1
    assert ran.out.startswith(f"1 new, 0 changed, 0 unchanged, {len(REFUSED)} rejected\n")
    assert ran.err.count("\n") == len(REFUSED)


def test_missing_file(qipan, tmp_path):
    ran = qipan("extract", tmp_path / "no.txt")
    assert (ran.status, ran.out) == (1, "")
    assert (
        ran.err == f"qipan: {tmp_path}/no.txt: is not there. Give a file, a folder, a glob, or - for standard input.\n"
    )


def test_a_file_name_that_is_no_text(qipan, tmp_path):
    name = b"\xff\x1b[2J.txt".decode("utf-8", "surrogateescape")
    (tmp_path / name).write_bytes(b"")
    ran = qipan("extract", tmp_path)
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert "\x1b" not in ran.err


def test_a_port_in_use(qipan, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = qipan("serve", "--store", tmp_path / "a.db", "--port", port)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == f"qipan: Port {port} of 127.0.0.1 is in use. Give another --port or --host.\n"
