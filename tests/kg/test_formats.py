"""Pages, Word files, PDFs and e-books become articles; bombs and tricks do not."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter

from kg.errors import UnreadableInput
from kg.formats import read_format
from kg.reading import read_article

SAID = "騰訊旗下的AI產品「元寶」週二上線，董事長表示將派發十億元紅包。"
MORE = "分析師認為，阿里巴巴的千問仍然領先，兩家公司將繼續競爭，市場規模可望擴大。"
PAGE = f"""<html><head><title>元寶上線</title><meta name="author" content="王一">
<meta property="article:published_time" content="2025-03-04T08:00:00+08:00"></head><body>
<nav><a href="/">首頁</a><a href="/a">訂閱</a></nav>
<article><h1>元寶上線</h1><p>{SAID}</p><p>{MORE}</p><p>{SAID[:20]}，細節待公布。</p></article>
<footer>版權所有</footer><script>alert("騰訊")</script></body></html>"""


def docx_file() -> bytes:
    file = docx.Document()
    file.core_properties.title, file.core_properties.author = "元寶上線", "王一"
    file.add_paragraph(SAID)
    file.add_table(rows=1, cols=2).rows[0].cells[0].text = "營收"
    file.add_paragraph(MORE)
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()


def epub_file(chapter: str = f"<html><body><h1>元寶</h1><p>{SAID}</p><p>{MORE}</p></body></html>") -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        file.writestr("META-INF/container.xml", '<container><rootfile full-path="O/c.opf"/></container>')
        about = "<metadata><title>一本書</title><creator>王一</creator><date>2025-03-04</date></metadata>"
        manifest = '<manifest><item id="a" href="a%20b.xhtml"/></manifest><spine><itemref idref="a"/></spine>'
        file.writestr("O/c.opf", f"<package>{about}{manifest}</package>")
        file.writestr("O/a b.xhtml", chapter)
    return kept.getvalue()


def pdf_file(words: str = SAID) -> bytes:
    """One page whose font maps codes to characters, as those of word processors do."""
    codes = "".join(f"{n:04x}" for n, _ in enumerate(words, 1))
    pairs = "\n".join(f"<{n:04x}> <{ord(c):04x}>" for n, c in enumerate(words, 1))
    cmap = (
        f"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange {len(words)} beginbfchar\n{pairs}\nendbfchar"
    )
    stream = f"BT /F 12 Tf 50 700 Td <{codes}> Tj ET"
    font, system = "/Type /Font /BaseFont /X", "/Registry (Adobe) /Ordering (Identity)"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        f"<< {font} /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        f"<< {font} /Subtype /CIDFontType2 /CIDSystemInfo << {system} /Supplement 0 >> /DW 1000 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"xref\n0 8\n0000000000 65535 f \n{table}trailer << /Size 8 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + tail.encode()


@pytest.mark.parametrize(
    ("suffix", "raw", "title"),
    [
        (".html", PAGE.encode(), "元寶上線"),
        (".docx", docx_file(), "元寶上線"),
        (".epub", epub_file(), "一本書"),
        (".pdf", pdf_file(), ""),
    ],
)
def test_the_body_is_taken_and_what_it_says_of_itself(tmp_path: Path, suffix, raw, title):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(raw)
    article = read_article(path)
    assert SAID in article.text
    assert (article.title, article.taken) == (title, True)
    assert "alert" not in article.text
    assert "訂閱" not in article.text
    if suffix == ".html":
        assert article.date == "2025-03-04"
    if suffix == ".docx":
        assert "營收" in article.text


def bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", "0" * 70_000_000)
    return kept.getvalue()


def empty_pdf() -> bytes:
    kept, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(kept)
    return kept.getvalue()


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
    + "]><html><body><p>&h;</p></body></html>"
)
FILE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><html><body><p>&f;</p></body></html>'


@pytest.mark.parametrize(
    ("suffix", "raw"),
    [
        (".docx", bomb()),
        (".epub", bomb()),
        (".docx", b"PK\x03\x04 broken"),
        (".docx", docx_file()[:500]),
        (".pdf", b"%PDF-1.4 broken"),
        (".pdf", pdf_file()[:300]),
        (".pdf", empty_pdf()),
        (".html", b""),
        (".html", b"<html></html>"),
        (".html", b"\xff\xfe\x00" * 50),
        (".epub", epub_file("")),
    ],
)
def test_what_is_no_article_is_refused(suffix, raw):
    with pytest.raises(UnreadableInput) as caught:
        read_format(raw, suffix, name="a")
    assert caught.value.hint


@pytest.mark.parametrize("chapter", [LAUGHS, FILE])
def test_entities_bring_nothing_in(chapter):
    for suffix, raw in ((".epub", epub_file(chapter)), (".html", chapter.encode())):
        try:
            text = read_format(raw, suffix, name="a").text
        except UnreadableInput:
            continue
        assert "root:" not in text
        assert len(text) < 1000


def test_deep_nesting_ends(tmp_path):
    deep = "<div>" * 100_000 + SAID + "</div>" * 100_000
    for suffix, raw in ((".html", deep.encode()), (".epub", epub_file(f"<html><body>{deep}</body></html>"))):
        with suppress(UnreadableInput):
            assert len(read_format(raw, suffix, name="a").text) < 10_000
