import json
import subprocess
import sys

import pytest

from kg.extract import extract
from kg.serialise import to_json

TEXT = "騰訊旗下的AI產品「元寶」將派發10億元紅包。字節跳動與騰訊互為對手。"


def rows(ran):
    return [json.loads(line) for line in ran.out.splitlines()]


def test_prints_what_the_library_returns(qipan, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    ran = qipan("extract", tmp_path / "a.txt")
    assert (ran.status, ran.err) == (0, "")
    assert rows(ran) == [json.loads(json.dumps(to_json(extract(TEXT))))]


def test_reads_standard_input_and_folders_in_order(qipan, tmp_path):
    for name in ("b.txt", "a.md"):
        (tmp_path / name).write_text(f"---\nid: {name[0]}\n---\n{TEXT}", "utf-8")
    ran = qipan("extract", "-", tmp_path, stdin=f"---\nid: z\n---\n{TEXT}".encode("gb18030"))
    assert [row["document"]["id"] for row in rows(ran)] == ["z", "a", "b"]


def test_offsets_hold_in_the_text_as_it_stands(qipan, samples):
    for path, row in zip(samples, rows(qipan("extract", *samples)), strict=True):
        text = path.read_text("utf-8").split("---\n", 2)[2]
        assert row["document"]["length"] == len(text)
        quotes = [quote for relation in row["relations"] for quote in relation["evidence"]]
        assert all(text[quote["start"] : quote["end"]] == quote["text"] for quote in quotes)


def test_a_bad_file_stops_nothing(qipan, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(TEXT, "utf-8")
    (tmp_path / "c.txt").write_bytes(b"\x00\x01")
    ran = qipan("extract", tmp_path, tmp_path / "d.txt")
    assert len(rows(ran)) == ran.status == 1
    assert [line.split(": ")[2] for line in ran.err.splitlines()] == [
        "is empty. Give a text with at least one sentence.",
        "is not text",
        "is not there. Give a file, a folder, a glob, or - for standard input.",
    ]


class TestJsonLines:
    LINES = "\n".join(json.dumps({"id": str(i), "text": TEXT * (i + 1)}) for i in range(5)).encode()

    def test_a_line_out_for_a_line_in(self, qipan):
        bad = self.LINES.replace(b'{"id": "2"', b'{"id": "2", "text": "", "other"', 1).splitlines()
        bad[2] = b'{"id": "2", "text": ""}'
        ran = qipan("extract", "--input-format", "jsonl", "-", stdin=b"\n".join(bad))
        assert [row["document"]["id"] for row in rows(ran)] == list("01234")
        assert rows(ran)[2]["rejected"][0]["reason"] == "unreadable"
        assert (ran.status, ran.err.count("\n")) == (1, 1)

    def test_two_processes_print_the_same_as_one(self, qipan):
        one, two = (
            qipan("extract", "--input-format", "jsonl", "-", "--jobs", jobs, stdin=self.LINES) for jobs in (1, 2)
        )
        assert one == two


def test_table_shows_words_as_they_are(qipan):
    hostile = "騰訊推出「[red]元寶[/red]」，\x1b[2J字節跳動與騰訊互為對手。"
    ran = qipan("extract", "--format", "table", "-", stdin=hostile.encode())
    assert ran.status == 0
    assert "騰訊" in ran.out
    assert "\x1b" not in ran.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract"], "qipan: Missing argument 'FILE|-'. Try 'qipan --help'.\n"),
        (["extract", "--jobs", "0", "-"], "qipan: Invalid value for '--jobs'"),
        (["extract", "--no-such", "-"], "qipan: No such option: --no-such. Try"),
        (["no-such"], "qipan: No such command 'no-such'. Try 'qipan --help'.\n"),
    ],
)
def test_unusable_arguments_end_with_2_and_one_line(qipan, arguments, message):
    ran = qipan(*arguments)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(message)


def test_a_reader_that_goes_away_is_no_error(samples):
    command = [sys.executable, "-c", "from api.cli import main; main()", "extract", *samples]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait(timeout=60)
