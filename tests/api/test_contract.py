"""The service keeps to its own description, whatever is sent to it: schemathesis over every route."""

from pathlib import Path
from tempfile import TemporaryDirectory

import schemathesis
from builders import document, says
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from api.app import create_app
from api.settings import Settings
from kg.model import Document
from kg.store import open_store

EXAMPLES = 8
"""For each route, beside its own example and the borders of its arguments."""
NOT_ASKED = [positive_data_acceptance]
"""A question can be well-formed and yet not understood, a cursor well-formed and none of ours: 422 is right there."""


def extract(text: str, **about: str) -> Document:
    given = {key: value for key, value in about.items() if value}
    return document(text, says("Company:小米", "develops", "Product:澎湃"), **given)


FIRST = document(
    says("Company:騰訊|腾讯", "develops", "Product:元寶"),
    says("Product:夸克", "feeds_data_to", "Product:千問"),
    id="red-envelopes",
    date="2026-02-02",
)
folder = TemporaryDirectory()
store = open_store(Path(folder.name) / "contract.db")
store.add(FIRST)
RIGHTLY_501 = {"/oembed": [not_a_server_error]}
"""oEmbed answers 501 for a form that is not offered."""
ALL_TEXT = {"GET": [negative_data_rejection]}
"""In an address everything is text: a number or an object in it is a text like any other."""
schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(store, Settings(query_seconds=1), extract=extract))


@schema.parametrize()
@settings(max_examples=EXAMPLES, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case):
    case.call_and_validate(
        excluded_checks=[*NOT_ASKED, *RIGHTLY_501.get(case.path, []), *ALL_TEXT.get(case.method, [])]
    )
