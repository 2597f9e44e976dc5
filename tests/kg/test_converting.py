"""Files of other kinds are converted in a process that can be ended."""

import pytest

from kg.converting import Converter, convert
from kg.errors import UnreadableInput
from kg.formats import read_format
from kg.reading import read_article

SAID = "騰訊旗下的AI產品「元寶」週二上線，董事長表示將派發十億元紅包。"
PAGE = f"""<html><head><title>元寶上線</title><meta name="author" content="王一"></head><body><article><h1>元寶上線</h1>
<p>{SAID}</p><p>分析師認為，阿里巴巴的千問仍然領先，兩家公司將繼續競爭，市場規模可望擴大。</p></article></body></html>"""


@pytest.fixture
def converter():
    made = Converter()
    yield made
    made.close()


def test_a_file_is_converted_as_it_is_here(converter):
    assert converter(PAGE.encode(), ".html", name="a") == read_format(PAGE.encode(), ".html", name="a")
    with pytest.raises(UnreadableInput, match="b: cannot be read") as caught:
        converter(b"no zip", ".docx", name="b")
    assert caught.value.hint


def test_what_takes_too_long_is_ended_and_the_next_file_is_read(converter):
    with pytest.raises(UnreadableInput, match=r"a: takes longer than 0.001 s to convert") as caught:
        converter(PAGE.encode(), ".html", name="a", seconds=0.001)
    assert "Split it" in caught.value.hint
    assert SAID in converter(PAGE.encode(), ".html", name="a").text


def test_a_process_that_ended_by_itself_is_started_again(converter):
    converter(PAGE.encode(), ".html", name="a")
    converter._process.kill()  # noqa: SLF001 - as the system does where memory is short
    converter._process.wait()  # noqa: SLF001 - as above
    assert SAID in converter(PAGE.encode(), ".html", name="a").text


def test_articles_are_read_within_the_limit(tmp_path, monkeypatch, qipan):
    (tmp_path / "slow.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "a.txt").write_text(SAID, encoding="utf-8")
    monkeypatch.setattr("kg.converting.SECONDS", 0.001)
    convert.close()
    ran = qipan("add", tmp_path, "--store", tmp_path / "q.db")
    assert ran.status == 1
    assert "slow.html: takes longer than 0.001 s" in ran.err
    assert ran.out.startswith("1 new")
    monkeypatch.undo()
    assert read_article(tmp_path / "slow.html").author == "王一"
