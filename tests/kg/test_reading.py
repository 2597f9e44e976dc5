import io
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.decoding import decode
from kg.errors import UnreadableInput
from kg.reading import article_paths, content_id, read_article, read_jsonl, read_stream, read_text
from kg.resources import data_dir

HANT = "騰訊宣布，旗下的「元寶」將派發10億元紅包。"
HANS = "腾讯宣布，旗下的“元宝”将派发10亿元红包。"
SAMPLES = sorted((data_dir() / "articles").glob("*.md"))
EVERY_ENCODING = ["utf-8", "utf-8-sig", "utf-16", "gb18030"]


@pytest.mark.parametrize("text", [HANT, HANS, "腾讯推出元宝", "騰訊推出元寶", "AI 元宝"])
@pytest.mark.parametrize("encoding", EVERY_ENCODING)
def test_short_text_is_read_in_every_encoding(text, encoding):
    assert decode(text.encode(encoding), name="x") == text


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
@pytest.mark.parametrize("encoding", EVERY_ENCODING)
def test_whole_article_is_read_in_every_encoding(path, encoding):
    text = path.read_text("utf-8")
    assert decode(text.encode(encoding), name="x") == text


@pytest.mark.parametrize("text", [HANT, "騰訊推出元寶", "台積電愈跑愈遠，三星與英特爾怎麼追"])
@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "cp950"])
def test_big5_is_read(text, encoding):
    assert decode(text.encode(encoding), name="x") == text


def test_big5_article_is_read_whole():
    text = "\n".join(p.read_text("utf-8") for p in SAMPLES if "騰訊" in p.read_text("utf-8"))
    raw = text.encode("big5", "ignore")
    assert decode(raw, name="x") == raw.decode("big5")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_one_newline(end):
    assert decode(f"騰訊{end}阿里".encode(), name="x") == "騰訊\n阿里"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "x: is empty."),
        (b" \n\t\n", "x: is empty."),
        (b"\xef\xbb\xbf", "x: is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "x: is not text: byte 8 is NUL."),
        ("騰訊\0".encode(), "x: is not text: byte 6 is NUL."),
        ("騰訊".encode("utf-16-le"), "x: is neither UTF-8"),  # no byte order mark and no NUL byte: nothing tells
        ("騰訊".encode("utf-16-le", "ignore") + "A".encode("utf-16-le"), "x: is not text: byte 5 is NUL."),
        ("騰訊".encode("utf-16") + b"\x00\xd8", "x: its byte order mark says utf-16-le, but byte 4 is not."),
        ("騰訊\ud800".encode("utf-8", "surrogatepass"), "x: is neither UTF-8 (byte 6)"),
        ("ソニーは新型のゲーム機を発売すると発表した。".encode("shift_jis"), "x: is neither UTF-8"),
        (bytes(range(1, 256)) * 8, "x: is neither UTF-8"),
    ],
    ids=[
        "empty",
        "blank",
        "mark",
        "png",
        "nul",
        "utf16",
        "utf16-nul",
        "half",
        "surrogate",
        "japanese",
        "junk",
    ],
)
def test_what_is_no_text_is_refused_in_one_line(raw, message):
    with pytest.raises(UnreadableInput) as caught:
        read_stream(io.BytesIO(raw), name="x")
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw):
    with suppress(UnreadableInput):
        assert read_stream(io.BytesIO(raw), name="x").text.encode("utf-8")


class TestFrontMatter:
    def test_says_what_the_article_is(self):
        text = f'---\nid: a-1\ntitle: "紅包: 再戰"\ndate: 2026-02-02\nsource: 範例\nauthor: 林彥廷\n---\n{HANT}\n'
        raw = read_text(text, name="x")
        assert (raw.id, raw.title, raw.date, raw.source, raw.author) == (
            "a-1",
            "紅包: 再戰",
            "2026-02-02",
            "範例",
            "林彥廷",
        )
        assert raw.text == f"{HANT}\n"

    @pytest.mark.parametrize(
        "text",
        [
            f"---\n{HANT}\n---\n{HANT}",  # two rules, not keys
            f"---\n{HANT}",  # never closed
            f"{HANT}\n---\nid: a\n---\n",  # not at the top
        ],
    )
    def test_other_dashes_are_text(self, text):
        assert read_text(text, name="x").text == text

    @pytest.mark.parametrize(
        ("head", "message"),
        [
            ("id: [", "x:2: front matter is not YAML."),
            ("id: ../../etc/passwd", "x: '../../etc/passwd' is no id."),
            ("id: <script>", "x: '<script>' is no id."),
            ("date: 五月", "x: '五月' is no date."),
            ("date: 2025-02-30", "x: '2025-02-30' is no date."),
        ],
    )
    def test_wrong_front_matter_is_refused(self, head, message):
        with pytest.raises(UnreadableInput) as caught:
            read_text(f"---\n{head}\n---\n{HANT}", name="x")
        assert str(caught.value).startswith(message)

    def test_nested_yaml_does_not_grow(self):
        bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
            f"{c}: &{c} [{','.join([f'*{b}'] * 9)}]" for b, c in zip("abcdefgh", "bcdefghi", strict=True)
        )
        assert read_text(f"---\n{bomb}\n---\n{HANT}", name="x").text == HANT


def test_id_is_the_contents():
    assert read_text(HANT, name="a").id == read_text(HANT, name="b").id == content_id(HANT)
    assert content_id(HANT) != content_id(HANS)


class TestPaths:
    @pytest.fixture
    def folder(self, tmp_path):
        for name in ("b.md", "a.txt", "c.png", ".hidden.md", "deep/d.TXT", ".git/e.md"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(HANT, "utf-8")
        (tmp_path / "empty").mkdir()
        return tmp_path

    def names(self, folder, argument):
        return [str(p.relative_to(folder)) for p in article_paths(str(folder / argument))]

    def test_folder(self, folder):
        assert self.names(folder, "") == ["a.txt", "b.md", "deep/d.TXT"]

    def test_file_of_any_name(self, folder):
        assert self.names(folder, "c.png") == ["c.png"]

    def test_glob(self, folder):
        assert self.names(folder, "**/*.[tT]*") == ["a.txt", "deep/d.TXT"]

    def test_a_file_whose_name_looks_like_a_glob(self, folder):
        (folder / "[x].txt").write_text(HANT, "utf-8")
        assert self.names(folder, "[x].txt") == ["[x].txt"]

    @pytest.mark.parametrize(
        ("argument", "message"),
        [
            ("missing.txt", "is not there."),
            ("*.pdf", "is not there."),
            ("empty", "holds no article."),
            ("字" * 5000, "cannot be a path: File name too long."),
        ],
    )
    def test_nothing_there(self, folder, argument, message):
        with pytest.raises(UnreadableInput, match=message):
            article_paths(str(folder / argument))


@pytest.mark.parametrize(
    ("name", "message"), [("a.pdf", "cannot be read: "), ("a.HTML", "cannot be read: "), ("b.txt", "cannot be read: ")]
)
def test_unreadable_files(tmp_path, name, message):
    with pytest.raises(UnreadableInput) as caught:
        read_article(tmp_path / name)
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["騰訊，" * 200_000, "a" * 3_000_000], ids=["characters", "bytes"])
def test_what_is_too_long_for_an_article_is_refused(tmp_path, text):
    (tmp_path / "a.txt").write_text(text, "utf-8")
    with pytest.raises(UnreadableInput, match=r"is longer than 500,000 characters\. Split it"):
        read_article(tmp_path / "a.txt")


def test_endless_device_is_refused():
    with pytest.raises(UnreadableInput):
        read_article(Path("/dev/zero"))


class TestJsonLines:
    def read(self, *lines):
        stream = io.BytesIO(
            b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
        )
        return list(read_jsonl(stream, name="-"))

    def test_a_line_an_article_in_order(self):
        first, second = self.read({"id": "a", "text": HANT, "date": "2025-01-02"}, b"", {"text": HANS, "title": "T"})
        assert (first.id, first.text, first.date) == ("a", HANT, "2025-01-02")
        assert (second.id, second.title) == (content_id(HANS), "T")

    def test_a_number_is_an_id(self):
        assert self.read({"id": 7, "text": HANT})[0].id == "7"

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            (b"{", "-:1: is not JSON."),
            (b"\xff", "-:1: is not JSON."),
            (b"[" * 100_000, "-:1: is not JSON."),
            ([HANT], "-:1: has no text."),
            ({"id": "a"}, "-:1: has no text."),
            ({"text": ""}, "-:1: is empty."),
            ({"text": "騰訊\0"}, "-:1: character 2 is NUL."),
            ({"text": "騰訊\ud800。"}, "-:1: character 2 is half of a surrogate pair."),
        ],
    )
    def test_a_bad_line_does_not_stop_the_rest(self, line, message):
        bad, good = self.read(line, {"text": HANT})
        assert isinstance(bad, UnreadableInput)
        assert str(bad).startswith(message)
        assert good.text == HANT


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_sample_articles_say_what_they_are(path):
    raw = read_article(path)
    assert 500 <= len(raw.text) <= 1200
    assert raw.title
    assert raw.date
    assert raw.source == "Qipan sample"
    assert "licence: CC0" in path.read_text("utf-8")


def test_sample_articles_are_in_both_scripts():
    from kg.text import script_of  # noqa: PLC0415 - the only test that needs it

    scripts = [script_of(read_article(p).text) for p in SAMPLES]
    assert (scripts.count("hant"), scripts.count("hans")) == (5, 5)
