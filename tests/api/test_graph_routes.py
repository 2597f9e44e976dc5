"""Entities, relations, surroundings, paths and exports over HTTP."""

import csv
import io

import networkx as nx
import orjson
import pytest

from api.plain import plain_subgraph, with_statements
from api.schemas import EntityOut, EntityPage, PageOut, PathsOut, RelationOut, RelationStatementsOut, SubgraphOut


@pytest.mark.parametrize("name", ["騰訊", "腾讯", "Tencent", "tencent", "company:腾讯"])
def test_an_entity_is_found_by_any_of_its_names(client, name):
    found = EntityPage.model_validate_json(
        client.get("/v1/entities", params={"q": name.removeprefix("company:")}).content
    )
    assert (found.items[0].entity.id, found.items[0].score) == ("company:騰訊", 1.0)
    read = EntityOut.model_validate_json(client.get(f"/v1/entities/company:{name.removeprefix('company:')}").content)
    assert read.id == "company:騰訊"


def test_facets_count_types(client):
    found = client.get("/v1/entities").json()
    assert found["facets"]["Company"] == 5
    assert sum(found["facets"].values()) == len(client.get("/v1/entities", params={"limit": 500}).json()["items"])
    companies = client.get("/v1/entities", params={"type": "Company"}).json()
    assert companies["facets"] == {"Company": 5}


def test_names_with_slashes_and_marks_are_reached(client):
    found = client.get("/v1/entities", params={"q": "A/B"}).json()["items"][0]["entity"]["id"]
    assert client.get(f"/v1/entities/{found}".replace("?", "%3F").replace("#", "%23")).json()["id"] == found
    assert client.get("/v1/entities/product%3AA%2FB%26%3F%23/relations").json()["items"]


def test_relations_are_filtered(client):
    every = PageOut[RelationOut].model_validate_json(client.get("/v1/entities/company:騰訊/relations").content)
    assert len(every.items) == 5
    for query, count in [
        ("relation=develops", 2),
        ("relation=develops&relation=leads", 3),
        ("direction=in", 2),
        ("modality=reported", 1),
        ("type=Product", 2),
        ("since=2026-02-03", 0),
        ("until=2026-02-02", 5),
        ("source=first", 5),
        ("source=hostile", 0),
        ("min_confidence=1", 5),
    ]:
        assert len(client.get(f"/v1/entities/company:騰訊/relations?{query}").json()["items"]) == count, query


def test_a_relation_shows_its_statements(client):
    listed = client.get("/v1/relations", params={"relation": "feeds_data_to"}).json()["items"]
    read = RelationStatementsOut.model_validate_json(client.get(f"/v1/relations/{listed[0]['id']}").content)
    assert (read.head.name, read.tail.name) == ("夸克", "千問")
    assert read.evidence[0].document.title == "三強"
    assert read.evidence[0].quotes[0].text in read.evidence[0].quotes[0].sentence


def test_surroundings(client):
    near = SubgraphOut.model_validate_json(client.get("/v1/entities/product:千問/graph?depth=2").content)
    ids = {e.id for e in near.entities}
    assert {"product:夸克", "company:阿里巴巴", "company:騰訊"} <= ids
    assert all({r.head.id, r.tail.id} <= ids for r in near.relations)
    assert client.get("/v1/entities/product:千問/graph?limit=2").json()["truncated"]


def test_paths(client):
    found = client.get("/v1/paths", params={"from": "product:夸克", "to": "company:騰訊", "k": 3})
    paths = PathsOut.model_validate_json(found.content).paths
    assert paths[0].entities == ["product:夸克", "product:千問", "company:阿里巴巴", "company:騰訊"]
    assert len(paths[0].relations) == 3
    apart = client.get("/v1/paths", params={"from": "product:夸克", "to": "product:iPhone"})
    assert apart.json() == {"paths": []}


def test_labels_follow_the_reader(client):
    def label(language: str) -> str:
        params, headers = {"relation": "develops", "limit": 1}, {"Accept-Language": language}
        return client.get("/v1/relations", params=params, headers=headers).json()["items"][0]["label"]

    assert label("zh-TW") == "開發"
    assert label("zh-CN,zh;q=0.9") == "开发"
    assert label("en-GB") == "develops"
    assert label("de") == "開發"


def test_exports_open_in_their_tools(client):
    graphml = client.get("/v1/graph", params={"format": "graphml"})
    read = nx.parse_graphml(graphml.text, force_multigraph=True)
    assert "company:騰訊" in read
    rows = list(csv.reader(io.StringIO(client.get("/v1/graph", params={"format": "csv"}).text)))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert client.get("/v1/graph", params={"format": "csv", "bom": True}).text.startswith("\ufeffhead,")
    for format_ in ("json", "jsonl", "cytoscape", "jsonld", "turtle", "cypher"):
        assert "騰訊" in client.get("/v1/graph", params={"format": format_}).text
    gexf = client.get("/v1/graph", params={"format": "gexf", "entity": "company:騰訊"})
    assert gexf.headers["content-disposition"] == 'attachment; filename="qipan.gexf"'


def test_pages_cover_the_list_once(client):
    seen, cursor = [], None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = client.get("/v1/relations", params=params).json()
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    whole = [row["id"] for row in client.get("/v1/relations", params={"limit": 500}).json()["items"]]
    assert seen == whole
    assert len(set(seen)) == len(seen) == 12


def test_a_page_goes_on_where_the_list_has_changed(writing):
    first = writing.get("/v1/relations", params={"limit": 3}).json()
    writing.post("/v1/documents", json={"text": "小米 develops 澎湃。"})
    rest = writing.get("/v1/relations", params={"limit": 500, "cursor": first["next"]}).json()["items"]
    shown = {row["id"] for row in first["items"]} & {row["id"] for row in rest}
    assert not shown


def test_the_same_state_is_not_sent_twice(client, writing):
    first = client.get("/v1/entities/company:騰訊")
    etag = first.headers["etag"]
    again = client.get("/v1/entities/company:騰訊", headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    other = client.get("/v1/entities/company:騰訊", headers={"If-None-Match": etag, "Accept-Language": "en"})
    assert other.status_code == 200
    before = writing.get("/v1/relations").headers["etag"]
    writing.post("/v1/documents", json={"text": "小米 develops 澎湃。"})
    assert writing.get("/v1/relations", headers={"If-None-Match": before}).status_code == 200


def test_long_answers_are_packed(client):
    packed = client.get("/v1/graph", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/v1/graph", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()


def test_requests_are_named_and_headers_are_safe(client):
    response = client.get("/healthz")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-request-id"]
    assert client.get("/healthz", headers={"X-Request-Id": "mine-1"}).headers["x-request-id"] == "mine-1"
    assert client.get("/healthz", headers={"X-Request-Id": "a b"}).headers["x-request-id"] != "a b"


def test_only_known_origins_may_call(client):
    allowed = client.get("/healthz", headers={"Origin": "https://tools.example"})
    assert allowed.headers["access-control-allow-origin"] == "https://tools.example"
    assert (
        "access-control-allow-origin" not in client.get("/healthz", headers={"Origin": "https://evil.example"}).headers
    )


def test_answers_are_plain_values_that_json_takes_as_they_are(graph):
    """Else each is walked and copied, which costs ten times as much (api.answers.Json)."""
    entity = graph.entity("company:騰訊")
    orjson.dumps(plain_subgraph(graph, graph.neighbourhood(entity.id, depth=2), "en"))
    for relation in graph.relations():
        orjson.dumps(with_statements(graph, relation, "zh-Hant"))
