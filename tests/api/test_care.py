"""The review queue, contradictions and history over HTTP and on the command line."""

import json

from builders import document, says

from api.schemas import CandidateOfMergeOut, ContradictionOut, HistoryPage, MergedOut, PageOut
from kg.model import Modality


def test_candidates_are_listed_until_somebody_decides(writing):
    found = PageOut[CandidateOfMergeOut].model_validate_json(writing.get("/v1/review").content).items
    assert [[e.id for e in c.entities] for c in found] == [["company:蘋果", "product:蘋果"]]
    body = {"kind": "apart", "author": "王", "entities": [e.id for e in found[0].entities]}
    assert writing.post("/v1/decisions", json=body).status_code == 201
    assert writing.get("/v1/review").json()["items"] == []


def test_what_was_merged_says_by_what(writing, store, qipan, tmp_path):
    store.add(document(says("Company:腾讯", "develops", "Product:混元"), id="other"))
    body = {"kind": "merge", "author": "王", "entities": ["product:混元", "product:元寶"]}
    decision = writing.post("/v1/decisions", json=body).json()["id"]
    found = PageOut[MergedOut].model_validate_json(writing.get("/v1/review/merged").content).items
    assert [(one.shared, one.decisions) for one in found] == [(["騰訊", "腾讯"], []), ([], [decision])]
    assert found[0].ways == [["騰訊", "腾讯", "Tencent"], ["腾讯"]]
    assert "腾讯" in qipan("review", "--merged", "--store", tmp_path / "q.db").out
    [first, _] = json.loads(qipan("review", "--merged", "--store", tmp_path / "q.db", "--format", "json").out)
    assert first["entity"] == found[0].entity


def test_contradictions_and_history(writing, store):
    denied = says("Company:騰訊", "develops", "Product:元寶", modality=Modality.NEGATED)
    store.add(document("騰訊否認推出元寶。", denied, id="denial", date="2026-03-01"))
    [one] = PageOut[ContradictionOut].model_validate_json(writing.get("/v1/contradictions").content).items
    assert [side.evidence[0].document.id for side in one.sides] == ["first", "denial"]
    assert len(writing.get("/v1/contradictions?entity=company:腾讯").json()["items"]) == 1
    assert writing.get("/v1/contradictions?entity=company:無").status_code == 404
    told = HistoryPage.model_validate_json(writing.get("/v1/history?on=2026-03-01&since=2026-02-28").content)
    assert [(t.how, t.relation.evidence[0].document.id) for t in told.items] == [("new", "denial")]
    assert len(writing.get("/v1/history?on=2025-12-31").json()["items"]) == 4
    assert writing.get("/v1/history?on=yesterday").status_code == 422


def test_history_shows_what_left_unless_it_was_forgotten(writing, qipan, tmp_path):
    writing.put("/v1/documents/first", json={"text": "小米 develops 澎湃。", "date": "2026-02-02"})
    writing.delete("/v1/documents/hostile")
    got = HistoryPage.model_validate_json(writing.get("/v1/history?on=2026-03-01T12:00").content)
    assert {t.relation.evidence[0].document.id for t in got.items} == {"first", "hostile"}
    assert "元寶" in {t.relation.tail.name for t in got.items}
    assert got.left == []
    assert writing.delete("/v1/documents/hostile?forget=true").status_code == 204
    assert writing.delete("/v1/documents/hostile?forget=true").status_code == 404
    got = HistoryPage.model_validate_json(writing.get("/v1/history?on=2026-03-01").content)
    assert {t.relation.evidence[0].document.id for t in got.items} == {"first"}
    assert [(one.document, one.how) for one in got.left] == [("hostile", "delete"), ("hostile", "forget")]
    assert writing.get("/v1/history?on=2999-01-01").json()["left"] == []
    ran = qipan("history", "--on", "2026-03-01", "--store", tmp_path / "q.db")
    assert "what they said then is not seen: hostile" in ran.err
    assert qipan("remove", "first", "--forget", "--store", tmp_path / "q.db").status == 0
    assert "元寶" not in qipan("history", "--on", "2026-03-01", "--store", tmp_path / "q.db").out
    assert qipan("history", "--on", "yesterday", "--store", tmp_path / "q.db").status == 2


def test_the_same_on_the_command_line(qipan, store, tmp_path):
    address = tmp_path / "q.db"
    [candidate] = json.loads(qipan("review", "--store", address, "--format", "json").out)
    assert candidate["reason"] == "same_name"
    assert "product:蘋果" in qipan("review", "--store", address).out
    assert qipan("contradictions", "--store", address).status == 0
    listed = json.loads(qipan("history", "--on", "2025-12-31", "--store", address, "--format", "json").out)
    assert {one["statements"][0]["document"]["id"] for one in listed} == {"hostile"}
    assert qipan("history", "--store", address).status == 2
