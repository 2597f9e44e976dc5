"""docs/http.md, written from the service's own description: `make docs`."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from api.app import create_app
from api.describe import TAGS, TEXT
from kg.networkx_graph import NetworkXGraph

PAGE = Path(__file__).parent.parent / "docs" / "http.md"
SERVED = "http://127.0.0.1:8000"
HEAD = f"""\
# The HTTP API

This page is written from the service's own description by `make docs`; the service shows the same at `/docs`, and as
OpenAPI at `/openapi.json`. Start it with `qipan serve`.
{TEXT}
Settings come from the environment: `QIPAN_MOST_BYTES` (the longest body), `QIPAN_MOST_ROWS` (the longest page of a
list), `QIPAN_CORS` (origins whose pages may call, separated by commas), `QIPAN_ROOT_PATH` (where a proxy mounts it),
`QIPAN_QUERY_SECONDS` and `QIPAN_QUERY_MEGABYTES` (what an openCypher query may take), `QIPAN_REMEMBERED_MEGABYTES`
(answers kept until the graph changes).
"""
Operation = tuple[str, str, dict[str, Any]]


def openapi() -> dict[str, Any]:
    return create_app(NetworkXGraph.of([])).openapi()


def operations(described: dict[str, Any]) -> list[Operation]:
    return [
        (method.upper(), path, said) for path, every in described["paths"].items() for method, said in every.items()
    ]


def page() -> str:
    """The whole page."""
    described = openapi()
    every = operations(described)
    parts = [HEAD]
    for tag in TAGS:
        parts.append(f"## {tag['name'].capitalize()}\n\n{tag['description']}\n")
        parts += [section(described, *one) for one in every if one[2]["tags"] == [tag["name"]]]
    return "\n".join(parts)


def section(described: dict[str, Any], method: str, path: str, said: dict[str, Any]) -> str:
    rows = "".join(f"| `{name}` | {meaning} |\n" for name, meaning in arguments(said))
    table = f"| | |\n| --- | --- |\n{rows}\n" if rows else ""
    answers = ", ".join(status for status in said["responses"])
    text = said["description"].strip()
    line = curl(described, method, path, said)
    return f"### {method} {path}\n\n{text}\n\n{table}```sh\n{line}\n```\n\nAnswers: {answers}.\n"


def arguments(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for parameter in said.get("parameters", []):
        if parameter["in"] != "header":
            yield parameter["name"], parameter["description"].replace("|", "\\|")


def curl(described: dict[str, Any], method: str, path: str, said: dict[str, Any]) -> str:
    """A line that works over the sample articles."""
    query: list[tuple[str, Any]] = []
    for parameter in said.get("parameters", []):
        value = example(parameter)
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", quote(str(value), safe=":"))
        elif (
            parameter["in"] == "query"
            and value is not None
            and (parameter["required"] or parameter["name"] in {"q", "entity"})
        ):
            query.append((parameter["name"], value))
    pairs = [(name, one) for name, value in query for one in (value if isinstance(value, list) else [value])]
    asked = "".join(f" --data-urlencode '{name}={value}'" for name, value in pairs)
    body = shlex.quote(json.dumps(sample_body(described, said), ensure_ascii=False)) if "requestBody" in said else None
    data = f" -H 'Content-Type: application/json' -d {body}" if body else ""
    how = f" -X {method}" if method not in {"GET", "POST"} else ""
    return f"curl -s{'G' if asked else ''}{how} '{SERVED}{path}'{asked}{data}"


def example(parameter: dict[str, Any]) -> Any:
    return (parameter.get("examples") or parameter["schema"].get("examples"))[0]


def sample_body(described: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """The required fields of a body, as their examples have them."""
    name = said["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    schema = described["components"]["schemas"][name]
    if "examples" in schema:
        return dict(schema["examples"][0])
    return {
        field: schema["properties"][field]["examples"][0] for field in schema.get("required") or schema["properties"]
    }


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
