"""The service over a store and over a graph made by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import document, says
from fastapi import FastAPI
from fastapi.testclient import TestClient
from stores import empty_at

from api.app import create_app
from api.settings import Settings
from kg.model import Document, Modality, Quantity
from kg.networkx_graph import NetworkXGraph
from kg.store import Store, open_store

TENCENT, ALIBABA = "Company:騰訊|腾讯|Tencent", "Company:阿里巴巴|阿里"
QWEN, QUARK = "Product:千問|千问|Qwen", "Product:夸克"

FIRST = document(
    says(TENCENT, "develops", "Product:元寶|元宝"),
    says(TENCENT, "develops", "Product:微信"),
    says(ALIBABA, "develops", QWEN),
    says(QUARK, "feeds_data_to", QWEN),
    says(TENCENT, "competes_with", ALIBABA),
    says("Person:馬化騰", "leads", TENCENT),
    says(QWEN, "has_metric", "Metric:7億次", quantity=Quantity(7e8, "次", measures="下載量")),
    says(TENCENT, "has_weakness", "Factor:反應遲鈍", modality=Modality.REPORTED, by="Person:馬化騰"),
    id="first",
    title="三強",
    date="2026-02-02",
)
HOSTILE = document(
    says("Company:<script>alert(1)</script>", "develops", "Product:A/B&?#"),
    says("Company:蘋果", "develops", "Product:iPhone"),
    says("Product:蘋果", "competes_with", "Product:梨"),
    says("Company:蘋果", "competes_with", "Company:=cmd|' /C calc'!A0"),
    id="hostile",
    title='"><img src=x onerror=alert(1)>',
    date="2025-05-01",
)


@pytest.fixture(scope="session")
def graph() -> NetworkXGraph:
    return NetworkXGraph.of([FIRST, HOSTILE])


def extract(text: str, **about: str) -> Document:
    """A reader that finds one statement in any text: tests here are not about extraction."""
    given = {key: value for key, value in about.items() if value}
    return document(text, says("Company:小米", "develops", "Product:澎湃"), **given)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(empty_at(tmp_path / "q.db")) as opened:
        opened.add(FIRST, read_at="2026-02-03T00:00:00+00:00")
        opened.add(HOSTILE, read_at="2026-02-03T00:00:00+00:00")
        yield opened


@pytest.fixture(scope="session")
def app(graph: NetworkXGraph) -> FastAPI:
    return create_app(graph, Settings(most_bytes=20_000, cors="https://tools.example"))


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """Over a graph that is only read."""
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def writing(store: Store) -> TestClient:
    """Over a store."""
    return TestClient(create_app(store, Settings(most_bytes=20_000), extract=extract), raise_server_exceptions=False)
