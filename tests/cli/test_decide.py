"""`qipan decide`, `qipan decisions` and `qipan remove`."""

import json

import pytest
from builders import document, says

from kg.store import open_store


@pytest.fixture
def address(tmp_path):
    with open_store(tmp_path / "q.db") as store:
        store.add(document(says("Company:騰訊|腾讯", "develops", "Product:元寶"), id="t"))
        store.add(document(says("Company:騰訊控股", "develops", "Product:微信"), id="h"))
    return tmp_path / "q.db"


def test_deciding_listing_and_undoing(qipan, address):
    merged = qipan("decide", "merge", "騰訊", "騰訊控股", "--store", address, "--author", "王", "--reason", "同一家")
    assert (merged.status, merged.err) == (0, "")
    decision_id = merged.out.split()[0]
    [listed] = json.loads(qipan("decisions", "--store", address, "--format", "json").out)
    assert (listed["id"], listed["author"], listed["state"]) == (decision_id, "王", "in force")
    assert "微信" in qipan("show", "腾讯", "--store", address).out
    assert qipan("decide", "undo", decision_id, "--store", address).status == 0
    assert "微信" not in qipan("show", "腾讯", "--store", address).out
    assert "同一家" in qipan("decisions", "--store", address).out


def test_a_log_goes_to_a_file_and_back_and_conflicts_are_listed(qipan, address, tmp_path):
    shown = json.loads(qipan("show", "元寶", "--store", address, "--format", "json").out)
    statement = shown["relations"][0]["statements"][0]["id"]
    assert qipan("decide", "correct", statement, "modality=reported", "--store", address).status == 0
    assert qipan("decisions", "--export", tmp_path / "log.yaml", "--store", address).status == 0
    removed = qipan("remove", "t", "nothing", "--store", address)
    assert (removed.status, removed.out.splitlines()[0]) == (1, "1 removed, 1 not there")
    [conflict] = json.loads(qipan("decisions", "--conflicts", "--store", address, "--format", "json").out)
    assert conflict["state"] == "meets nothing: statement"
    open_store(tmp_path / "other.db").close()
    taken = qipan("decisions", "--import", tmp_path / "log.yaml", "--store", tmp_path / "other.db")
    assert taken.out == "1 decisions taken, 1 of the log meet nothing\n"


@pytest.mark.parametrize(
    "words",
    [
        ("fly", "x"),
        ("merge", "騰訊"),
        ("rename", "騰訊"),
        ("rename", "騰訊", "a", "b"),
        ("correct", "x", "modality"),
        ("undo", "nothing"),
        ("merge", "騰訊", "無此公司"),
    ],
)
def test_what_cannot_be_decided_says_why(qipan, address, words):
    ran = qipan("decide", *words, "--store", address)
    assert ran.status in {1, 2}
    assert ran.err.startswith("qipan: ")
    assert ran.out == ""
