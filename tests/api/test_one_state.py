"""An answer is of one state of the store, whatever is written while it is made."""

import pytest
from builders import document, says
from fastapi.testclient import TestClient

from api.app import create_app
from kg.graph import Relation
from kg.store import open_store
from kg.store.statements import StoredStatements

QUARK = says("Product:夸克", "feeds_data_to", "Product:千問|千问|Qwen")


@pytest.fixture
def interrupted(address, monkeypatch):
    """A client, and a list of what is written just before statements are read, one piece at each reading."""
    with open_store(address) as store:
        store.add(document("夸克為千問供數。", QUARK, id="a", date="2026-01-01"))
        waiting = []
        read = StoredStatements.statements

        def later(self, relations: list[Relation], *narrowed):
            if waiting:
                waiting.pop(0)(store)
            return read(self, relations, *narrowed)

        monkeypatch.setattr(StoredStatements, "statements", later)
        client = TestClient(create_app(store), raise_server_exceptions=False)
        [relation] = store.graph().relations()
        yield client, waiting, relation.id


def more(number):
    """Another document that says the same."""
    return lambda store: store.add(document(f"第{number}，夸克為千問供數。", QUARK, id=f"more{number}"))


def test_a_relation_and_its_statements_are_of_one_state(interrupted):
    client, waiting, relation = interrupted
    waiting += [more(1), more(2)]
    got = client.get(f"/v1/relations/{relation}").json()
    assert (got["statements"], len(got["evidence"])) == (3, 3)
    assert waiting == []


def test_a_question_too_by_get_and_by_post(interrupted):
    client, waiting, _ = interrupted
    for ask in (
        lambda: client.get("/v1/ask?q=哪些產品為千問供數？"),
        lambda: client.post("/v1/ask", json={"question": "哪些產品為千問供數？"}),
    ):
        before = len(client.get("/v1/documents").json()["items"])
        waiting.append(more(before))
        got = ask().json()
        assert (len(got["rows"][0]["quotes"]), got["rows"][0]["sources"]) == (before + 1, before + 1)


def test_what_went_meanwhile_is_gone(interrupted):
    client, waiting, relation = interrupted
    waiting.append(lambda store: store.delete("a"))
    assert client.get(f"/v1/relations/{relation}").status_code == 404
    assert client.get("/metrics").text.count('route="/v1/relations/{relation_id}"') > 0


def test_what_is_written_elsewhere_disturbs_nothing(interrupted):
    client, waiting, relation = interrupted
    waiting.append(lambda store: store.add(document(says("Company:小米", "develops", "Product:澎湃"), id="b")))
    assert client.get(f"/v1/relations/{relation}").json()["statements"] == 1


def test_where_writes_never_cease_an_answer_comes_all_the_same(interrupted):
    client, waiting, relation = interrupted
    waiting += [more(number) for number in range(20)]
    got = client.get(f"/v1/relations/{relation}")
    assert got.status_code == 200
    assert len(waiting) == 20 - 5
