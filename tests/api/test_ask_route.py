"""Questions over HTTP."""

import pytest

from api.schemas import AnswerOut, FormOut
from kg.questions import builtin_forms


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("哪些產品為千問的數據閉環供數？", ["夸克"]),
        ("Which products feed Qwen's data loop?", ["夸克"]),
        ("腾讯有哪些产品？", ["元宝", "微信"]),
        ("誰領導騰訊？", ["馬化騰"]),
        ("騰訊的短板是什麼？", ["反應遲鈍"]),
        ("千問的下載量是多少？", ["7億次"]),
        ("阿里的戰略是什麼？", []),
    ],
)
def test_a_question_is_answered_with_its_quotes(client, question, names):
    answer = AnswerOut.model_validate_json(client.post("/v1/ask", json={"question": question}).content)
    assert sorted(row.name or "" for row in answer.rows) == sorted(names)
    assert answer.verdict == ("found" if names else "not_in_corpus")
    known = {statement.id for statement in answer.quotes}
    assert all(row.quotes and set(row.quotes) <= known for row in answer.rows)


def test_an_answer_in_the_address_is_the_same(client):
    asked = client.get("/v1/ask", params={"q": "騰訊有哪些產品？"})
    assert asked.json() == client.post("/v1/ask", json={"question": "騰訊有哪些產品？"}).json()
    assert (
        client.get(
            "/v1/ask", params={"q": "騰訊有哪些產品？"}, headers={"If-None-Match": asked.headers["etag"]}
        ).status_code
        == 304
    )


def test_an_ambiguous_name_gets_candidates(client):
    answer = client.post("/v1/ask", json={"question": "介紹一下蘋果"}).json()
    assert (answer["verdict"], answer["rows"]) == ("ambiguous", [])
    assert sorted(c["id"] for c in answer["candidates"]) == ["company:蘋果", "product:蘋果"]


def test_hostile_questions_come_back_as_they_were(client):
    question = "company:<script>alert(1)</script>有哪些產品？"
    response = client.post("/v1/ask", json={"question": question})
    assert response.headers["content-type"] == "application/json"
    assert response.json()["question"] == question
    assert [row["entity"] for row in response.json()["rows"]] == ["product:A/B&?#"]


def test_the_forms_are_listed(client):
    forms = [FormOut.model_validate(form) for form in client.get("/v1/questions").json()]
    assert [form.id for form in forms] == [form.id for form in builtin_forms()]
