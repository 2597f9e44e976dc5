"""The service keeps to its own description, whatever is sent to it: schemathesis over every route."""

import schemathesis
from builders import document, says
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.app import create_app
from api.settings import Settings
from kg.errors import NotFound
from kg.model import Document
from kg.networkx_graph import NetworkXGraph
from kg.store import Added, Outcome

EXAMPLES = 8
"""For each route, beside its own example and the borders of its arguments."""
NOT_ASKED = [positive_data_acceptance]
"""A question can be well-formed and yet not understood, a cursor well-formed and none of ours: 422 is right there."""


class InMemory:
    """A corpus that grows, without a file."""

    def __init__(self, *documents: Document) -> None:
        self._documents = {doc.id: doc for doc in documents}
        self._graph = NetworkXGraph.of(documents)

    def graph(self) -> NetworkXGraph:
        return self._graph

    def add(self, doc: Document) -> Added:
        known = doc.id in self._documents
        self._documents[doc.id] = doc
        self._graph = NetworkXGraph.of(self._documents.values())
        return Added(Outcome.CHANGED if known else Outcome.NEW, doc.id)

    def get(self, document_id: str) -> Document:
        if document_id not in self._documents:
            raise NotFound(f"There is no document {document_id!r}.")
        return self._documents[document_id]


def extract(text: str, **about: str) -> Document:
    given = {key: value for key, value in about.items() if value}
    return document(text, says("Company:小米", "develops", "Product:澎湃"), **given)


FIRST = document(
    says("Company:騰訊|腾讯", "develops", "Product:元寶"),
    says("Product:夸克", "feeds_data_to", "Product:千問"),
    id="red-envelopes",
    date="2026-02-02",
)
schema = schemathesis.openapi.from_asgi(
    "/openapi.json", create_app(InMemory(FIRST), Settings(query_seconds=1), extract=extract)
)


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case):
    case.call_and_validate(excluded_checks=NOT_ASKED)
