"""The description of the API is complete, and true."""

from typing import Any

import pytest

from api.app import create_app
from kg.networkx_graph import NetworkXGraph

OPENAPI = create_app(NetworkXGraph.of([])).openapi()
OPERATIONS = [(method, path, said) for path, every in OPENAPI["paths"].items() for method, said in every.items()]
IDS = [f"{method} {path}" for method, path, _ in OPERATIONS]


@pytest.mark.parametrize(("method", "path", "said"), OPERATIONS, ids=IDS)
def test_a_route_says_what_it_does_and_how_it_fails(method, path, said):
    assert said["summary"]
    assert said["description"].endswith(".")
    assert said["tags"]
    assert {"422", "503"} <= said["responses"].keys()
    failures = [said["responses"][status] for status in said["responses"] if int(status) >= 400]
    schemas = {failure["content"]["application/json"]["schema"]["$ref"] for failure in failures}
    assert schemas == {"#/components/schemas/ErrorOut"}


@pytest.mark.parametrize(("method", "path", "said"), OPERATIONS, ids=IDS)
def test_an_argument_has_a_description_and_an_example(method, path, said):
    for parameter in said.get("parameters", []):
        assert parameter.get("description"), parameter["name"]
        assert "examples" in parameter["schema"] or "examples" in parameter or "example" in parameter, parameter["name"]


def properties() -> list[tuple[str, str, dict[str, Any]]]:
    schemas = OPENAPI["components"]["schemas"]
    return [
        (name, field, said)
        for name, schema in schemas.items()
        for field, said in schema.get("properties", {}).items()
        if name not in {"HTTPValidationError", "ValidationError"}
    ]


@pytest.mark.parametrize(("name", "field", "said"), properties(), ids=[f"{n}.{f}" for n, f, _ in properties()])
def test_a_field_has_a_description(name, field, said):
    assert said.get("description")


def test_no_error_has_another_body():
    assert "HTTPValidationError" not in OPENAPI["components"]["schemas"]
