import json

import pytest

TEXT = "騰訊旗下的AI產品「元寶」將派發10億元紅包。騰訊手握微信與QQ。"


@pytest.fixture
def store(tmp_path):
    return tmp_path / "a.db"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text(f"---\nid: a\ntitle: 紅包\n---\n{TEXT}", "utf-8")
    (folder / "b.txt").write_bytes("比亚迪去年卖出427万辆新车。".encode("gb18030"))
    return folder


def counts(ran):
    return ran.out.splitlines()[0]


def test_reports_what_was_new_and_what_the_store_holds(qipan, folder, store):
    ran = qipan("add", folder, "--store", store)
    assert (ran.status, ran.err) == (0, "")
    assert counts(ran) == "2 new, 0 changed, 0 unchanged, 0 rejected"
    assert ran.out.splitlines()[1].startswith(f"{store}: 2 documents, ")


def test_the_same_articles_change_nothing(qipan, folder, store):
    first = qipan("add", folder, "--store", store)
    before = store.read_bytes()
    again = qipan("add", folder, "--store", store)
    assert counts(again) == "0 new, 0 changed, 2 unchanged, 0 rejected"
    assert again.out.splitlines()[1:] == first.out.splitlines()[1:]
    assert store.read_bytes() == before


def test_a_changed_article_takes_the_place_of_the_old(qipan, folder, store):
    qipan("add", folder, "--store", store)
    (folder / "a.md").write_text(f"---\nid: a\ntitle: 紅包\n---\n{TEXT}比亞迪收購小米。", "utf-8")
    ran = qipan("add", folder, "--store", store)
    assert counts(ran) == "0 new, 1 changed, 1 unchanged, 0 rejected"
    assert ": 2 documents, " in ran.out


def test_a_bad_file_stops_nothing(qipan, folder, store):
    (folder / "0.txt").write_bytes(b"\x00")
    (folder / "z.txt").write_bytes(b"")
    ran = qipan("add", folder, folder / "no.txt", "--store", store)
    assert ran.status == 1
    assert counts(ran) == "2 new, 0 changed, 0 unchanged, 3 rejected"
    assert [line.split(": ")[1] for line in ran.err.splitlines()] == [
        str(folder / "0.txt"),
        str(folder / "z.txt"),
        str(folder / "no.txt"),
    ]


def test_reads_standard_input(qipan, store):
    lines = "\n".join(json.dumps({"id": i, "text": TEXT + i}) for i in "ab").encode()
    assert counts(qipan("add", "-", "--store", store, stdin=TEXT.encode())).startswith("1 new")
    assert counts(qipan("add", "-", "--input-format", "jsonl", "--store", store, stdin=lines)).startswith("2 new")


def test_order_makes_no_difference(qipan, folder, tmp_path):
    one, two = tmp_path / "1.db", tmp_path / "2.db"
    qipan("add", folder / "a.md", folder / "b.txt", "--store", one)
    qipan("add", folder / "b.txt", folder / "a.md", "--store", two)
    shown = [qipan("show", "騰訊", "--format", "json", "--store", store).out for store in (one, two)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("address", ["{}/no/such/folder/a.db", "nosuch://x", "{}"])
def test_an_unusable_store_is_named_in_one_line(qipan, folder, tmp_path, address):
    ran = qipan("add", folder, "--store", address.format(tmp_path))
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_another_file_is_not_overwritten(qipan, folder, tmp_path):
    (tmp_path / "a.db").write_text("my diary" * 1000)
    ran = qipan("add", folder, "--store", tmp_path / "a.db")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert (tmp_path / "a.db").read_text() == "my diary" * 1000
