"""Profiles, comparisons, loops, timelines and changes over HTTP."""

from api.schemas import (
    BridgesOut,
    CentralOut,
    ChangesOut,
    CommunitiesOut,
    ComparisonOut,
    LoopsOut,
    MomentOut,
    PageOut,
    ProfileOut,
)


def test_a_profile_shows_each_section_with_quotes(client):
    profile = ProfileOut.model_validate_json(client.get("/v1/profiles/company:腾讯").content)
    sections = {section.id: [line.entity.name for line in section.lines] for section in profile.sections}
    assert sections == {
        "products": ["元寶", "微信"],
        "weaknesses": ["反應遲鈍"],
        "rivals": ["阿里巴巴"],
        "people": ["馬化騰"],
    }
    assert all(line.evidence[0].quotes for section in profile.sections for line in section.lines)


def test_labels_of_sections_follow_the_reader(client):
    read = client.get("/v1/profiles/company:腾讯", headers={"Accept-Language": "en"}).json()
    assert [section["label"] for section in read["sections"]] == ["Products", "Weaknesses", "Rivals", "People"]


def test_a_comparison_has_a_column_for_each(client):
    found = client.get("/v1/compare", params={"ids": ["company:騰訊", "company:阿里"]})
    compared = ComparisonOut.model_validate_json(found.content)
    products = next(section for section in compared.sections if section.id == "products")
    assert [[line.entity.name for line in column] for column in products.columns] == [["元寶", "微信"], ["千問"]]
    assert client.get("/v1/compare", params={"ids": ["company:騰訊"]}).status_code == 422
    assert client.get("/v1/compare", params={"ids": ["company:騰訊", "company:腾讯"]}).status_code == 422
    assert client.get("/v1/compare", params={"ids": ["company:騰訊", "company:none"]}).status_code == 404


def test_loops_lead_back(writing):
    text = "夸克 uses 千問。"
    assert LoopsOut.model_validate_json(writing.get("/v1/loops?through=product:千問").content).loops == []
    writing.post("/v1/documents", json={"text": text, "id": "uses"})
    assert writing.get("/v1/loops?through=product:none").status_code == 404


def test_a_timeline_goes_by_time(client):
    page = client.get("/v1/timeline", params={"entity": "company:騰訊"})
    moments = PageOut[MomentOut].model_validate_json(page.content).items
    assert [m.start for m in moments] == sorted(m.start for m in moments)
    assert {m.told for m in moments} == {True}
    assert client.get("/v1/timeline?to=2025-12").json()["items"]
    assert not client.get("/v1/timeline?entity=company:騰訊&to=2025").json()["items"]


def test_changes_of_a_period(client):
    found = ChangesOut.model_validate_json(client.get("/v1/changes?from=2026-01-01&to=2026-12-31").content)
    assert found.counts == {"new": 8, "gone": 0, "contradicted": 0}
    assert client.get("/v1/changes?from=2024-01-01&to=2024-12-31").json()["counts"]["new"] == 0
    assert client.get("/v1/changes?from=2026-01-01&to=2025-01-01").status_code == 422


def test_measures_of_the_graph(client):
    central = CentralOut.model_validate_json(client.get("/v1/central?type=Company").content).items
    assert central[0].entity.name == "騰訊"
    assert CentralOut.model_validate_json(client.get("/v1/central?by=betweenness").content).items
    between = client.get("/v1/between", params={"from": "product:夸克", "to": "company:阿里巴巴"}).json()["items"]
    assert [(row["entity"]["name"], row["score"]) for row in between] == [("千問", 1.0)]
    groups = CommunitiesOut.model_validate_json(client.get("/v1/communities").content).items
    assert groups[0].size == len(groups[0].entities) > 1
    bridges = BridgesOut.model_validate_json(client.get("/v1/bridges").content).items
    assert all(bridge.cut_off > 1 for bridge in bridges)


def test_facets_narrow_a_comparison(client):
    ids = {"ids": ["company:騰訊", "company:阿里巴巴"]}
    every = client.get("/v1/compare", params=ids).json()["sections"]
    some = client.get("/v1/compare", params=ids | {"facet": ["products", "rivals"]}).json()["sections"]
    assert [s["id"] for s in some] == [s["id"] for s in every if s["id"] in {"products", "rivals"}] != []
    refused = client.get("/v1/compare", params=ids | {"facet": "swot"})
    assert refused.status_code == 422
    assert "products" in refused.json()["error"]["hint"]
