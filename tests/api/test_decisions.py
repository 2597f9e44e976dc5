"""Decisions over HTTP."""

import pytest

from api.schemas import DecisionOut, PageOut

MERGE = {"kind": "merge", "author": "王", "reason": "同", "entities": ["company:騰訊", "company:阿里巴巴"]}


def test_a_decision_is_made_listed_undone_and_carried(writing):
    made = writing.post("/v1/decisions", json=MERGE)
    decision = DecisionOut.model_validate_json(made.content)
    assert (made.status_code, made.headers["location"]) == (201, f"/v1/decisions/{decision.id}")
    assert writing.get("/v1/entities/company:阿里巴巴").json()["id"] == "company:騰訊"
    undo = writing.post("/v1/decisions", json={"kind": "undo", "author": "李", "decision": decision.id})
    assert undo.status_code == 201
    assert writing.get("/v1/entities/company:阿里巴巴").json()["id"] == "company:阿里巴巴"
    listed = PageOut[DecisionOut].model_validate_json(writing.get("/v1/decisions").content).items
    assert [(d.kind, d.standing) for d in listed] == [("undo", False), ("merge", False)]
    assert writing.get("/v1/decisions?standing=true").json()["items"] == []
    assert writing.get(f"/v1/decisions/{decision.id}").json()["standing"] is False
    file = writing.get("/v1/decisions/file").text
    assert writing.post("/v1/decisions/file", json={"file": file}).json() == {"taken": 0, "conflicts": 0}


def test_a_statement_is_rejected_by_its_id_and_conflicts_are_listed(writing):
    relation = writing.get("/v1/entities/product:微信/relations").json()["items"][0]
    statement = writing.get(f"/v1/relations/{relation['id']}").json()["evidence"][0]
    assert statement["decided"] is None
    rejected = writing.post("/v1/decisions", json={"kind": "reject", "author": "王", "statement": statement["id"]})
    assert rejected.status_code == 201
    assert writing.get(f"/v1/relations/{relation['id']}").status_code == 404
    writing.delete("/v1/documents/first")
    [conflict] = writing.get("/v1/decisions/conflicts").json()["items"]
    assert (conflict["decision"]["id"], conflict["why"]) == (rejected.json()["id"], "statement")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "merge", "author": "王", "entities": ["company:騰訊"]}, 422),
        ({"kind": "merge", "author": "王", "entities": ["company:騰訊", "company:無"]}, 404),
        ({"kind": "merge", "author": "王", "entities": ["company:騰訊", "蘋果"]}, 409),
        ({"kind": "fly", "author": "王"}, 422),
        ({"kind": "accept", "author": "王", "statement": "x"}, 404),
        ({"kind": "undo", "author": "王", "decision": "x"}, 404),
        ({"kind": "merge", "author": " ", "entities": []}, 422),
        ({"kind": "add", "author": "王"}, 404),
    ],
)
def test_what_cannot_be_decided_is_refused(writing, body, status):
    response = writing.post("/v1/decisions", json=body)
    assert (response.status_code, response.json()["error"]["hint"] != "") == (status, True)


def test_a_graph_that_is_only_read_has_no_log(client):
    assert client.get("/v1/decisions").status_code == 503
